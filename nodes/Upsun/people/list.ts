import type { IDataObject } from 'n8n-workflow';

import { asText } from '../../shared/objects';
import { idSegment } from '../../shared/path';
import { pick } from '../../shared/form/simplify';
import { counted } from '../../shared/run/summary';
import { type Api, readPages } from '../pagination';
import { fetchReferences, referenceLinks } from '../references';
import { CANNOT_SEE } from './advice';
import type { Person, Place } from './places/place';

/** In the order of the output. */
const FROM_REFERENCE = ['email', 'username', 'first_name', 'last_name'];
const FROM_ENTRY = ['permissions', 'level', 'owner'];
const SECOND_FACTOR = ['mfa_enabled', 'sso_enabled'];

/** Without what is not known. */
const known = (record: IDataObject | null | undefined): IDataObject =>
	Object.fromEntries(Object.entries(record ?? {}).filter(([, value]) => value !== null));

/** A person of a list entry, with the name behind its ID; null where Upsun knows nobody of this ID any more. */
function toPerson(entry: IDataObject, reference: IDataObject | null | undefined): Person {
	const { user_id, created_at, granted_at } = entry;
	const since = created_at ?? granted_at;
	return {
		user_id: asText(user_id).toLowerCase(),
		...pick(known(reference), FROM_REFERENCE),
		...pick(known(entry), FROM_ENTRY),
		...pick(known(reference), SECOND_FACTOR),
		...(since !== undefined && { created_at: since }),
	} as Person;
}

interface Wanted {
	/** Infinity for all. */
	limit?: number;
	keep?(person: Person): boolean;
}

export interface PeopleList {
	people: Person[];
	/** Why there may be people who are not in it, or are without their names, as a clause. */
	gap?: string;
	/** Why somebody in it cannot be found by address, as a clause. Who is gone from Upsun has none. */
	hidden?: string;
}

/** What a place is called in sentences: `the organization 'acme'`. */
export const placeText = ({ kind }: Place, id: string) => `the ${kind} '${id}'`;

/**
 * The people of a place with their names, page by page up to the limit.
 * @throws Failure when a page cannot be fetched
 */
export async function listPeople(
	api: Api,
	place: Place,
	id: string,
	{ limit = Infinity, keep = () => true }: Wanted = {},
): Promise<PeopleList> {
	const people = new Map<string, Person>();
	const unnamed = new Set<string>();
	let hidden = 0;
	const purpose = `list the people of ${placeText(place, id)}`;
	const list = {
		path: place.people(idSegment(id)),
		query: { ...(place.pageSize !== undefined && { 'page[size]': place.pageSize }) },
		purpose,
		advice: CANNOT_SEE,
	};
	const gap = await readPages(api, list, async (entries, page) => {
		const links = referenceLinks(page, 'users');
		const { byId, failures } = await fetchReferences(api, links, purpose);
		const [failed] = failures;
		for (const entry of entries) {
			const reference = byId.get(asText(entry.user_id).toLowerCase());
			const person = toPerson(entry, reference);
			if (reference && asText(reference.email) === '') hidden++;
			if (person.user_id === '') unnamed.add('Upsun has sent somebody without an ID');
			else if (keep(person)) people.set(person.user_id, person);
			if (reference === undefined)
				unnamed.add(failed?.message ?? 'Upsun has not sent the names and addresses of some');
		}
		return people.size >= limit;
	});
	const found = [...people.values()];
	const gaps = [...(gap === undefined ? [] : [gap]), ...unnamed];
	return {
		people: found.slice(0, limit),
		...(gaps.length > 0 && { gap: gaps.join('; ') }),
		...(hidden > 0 && {
			hidden: `Upsun does not show the address of ${counted(hidden, 'user')}`,
		}),
	};
}
