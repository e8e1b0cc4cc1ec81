import {
	searchDashboards,
	searchOrganizationLabels,
	searchOrganizations,
	searchRoles,
} from './catalogs';
import { searchTimeZones } from './timeZones';
import { searchUsers } from './users';

/** The pickers of the Ubidots node. */
export const listSearch = {
	searchDashboards,
	searchOrganizationLabels,
	searchOrganizations,
	searchRoles,
	searchTimeZones,
	searchUsers,
};
