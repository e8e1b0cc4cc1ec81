import type { IDataObject } from 'n8n-workflow';

import { apiFailure, Failure } from '../../../shared/errors';
import { asText } from '../../../shared/objects';
import { idSegment, nameSegment, path } from '../../../shared/path';
import { shown } from '../../../shared/shown';
import { type Api, fetchAll, getLink } from '../../pagination';
import { organization as ORGANIZATION } from '../../people/places/organization';
import type { PlaceOf } from './snapshot';

/** One in which somebody is looked for. */
export interface Organization extends PlaceOf {
	readonly ownerId: string;
	/** Why none of its lists can be read. */
	readonly notVisible?: string;
	/** Whether it can have teams: they are an add-on. */
	readonly hasTeams: boolean;
}

/** Where somebody is looked for, and where that cannot be. */
export interface Searched {
	readonly organizations: readonly Organization[];
	/** Those of the token's owner who does not manage their people. */
	readonly others: readonly string[];
}

const ULID = /^[0-9a-hjkmnp-tv-z]{26}$/i;

/** @throws Failure for what is no organization */
function toOrganization(entry: IDataObject): Organization {
	const { capabilities } = entry;
	const id = asText(entry.id);
	const name = asText(entry.label) || asText(entry.name) || id;
	return {
		...{ kind: ORGANIZATION, id, title: name, name, ownerId: asText(entry.owner_id) },
		hasTeams: !Array.isArray(capabilities) || (capabilities as unknown[]).includes('teams'),
	};
}

/**
 * One that the token may not see is not left out: somebody may be in it.
 * @throws Failure when there is no such organization, or it cannot be read for another reason
 */
async function fetchOrganization({ request }: Api, key: string): Promise<Organization> {
	const isId = ULID.test(key);
	const { status, body } = await request({
		method: 'GET',
		path: ORGANIZATION.path(isId ? idSegment(key.toUpperCase()) : path`name=${nameSegment(key)}`),
		idempotent: true,
		expected: [403, 404],
		purpose: `read the organization ${shown(key)}`,
	});
	if (status === 403) {
		const organization = toOrganization({ id: key });
		return { ...organization, notVisible: `${key} (Upsun answered 403)` };
	}
	const found = [body.id, body.name].map((text) => asText(text).toLowerCase());
	if (status !== 404 && found.includes(key.toLowerCase())) return toOrganization(body);
	throw new Failure(
		`'Organizations' names ${shown(key)}, which is not there: enter the ID, or the name in the address of its page in the Console`,
		{ kind: 'api', isOfRun: true },
	);
}

/**
 * The organizations of these names or IDs; for none, all whose people the token manages.
 * @throws Failure when they cannot be listed whole: somebody could be left in one
 */
export async function fetchSearched(api: Api, chosen: readonly string[]): Promise<Searched> {
	if (chosen.length > 0) {
		const byId = new Map<string, Organization>();
		for (const key of chosen) {
			const organization = await fetchOrganization(api, key);
			byId.set(organization.id, organization);
		}
		return { organizations: [...byId.values()], others: [] };
	}
	const purpose = 'list your organizations';
	const query = { 'page[size]': 100 };
	const { entries, gap } = await fetchAll(api, { path: path`/organizations`, query, purpose });
	if (gap !== undefined) throw apiFailure(`Could not ${purpose}: ${gap}`);
	// Without the link, the token may not list the members.
	const manages = (entry: IDataObject) => getLink(entry, 'members') !== undefined;
	return {
		organizations: entries.filter(manages).map(toOrganization),
		others: entries.filter((entry) => !manages(entry)).map((entry) => toOrganization(entry).name),
	};
}
