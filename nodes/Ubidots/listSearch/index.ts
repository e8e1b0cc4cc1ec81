import {
	searchDashboards,
	searchOrganizationLabels,
	searchOrganizations,
	searchRoles,
} from './catalogs';
import { searchTimeZones } from './timeZones';
import { searchUsers } from './users';

/** What fills the pickers of the Ubidots node. */
export const listSearch = {
	searchDashboards,
	searchOrganizationLabels,
	searchOrganizations,
	searchRoles,
	searchTimeZones,
	searchUsers,
};
