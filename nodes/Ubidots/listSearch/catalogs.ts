import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { asText } from '../../shared/objects';
import { searchHere, searchOnServer } from './lists';

/** An entry by its name, with its id or label as the value. */
const toItemBy =
	(key: 'id' | 'label') =>
	(entry: IDataObject): INodeListSearchItems => ({
		name: asText(entry.name) || asText(entry.label) || asText(entry[key]),
		value: asText(entry[key]),
	});

const ORGANIZATIONS = {
	path: '/organizations/',
	title: 'organizations',
	fields: 'id,label,name',
};

/** Organizations by id, as a user's default organization is written. */
export async function searchOrganizations(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const list = { ...ORGANIZATIONS, toItem: toItemBy('id') };
	return await searchOnServer(this, list, filter, paginationToken);
}

/** Organizations by label, as they are assigned and filtered by. */
export async function searchOrganizationLabels(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const list = { ...ORGANIZATIONS, toItem: toItemBy('label') };
	return await searchOnServer(this, list, filter, paginationToken);
}

/** Roles; they have a label and no id. */
export async function searchRoles(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const list = { path: '/roles/', title: 'roles', toItem: toItemBy('label') };
	return await searchHere(this, list, filter);
}

export async function searchDashboards(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const list = { path: '/dashboards/', title: 'dashboards', toItem: toItemBy('id') };
	return await searchHere(this, list, filter);
}
