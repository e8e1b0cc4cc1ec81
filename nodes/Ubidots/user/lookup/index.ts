import type { IDataObject } from 'n8n-workflow';

import { apiFailure } from '../../../shared/errors';
import { shown } from '../../../shared/shown';
import type { RequestApi } from '../../../shared/http/service';
import type { Run } from '../../../shared/run/operation';
import { noId } from '../locator';
import { hasId, type UbidotsUser } from '../userObject';
import { searchLists } from './lists';
import { type MatchColumn, MATCH_COLUMNS } from './matchColumns';
import { searchOneByOne } from './oneByOne';
import { keep, type NotFound, type Search, usersWith } from './search';

/** What became of looking for a value. That several users have it is a failure, too, with their IDs. */
export type Found = { user: UbidotsUser } | { missing: true } | NotFound;

/** By value. */
export type FoundUsers = ReadonlyMap<string, Found>;

/** Nobody has the value. */
export const MISSING: Found = { missing: true };

function foundOf(by: MatchColumn, value: string, users: readonly IDataObject[]): Found {
	const [user] = users;
	const { noun } = MATCH_COLUMNS[by];
	if (users.length === 1) return hasId(user) ? { user } : { failure: noId(noun, value, user.id) };
	const ids = users.map(({ id }) => String(id));
	const failure = apiFailure(
		`${users.length} users have the ${noun} ${shown(value)} (IDs ${ids.join(', ')}): match by ID to say which one is meant`,
	);
	return { failure, ids };
}

/**
 * Those of the values that a list of users has.
 * @returns nothing about values that it has not
 */
export function foundIn(
	by: MatchColumn,
	values: Iterable<string>,
	users: Iterable<IDataObject>,
): Map<string, Found> {
	const search = { by, users: new Map<string, IDataObject[]>() };
	for (const user of users) keep(search, user);
	const found = new Map<string, Found>();
	for (const value of values) {
		const all = usersWith(search, value);
		if (all.length > 0) found.set(value, foundOf(by, value, all));
	}
	return found;
}

interface LookUp {
	request: RequestApi;
	/** How many requests are sent at a time. */
	concurrency: number;
	/** See `monotonicMs`: no more requests after it. */
	deadline?: number;
	/** Told of the values that are done. */
	advance?(count: number): void;
}

/**
 * Looks users up by ID, username or email address: many at a time, and alone those who are not in the lists, unless a list has proved
 * that they are missing.
 * @param fields what is needed of each user besides the ID and the column
 * @returns nothing about values that the deadline came before
 * @throws Failure when a request fails for another reason than one of the values
 */
export async function lookUp(
	{ request, concurrency, deadline = Infinity, advance = () => {} }: LookUp,
	by: MatchColumn,
	values: Iterable<string>,
	fields: Iterable<string> = [],
): Promise<FoundUsers> {
	const wanted = [...new Set(values)];
	const search: Search = {
		request,
		by,
		fields: { fields: [...new Set(['id', by, ...fields])].join(',') },
		deadline,
		users: new Map(),
		filterWorks: true,
	};
	const missing =
		wanted.length > 1 ? await searchLists(search, wanted, concurrency, advance) : new Set<string>();
	const isUnknown = (value: string) => !missing.has(value) && usersWith(search, value).length === 0;
	const asked = await searchOneByOne(search, wanted.filter(isUnknown), concurrency, advance);
	const found = new Map<string, Found>();
	for (const value of wanted) {
		const users = usersWith(search, value);
		const notFound = asked.get(value);
		if (users.length > 0) found.set(value, foundOf(by, value, users));
		else if (notFound) found.set(value, notFound);
		else if (missing.has(value) || asked.has(value)) found.set(value, MISSING);
	}
	return found;
}

/** The same as a step of a run. */
export async function lookUpIn(
	{ client, settings, progress }: Pick<Run, 'client' | 'settings' | 'progress'>,
	by: MatchColumn,
	values: readonly string[],
	fields?: Iterable<string>,
): Promise<FoundUsers> {
	progress?.begin(' looked up', new Set(values).size);
	const io: LookUp = {
		request: client.request,
		concurrency: settings.maxConcurrentRequests,
		advance: (count) => progress?.advance(count),
	};
	return await lookUp(io, by, values, fields);
}

export const isMissing = (found: Found | undefined): boolean =>
	found !== undefined && 'missing' in found;

/**
 * The user that was found for a value.
 * @throws Failure when there is none, or it could not be looked up
 */
export function theUser(found: Found | undefined, by: MatchColumn, value: string): UbidotsUser {
	if (found && 'user' in found) return found.user;
	if (found && 'failure' in found) throw found.failure;
	throw apiFailure(`No user has the ${MATCH_COLUMNS[by].noun} ${shown(value)}`, {
		httpCode: '404',
	});
}
