import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { orFailure } from '../../shared/errors';
import { asText } from '../../shared/objects';
import { partsOfLink } from '../../shared/path';
import { runConcurrently } from '../../shared/run/runner';
import { fillPicker, matching } from '../../shared/listSearch';
import { upsun } from '../api';
import { type Api, FOREIGN, getLink, readPages } from '../pagination';
import { fetchReferences, referenceLinks } from '../references';
import { cannotSee } from '../people/advice';
import { fetchOrganizations } from './organizations';

/** Of members of each organization: a picker has to be fast. */
const MOST_PAGES = 5;
const PAGE_SIZE = 100;

const purpose = 'list the users of your organizations';

/** What was found of the people, where their names are, and why some are left out. */
interface People {
	byId: Map<string, IDataObject>;
	nameLinks: string[];
	gaps: Set<string>;
}

/** Notes the members of an organization, who have only an ID: their names are behind the links of each page. */
async function noteMembers(api: Api, organization: IDataObject, people: People): Promise<void> {
	const { byId, nameLinks, gaps } = people;
	// Without a link the token is not allowed to list the members.
	const link = getLink(organization, 'members');
	if (link === undefined) return;
	const list = partsOfLink(link, api.baseUrl);
	if (!list) return void gaps.add(FOREIGN);
	let pages = 0;
	const query = { ...list.query, 'page[size]': PAGE_SIZE };
	const gap = await orFailure(
		async () =>
			await readPages(api, { ...list, query, purpose }, (entries, page) => {
				pages++;
				nameLinks.push(...referenceLinks(page, 'users'));
				for (const { user_id: id } of entries) {
					if (!byId.has(asText(id))) byId.set(asText(id), { id });
				}
				if (pages < MOST_PAGES || getLink(page, 'next') === undefined) return false;
				gaps.add(`Only ${MOST_PAGES * PAGE_SIZE} members of an organization are listed`);
				return true;
			}),
	);
	if (typeof gap === 'string') gaps.add(gap);
	else if (gap && !cannotSee(gap)) gaps.add(gap.message);
}

/** The members of all organizations that the token is allowed to see. */
async function fetchAllMembers(api: Api): Promise<People> {
	const people: People = { byId: new Map(), nameLinks: [], gaps: new Set() };
	const organizations = await fetchOrganizations(api, 'members', purpose, people.gaps);
	await runConcurrently(api.concurrency, organizations, async (organization) => {
		await noteMembers(api, organization, people);
	});
	const { byId, failures } = await fetchReferences(api, people.nameLinks, purpose);
	for (const failure of failures) if (!cannotSee(failure)) people.gaps.add(failure.message);
	for (const person of byId.values()) if (person) people.byId.set(asText(person.id), person);
	people.byId.delete('');
	return people;
}

/** By name and address, as far as they are known. */
export function toEntry(user: IDataObject, id = asText(user.id)): INodeListSearchItems {
	const name = [user.first_name, user.last_name].map(asText).filter(Boolean).join(' ');
	const title = [name || asText(user.username), asText(user.email)].filter(Boolean).join(', ');
	return { name: title || id, value: id };
}

export const byName = (a: INodeListSearchItems, b: INodeListSearchItems) =>
	a.name.localeCompare(b.name);

/** What the list lacks, as a sentence. */
export const leftOutOf = (noun: string, gaps: Iterable<string>) => {
	const all = [...gaps];
	return all.length > 0 ? `Not ${noun} is listed: ${all.join('. ')}` : undefined;
};

/** "Me", then the members of the token's organizations, filtered here because Upsun cannot search them. */
export async function searchUsers(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const { users, gaps } = await fillPicker(this, upsun, async (client) => {
		const people = await fetchAllMembers(client);
		return { users: [...people.byId.values()], gaps: [...people.gaps] };
	});
	const others = users.map((user) => toEntry(user)).sort(byName);
	return matching([{ name: 'Me', value: 'me' }, ...others], filter, leftOutOf('everyone', gaps));
}
