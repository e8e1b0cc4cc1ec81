import { searchCountries } from './countries';
import { searchOrganizations, searchPeople, searchProjects, searchTeams } from './places';
import { searchUsers } from './users';

/** The pickers of the Upsun node. */
export const listSearch = {
	searchCountries,
	searchOrganizations,
	searchPeople,
	searchProjects,
	searchTeams,
	searchUsers,
};
