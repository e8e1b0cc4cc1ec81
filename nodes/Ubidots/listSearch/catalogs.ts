import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { fillPicker, matching } from '../../shared/run/listSearch';
import { ubidots } from '../api';
import { readPage } from '../pagination';

/** Entries that one scroll of a picker asks for. */
const SCROLL_SIZE = 50;
/** Pages read for a list that cannot be searched on the server. */
const MOST_PAGES = 10;

const text = (value: unknown) => (typeof value === 'string' ? value : '');

/** `Jane Doe (jane-doe), jane@example.com`, as far as it is known. */
function userName({ username, email, firstName, lastName }: IDataObject): string {
	const name = [firstName, lastName].map(text).filter(Boolean).join(' ');
	const account = name ? `${name} (${text(username)})` : text(username);
	return [account, text(email)].filter(Boolean).join(', ');
}

/** Users, searched and paged by Ubidots. */
export async function searchUsers(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const page = Number(paginationToken ?? 1);
	const query = {
		page,
		page_size: SCROLL_SIZE,
		fields: 'id,username,email,firstName,lastName',
		...(filter && { search: filter }),
	};
	const { results, hasNext } = await fillPicker(this, ubidots, async (sender) =>
		readPage(sender, '/users/', 'users', query),
	);
	return {
		results: results.map((user) => ({ name: userName(user), value: text(user.id) })),
		...(hasNext && { paginationToken: String(page + 1) }),
	};
}

const named = (entry: IDataObject, value: unknown): INodeListSearchItems => ({
	name: text(entry.name) || text(entry.label) || text(value),
	value: text(value),
});

async function searchOrganizationsBy(
	context: ILoadOptionsFunctions,
	key: 'id' | 'label',
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const page = Number(paginationToken ?? 1);
	const query = {
		page,
		page_size: SCROLL_SIZE,
		fields: 'id,label,name',
		...(filter && { search: filter }),
	};
	const { results, hasNext } = await fillPicker(context, ubidots, async (sender) =>
		readPage(sender, '/organizations/', 'organizations', query),
	);
	return {
		results: results.map((organization) => named(organization, organization[key])),
		...(hasNext && { paginationToken: String(page + 1) }),
	};
}

/** Organizations by id, as a user's default organization is written. */
export async function searchOrganizations(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await searchOrganizationsBy(this, 'id', filter, paginationToken);
}

/** Organizations by label, as they are assigned and filtered by. */
export async function searchOrganizationLabels(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await searchOrganizationsBy(this, 'label', filter, paginationToken);
}

/** A whole list, for those of which no search is documented. */
async function wholeList(
	context: ILoadOptionsFunctions,
	path: string,
	title: string,
	key: 'id' | 'label',
): Promise<INodeListSearchItems[]> {
	return await fillPicker(context, ubidots, async (sender) => {
		const entries: INodeListSearchItems[] = [];
		for (let page = 1; page <= MOST_PAGES; page++) {
			const { results, hasNext } = await readPage(sender, path, title, { page });
			entries.push(...results.map((entry) => named(entry, entry[key])));
			if (!hasNext || results.length === 0) break;
		}
		return entries;
	});
}

/** Roles; they have a label and no id. */
export async function searchRoles(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return matching(await wholeList(this, '/roles/', 'roles', 'label'), filter);
}

export async function searchDashboards(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return matching(await wholeList(this, '/dashboards/', 'dashboards', 'id'), filter);
}
