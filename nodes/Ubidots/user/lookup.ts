import type { IDataObject } from 'n8n-workflow';

import { monotonicMs } from '../../shared/clock';
import { apiFailure, Failure } from '../../shared/errors';
import { shown } from '../../shared/form/parse';
import { RefusedRequest } from '../../shared/http/errors';
import { runConcurrently } from '../../shared/run/concurrency';
import type { Run } from '../../shared/run/operation';
import { PAGE_SIZE, type Query, fetchPage } from '../pagination';
import { type MatchColumn, MATCH_COLUMNS, normalized } from './matchColumns';

/** Keeps URLs far below the limit of proxies (8 kB). */
const LONGEST_VALUES = 3000;

/** Cuts values into lists for short queries, without those that are too long or have a comma, which would make them two. */
function cutValues(values: readonly string[]): string[][] {
	const groups: string[][] = [];
	let length = Infinity;
	for (const value of values) {
		const added = encodeURIComponent(`${value},`).length;
		if (value.includes(',') || added > LONGEST_VALUES) continue;
		if (length + added > LONGEST_VALUES || groups[groups.length - 1].length >= PAGE_SIZE) {
			groups.push([]);
			length = 0;
		}
		length += added;
		groups[groups.length - 1].push(value);
	}
	return groups;
}

/** Whether other values may succeed: not for a bad token, a limit, or a failing server. */
const isAboutOneValue = (status: number) => [400, 403, 404, 410, 414, 422, 431].includes(status);

function throwUnlessAboutOneValue(error: unknown): RefusedRequest {
	if (error instanceof RefusedRequest && isAboutOneValue(error.status)) return error;
	throw error;
}

/**
 * Looks users up by id, username or email address, many at a time. The server may ignore the filter, or a part of it: only users
 * that were asked for are taken, and a missing one is asked for alone, unless the response shows that the filter works.
 */
export class UserLookup {
	private readonly found = new Map<string, IDataObject>();
	/** Further users with the same value, where values are not unique. */
	private readonly namesakes = new Map<string, IDataObject[]>();
	/** Values that no user has: a list without them can be trusted. */
	private readonly surelyMissing = new Set<string>();
	/** Of single values that could not be looked up. */
	private readonly failures = new Map<string, Failure>();
	private filterWorks = true;

	private constructor(
		private readonly run: Pick<Run, 'client' | 'options'>,
		private readonly column: MatchColumn,
		private readonly fields: Query,
		private readonly deadline: number,
	) {}

	private async fetchUsers(query: Query) {
		return await fetchPage(this.run.client.request, '/users/', 'users', query, this.deadline);
	}

	/**
	 * @param wanted `fields`: what is needed of each user besides the id and the column. `deadline`: in ms since 1970, no more
	 * requests after it
	 * @throws Failure when the request fails for another reason than one of the values
	 */
	static async byColumn(
		run: Pick<Run, 'client' | 'options'>,
		column: MatchColumn,
		values: Iterable<string>,
		wanted: { fields?: Iterable<string>; deadline?: number } = {},
	): Promise<UserLookup> {
		const { fields = [], deadline = Infinity } = wanted;
		const query: Query = { fields: [...new Set(['id', column, ...fields])].join(',') };
		const lookUp = new UserLookup(run, column, query, deadline);
		await lookUp.load([...new Set(values)]);
		return lookUp;
	}

	/** The users with this value; more than one where values are not unique. */
	usersWith(value: string): IDataObject[] {
		const users = this.usersByKey(normalized(this.column, value));
		const exact = users.filter((user) => String(user[this.column]) === value);
		return exact.length > 0 ? exact : users;
	}

	private usersByKey(key: string): IDataObject[] {
		const first = this.found.get(key);
		return first ? [first, ...(this.namesakes.get(key) ?? [])] : [];
	}

	/** Why this value could not be looked up. */
	failureOf(value: string): Failure | undefined {
		return this.failures.get(value);
	}

	private async load(values: string[]): Promise<void> {
		const { maxConcurrentRequests } = this.run.options;
		const isTooLate = () => monotonicMs() >= this.deadline;
		if (values.length > 1) {
			await runConcurrently(maxConcurrentRequests, cutValues(values), async (group, index) => {
				if (this.filterWorks && (index === 0 || !isTooLate())) await this.loadGroup(group);
			});
		}
		const unsure = values.filter(
			(value) => this.usersWith(value).length === 0 && !this.surelyMissing.has(value),
		);
		await runConcurrently(maxConcurrentRequests, unsure, async (value, index) => {
			if (index > 0 && isTooLate()) return;
			try {
				await this.loadOne(value);
			} catch (error) {
				this.failures.set(value, throwUnlessAboutOneValue(error));
			}
		});
	}

	/** Undefined for a user without a value in this column. */
	private keyOf(user: IDataObject): string | undefined {
		const value = user[this.column];
		return typeof value === 'string' ? normalized(this.column, value) : undefined;
	}

	/** @returns whether the user is new */
	private keep(user: IDataObject): boolean {
		const key = this.keyOf(user);
		if (key === undefined) return false;
		const users = this.usersByKey(key);
		if (users.some(({ id }) => id === user.id)) return false;
		if (users.length > 0) this.namesakes.set(key, [...users.slice(1), user]);
		else this.found.set(key, user);
		return true;
	}

	/** A page of users; undefined when the service refuses the filter or one of the values. */
	private async fetchFiltered(query: Query) {
		try {
			return await this.fetchUsers(query);
		} catch (error) {
			throwUnlessAboutOneValue(error);
			this.filterWorks = false;
			return undefined;
		}
	}

	private async loadGroup(group: readonly string[]): Promise<void> {
		const asked = new Set(group.map((value) => normalized(this.column, value)));
		const query = { [`${this.column}__in`]: group.join(','), ...this.fields };
		let kept = 0;
		for (let page = 1; this.filterWorks; page++) {
			const fetched = await this.fetchFiltered({ ...query, page });
			if (!fetched) return;
			const { results, hasNext, count } = fetched;
			const wanted = results.filter((user) => asked.has(this.keyOf(user) ?? ''));
			if (wanted.length < results.length) this.filterWorks = false;
			const added = wanted.filter((user) => this.keep(user)).length;
			kept += added;
			if (!hasNext) {
				if (count === undefined || count === kept) this.trustList(group, kept);
				return;
			}
			// The same page again: paging does not work.
			if (added === 0) this.filterWorks = false;
		}
	}

	/**
	 * A list with two or more of the users has filtered by more than the first value, so the others do not exist. Not for email
	 * addresses: the filter may distinguish upper and lower case, which we do not.
	 */
	private trustList(group: readonly string[], kept: number): void {
		if (kept < 2 || this.column === 'email' || !this.filterWorks) return;
		for (const value of group) this.surelyMissing.add(value);
	}

	private async loadOne(value: string): Promise<void> {
		if (this.column === 'email') return await this.loadOneByEmail(value);
		const prefix = this.column === 'username' ? '~' : '';
		const { status, body } = await this.run.client.request({
			method: 'GET',
			path: `/users/${prefix}${encodeURIComponent(value)}`,
			query: this.fields,
			idempotent: true,
			deadline: this.deadline,
			expected: [404],
			purpose: `read the user with the ${MATCH_COLUMNS[this.column].noun} ${shown(value)}`,
		});
		if (status !== 404) this.keep(body);
	}

	private async loadOneByEmail(value: string): Promise<void> {
		const { results } = await this.fetchUsers({ email__iexact: value, ...this.fields });
		const asked = normalized('email', value);
		const matching = results.filter((user) => this.keyOf(user) === asked);
		if (results.length > 0 && matching.length === 0) {
			throw apiFailure(
				'Could not look users up by email address: the service does not filter by it. Match by ID or username instead',
			);
		}
		for (const user of matching) this.keep(user);
	}
}

/** @throws Failure when there is no such user, more than one, or it could not be looked up */
export function theUser(lookUp: UserLookup, column: MatchColumn, value: string): IDataObject {
	const users = lookUp.usersWith(value);
	const title = MATCH_COLUMNS[column].noun;
	if (users.length === 0) {
		const failure = lookUp.failureOf(value);
		if (failure) throw failure;
		throw apiFailure(`No user has the ${title} ${shown(value)}`, { httpCode: '404' });
	}
	if (users.length > 1) {
		const ids = users.map(({ id }) => String(id)).join(', ');
		throw apiFailure(
			`${users.length} users have the ${title} ${shown(value)} (IDs ${ids}): match by ID to say which one is meant`,
		);
	}
	const [user] = users;
	if (typeof user.id === 'string' && user.id !== '') return user;
	throw apiFailure(`Ubidots gave no ID for the user with the ${title} ${shown(value)}`);
}
