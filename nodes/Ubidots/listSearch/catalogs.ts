import type { IDataObject, INodeListSearchItems } from 'n8n-workflow';

import { asText } from '../../shared/objects';
import { path } from '../../shared/path';
import { searchHere, searchOnServer } from './lists';

/** An entry by its name, with its id or label as the value. */
const toItemBy =
	(key: 'id' | 'label') =>
	(entry: IDataObject): INodeListSearchItems => ({
		name: asText(entry.name) || asText(entry.label) || asText(entry[key]),
		value: asText(entry[key]),
	});

const ORGANIZATIONS = {
	path: path`/organizations/`,
	title: 'organizations',
	fields: 'id,label,name',
};

/** By id, as a user's default organization is written. */
export const searchOrganizations = searchOnServer({ ...ORGANIZATIONS, toItem: toItemBy('id') });

/** By label, as organizations are assigned and filtered by. */
export const searchOrganizationLabels = searchOnServer({
	...ORGANIZATIONS,
	toItem: toItemBy('label'),
});

/** By label: roles have no id. */
export const searchRoles = searchHere({
	path: path`/roles/`,
	title: 'roles',
	toItem: toItemBy('label'),
});

export const searchDashboards = searchHere({
	path: path`/dashboards/`,
	title: 'dashboards',
	toItem: toItemBy('id'),
});
