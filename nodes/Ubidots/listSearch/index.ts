import type { INodeType } from 'n8n-workflow';

import { getUserColumns } from '../user/bulkUpdate/columns';
import {
	searchDashboards,
	searchOrganizationLabels,
	searchOrganizations,
	searchRoles,
	searchUsers,
} from './catalogs';
import { searchTimeZones } from './timeZones';

/** What fills the pickers of the Ubidots node. */
export const methods = {
	listSearch: {
		searchDashboards,
		searchOrganizationLabels,
		searchOrganizations,
		searchRoles,
		searchTimeZones,
		searchUsers,
	},
	resourceMapping: { getUserColumns },
} satisfies INodeType['methods'];
