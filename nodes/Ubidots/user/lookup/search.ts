import type { IDataObject } from 'n8n-workflow';

import { monotonicMs } from '../../../shared/waiting';
import type { Failure } from '../../../shared/errors';
import { RefusedRequest } from '../../../shared/http/errors';
import type { RequestApi } from '../../../shared/http/service';
import { path } from '../../../shared/path';
import { fetchPage, type Query } from '../../pagination';
import { MOST_VALUES } from './groups';
import { type MatchColumn, normalized } from './matchColumns';

/** What a look-up knows while it goes on. */
export interface Search {
	readonly request: RequestApi;
	readonly by: MatchColumn;
	/** What is needed of each user. */
	readonly fields: Query;
	/** See `monotonicMs`: no more requests after it. */
	readonly deadline: number;
	/** By `keyOf`; several where values are not unique. */
	readonly users: Map<string, IDataObject[]>;
	/** Whether `<column>__in` gave nobody who was not asked for, and was not refused. */
	filterWorks: boolean;
	/** Why email addresses cannot be asked for one by one: `email__iexact` is ignored. */
	emailsFail?: Failure;
}

/** Why a value was not found although a user may have it; the IDs of those users, where they are known. */
export interface NotFound {
	failure: Failure;
	ids?: readonly string[];
}

/** What a user is found by; undefined for one without a value in the column. */
export function keyOf({ by }: Pick<Search, 'by'>, user: IDataObject): string | undefined {
	const value = user[by];
	return typeof value === 'string' ? normalized(by, value) : undefined;
}

export function keep(search: Pick<Search, 'by' | 'users'>, user: IDataObject): void {
	const key = keyOf(search, user);
	if (key === undefined) return;
	const users = search.users.get(key);
	if (!users) search.users.set(key, [user]);
	else if (!users.some(({ id }) => id === user.id)) users.push(user);
}

/** The users with this value: those that have it exactly, else those that have it but for its case. */
export function usersWith(
	{ by, users }: Pick<Search, 'by' | 'users'>,
	value: string,
): readonly IDataObject[] {
	const all = users.get(normalized(by, value)) ?? [];
	const exact = all.filter((user) => user[by] === value);
	return exact.length > 0 ? exact : all;
}

export const isTooLate = ({ deadline }: Search) => monotonicMs() >= deadline;

export const fetchSearchPage = async ({ request, fields, deadline }: Search, query: Query) =>
	await fetchPage(
		request,
		path`/users/`,
		'users',
		{ page_size: MOST_VALUES, ...query, ...fields },
		deadline,
	);

/** Those after which other values may succeed: not a bad token, a limit, a wrong address, or a failing server. */
const OF_ONE_VALUE = [400, 403, 410, 414, 422, 431];

/** @throws the error, unless it is the refusal of one value */
export function throwUnlessOfOneValue(error: unknown): RefusedRequest {
	if (error instanceof RefusedRequest && OF_ONE_VALUE.includes(error.status)) return error;
	throw error;
}
