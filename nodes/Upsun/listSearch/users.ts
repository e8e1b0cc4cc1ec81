import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { asFailure } from '../../shared/errors';
import type { Client } from '../../shared/http/client';
import { asText, isRecord } from '../../shared/objects';
import { fillPicker, matching } from '../../shared/run/listSearch';
import { upsun } from '../api';
import { getItems, getLink, pathOfLink } from '../pagination';

/** Limits for organizations, and for pages of members of each: a picker has to be fast. */
const MOST_ORGANIZATIONS = 20;
const MOST_PAGES = 5;
const PAGE_SIZE = 100;

/** An empty object when the token has no access, or nothing is there. */
async function fetchVisible(client: Client, link: string): Promise<IDataObject> {
	try {
		const { body } = await client.request({
			method: 'GET',
			path: pathOfLink(link, client.baseUrl),
			idempotent: true,
			purpose: 'list the users of your organizations',
		});
		return body;
	} catch (error) {
		const failure = asFailure(error);
		const { httpCode } = failure.details;
		if (httpCode === '403' || httpCode === '404') return {};
		throw failure;
	}
}

/** The users of one page of members: a member has only an id, their names are behind the page's `ref:users` links. */
async function fetchPeople(client: Client, page: IDataObject): Promise<IDataObject[]> {
	const people = new Map(
		getItems(page).map(({ user_id: id }) => [asText(id), { id } as IDataObject]),
	);
	for (let index = 0; ; index++) {
		const link = getLink(page, `ref:users:${index}`);
		if (link === undefined) break;
		const named = await fetchVisible(client, link);
		for (const person of Object.values(named).filter(isRecord))
			people.set(asText(person.id), person);
	}
	people.delete('');
	return [...people.values()];
}

async function fetchMembersOf(client: Client, organization: IDataObject): Promise<IDataObject[]> {
	// Without a link the token is not allowed to list the members.
	const first = getLink(organization, 'members');
	const people: IDataObject[] = [];
	let link = first && `${first}${first.includes('?') ? '&' : '?'}page[size]=${PAGE_SIZE}`;
	for (let page = 0; link !== undefined && page < MOST_PAGES; page++) {
		const body = await fetchVisible(client, link);
		people.push(...(await fetchPeople(client, body)));
		link = getLink(body, 'next');
	}
	return people;
}

/** The members of all organizations that the token is allowed to see. */
async function fetchAllMembers(client: Client): Promise<IDataObject[]> {
	const list = await fetchVisible(client, '/organizations');
	const people: IDataObject[] = [];
	for (const organization of getItems(list).slice(0, MOST_ORGANIZATIONS)) {
		people.push(...(await fetchMembersOf(client, organization)));
	}
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
	const people = await fillPicker(this, upsun, fetchAllMembers);
	const byId = new Map(people.map((person) => [person.id, toEntry(person)]));
	const others = [...byId.values()].sort((a, b) => a.name.localeCompare(b.name));
	return matching([{ name: 'Me', value: 'me' }, ...others], filter);
}
