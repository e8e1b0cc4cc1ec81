import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { asFailure } from '../../shared/errors';
import type { Client } from '../../shared/http/client';
import { asText, isRecord } from '../../shared/objects';
import { runConcurrently } from '../../shared/run/concurrency';
import { fillPicker, matching } from '../../shared/listSearch';
import { upsun } from '../api';
import { followed, getItems, getLink } from '../pagination';

/** Limits for organizations, and for pages of members of each: a picker has to be fast. */
const MOST_ORGANIZATIONS = 20;
const MOST_PAGES = 5;
const PAGE_SIZE = 100;

/** What was found of the people, where their names are, and why some are left out. */
interface People {
	byId: Map<string, IDataObject>;
	nameLinks: string[];
	gaps: Set<string>;
}

async function fetchLink({ request, baseUrl }: Client, link: string): Promise<IDataObject> {
	const { body } = await request({
		method: 'GET',
		path: followed(link, baseUrl),
		idempotent: true,
		purpose: 'list the users of your organizations',
	});
	return body;
}

/** An empty object when nothing is there, the token has no access, or the request fails, which is a gap. */
async function fetchPart(client: Client, link: string, { gaps }: People): Promise<IDataObject> {
	try {
		return await fetchLink(client, link);
	} catch (error) {
		const { details, message } = asFailure(error);
		if (!['403', '404'].includes(details.httpCode ?? '')) gaps.add(message);
		return {};
	}
}

/** Nothing where the token is not allowed to see any; any other failure is told. */
async function fetchOrganizations(client: Client): Promise<IDataObject> {
	try {
		return await fetchLink(client, '/organizations');
	} catch (error) {
		const failure = asFailure(error);
		if (['403', '404'].includes(failure.details.httpCode ?? '')) return {};
		throw failure;
	}
}

/** Notes the users of one page of members: a member has only an id, their names are behind the page's `ref:users` links. */
function notePeople(page: IDataObject, people: People): void {
	for (const { user_id: id } of getItems(page)) {
		if (!people.byId.has(asText(id))) people.byId.set(asText(id), { id });
	}
	for (let number = 0; ; number++) {
		const link = getLink(page, `ref:users:${number}`);
		if (link === undefined) return;
		people.nameLinks.push(link);
	}
}

async function fetchMembersOf(
	client: Client,
	organization: IDataObject,
	people: People,
): Promise<void> {
	// Without a link the token is not allowed to list the members.
	const first = getLink(organization, 'members');
	let link = first && `${first}${first.includes('?') ? '&' : '?'}page[size]=${PAGE_SIZE}`;
	for (let page = 0; link !== undefined; page++) {
		if (page === MOST_PAGES) {
			people.gaps.add(`Only ${MOST_PAGES * PAGE_SIZE} members of an organization are listed`);
			return;
		}
		const body = await fetchPart(client, link, people);
		notePeople(body, people);
		link = getLink(body, 'next');
	}
}

/** The members of all organizations that the token is allowed to see. */
async function fetchAllMembers(client: Client): Promise<People> {
	const people: People = { byId: new Map(), nameLinks: [], gaps: new Set() };
	const list = await fetchOrganizations(client);
	const organizations = getItems(list);
	if (organizations.length > MOST_ORGANIZATIONS || getLink(list, 'next') !== undefined) {
		people.gaps.add(`Only the members of ${MOST_ORGANIZATIONS} organizations are listed`);
	}
	await runConcurrently(
		client.concurrency,
		organizations.slice(0, MOST_ORGANIZATIONS),
		async (organization) => await fetchMembersOf(client, organization, people),
	);
	await runConcurrently(client.concurrency, people.nameLinks, async (link) => {
		const named = Object.values(await fetchPart(client, link, people)).filter(isRecord);
		for (const person of named) people.byId.set(asText(person.id), person);
	});
	people.byId.delete('');
	return people;
}

function toEntry(user: IDataObject): INodeListSearchItems {
	const name = [user.first_name, user.last_name].map(asText).filter(Boolean).join(' ');
	const title = [name || asText(user.username), asText(user.email)].filter(Boolean).join(', ');
	return { name: title || asText(user.id), value: asText(user.id) };
}

/** "Me", then the members of the token's organizations, filtered here because Upsun cannot search them. */
export async function searchUsers(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const { users, gaps } = await fillPicker(this, upsun, async (client) => {
		const people = await fetchAllMembers(client);
		return { users: [...people.byId.values()], gaps: [...people.gaps] };
	});
	const others = users.map(toEntry).sort((a, b) => a.name.localeCompare(b.name));
	const leftOut = gaps.length > 0 ? `Not everyone is listed: ${gaps.join('. ')}` : undefined;
	return matching([{ name: 'Me', value: 'me' }, ...others], filter, leftOut);
}
