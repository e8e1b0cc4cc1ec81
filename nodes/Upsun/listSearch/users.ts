import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { asFailure } from '../../shared/errors';
import type { Sender } from '../../shared/http/client';
import { fillPicker, matching } from '../../shared/run/listSearch';
import { isRecord } from '../../shared/objects';
import { upsun } from '../api';

/** A picker is no report: so many organizations, and pages of members of each, are looked at. */
const MOST_ORGANIZATIONS = 20;
const MOST_PAGES = 5;
const PAGE_SIZE = 100;

const text = (value: unknown) => (typeof value === 'string' ? value : '');

/** The address of one link of an answer. */
function href(answer: IDataObject, name: string): string | undefined {
	const link = isRecord(answer._links) ? answer._links[name] : undefined;
	return isRecord(link) && typeof link.href === 'string' ? link.href : undefined;
}

async function read(sender: Sender, link: string): Promise<IDataObject> {
	const { body } = await sender.send({
		method: 'GET',
		path: sender.pathOf(link),
		repeatable: true,
		purpose: 'list the users of your organizations',
	});
	return body;
}

const itemsOf = ({ items }: IDataObject): IDataObject[] =>
	Array.isArray(items) ? (items as unknown[]).filter(isRecord) : [];

/** Nothing, where the token may not look or there is nothing to see; anything else is trouble. */
function unlessForbidden(error: unknown): undefined {
	const failure = asFailure(error);
	const { httpCode } = failure.details;
	if (httpCode !== '403' && httpCode !== '404') throw failure;
	return undefined;
}

/** The people of one page of members: a member has only an id, the page's `ref:users` links give the names. */
async function peopleOf(sender: Sender, page: IDataObject): Promise<IDataObject[]> {
	const people = new Map(itemsOf(page).map(({ user_id: id }) => [text(id), { id } as IDataObject]));
	for (let index = 0; ; index++) {
		const link = href(page, `ref:users:${index}`);
		if (link === undefined) break;
		const named = (await read(sender, link).catch(unlessForbidden)) ?? {};
		for (const person of Object.values(named).filter(isRecord)) people.set(text(person.id), person);
	}
	people.delete('');
	return [...people.values()];
}

async function membersOf(sender: Sender, organization: IDataObject): Promise<IDataObject[]> {
	// No link: the token may not list the members.
	const first = href(organization, 'members');
	const people: IDataObject[] = [];
	let link = first && `${first}${first.includes('?') ? '&' : '?'}page[size]=${PAGE_SIZE}`;
	for (let page = 0; link !== undefined && page < MOST_PAGES; page++) {
		const answer = (await read(sender, link).catch(unlessForbidden)) ?? {};
		people.push(...(await peopleOf(sender, answer)));
		link = href(answer, 'next');
	}
	return people;
}

/** All members of all organizations, as far as the token may see them. */
async function allMembers(sender: Sender): Promise<IDataObject[]> {
	const list = (await read(sender, '/organizations').catch(unlessForbidden)) ?? {};
	const people: IDataObject[] = [];
	for (const organization of itemsOf(list).slice(0, MOST_ORGANIZATIONS)) {
		people.push(...(await membersOf(sender, organization)));
	}
	return people;
}

function toEntry(user: IDataObject): INodeListSearchItems {
	const name = [user.first_name, user.last_name].map(text).filter(Boolean).join(' ');
	const title = [name || text(user.username), text(user.email)].filter(Boolean).join(', ');
	return { name: title || text(user.id), value: text(user.id) };
}

/** "Me" first, then the members of the token's organizations. Upsun cannot search them, so they are filtered here. */
export async function searchUsers(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const people = await fillPicker(this, upsun, allMembers);
	const byId = new Map(people.map((person) => [person.id, toEntry(person)]));
	const others = [...byId.values()].sort((a, b) => a.name.localeCompare(b.name));
	return matching([{ name: 'Me', value: 'me' }, ...others], filter);
}
