import type { IDataObject } from 'n8n-workflow';

import { monotonicMs } from '../../../shared/clock';
import { apiFailure, Failure } from '../../../shared/errors';
import { shown } from '../../../shared/form/parse';
import { RefusedRequest } from '../../../shared/http/errors';
import { asText } from '../../../shared/objects';
import { path } from '../../../shared/path';
import { runConcurrently } from '../../../shared/run/concurrency';
import type { Run } from '../../../shared/run/operation';
import { checkCount, fetchPage, PAGE_SIZE, type Query } from '../../pagination';
import { noId, userKey } from '../locator';
import { hasId, type UbidotsUser } from '../response';
import { FoundUsers } from './foundUsers';
import { canBeListed, cutValues, spellings } from './groups';
import { type MatchColumn, MATCH_COLUMNS, normalized } from './matchColumns';

/** Whether other values may succeed: not for a bad token, a limit, a wrong address, or a failing server. */
const isAboutOneValue = (status: number) => [400, 403, 410, 414, 422, 431].includes(status);

/** After this many single look-ups in a row that were refused, the others are not tried: each costs a request. */
const MOST_REFUSED_IN_A_ROW = 10;

/** Of users with one email address: more would be endless. */
const MOST_PAGES = 10;

function throwUnlessAboutOneValue(error: unknown): RefusedRequest {
	if (error instanceof RefusedRequest && isAboutOneValue(error.status)) return error;
	throw error;
}

/**
 * Looks users up by id, username or email address, many at a time. The server may ignore the filter, or a part of it: only users
 * that were asked for are taken, and a missing one is asked for alone, unless a list has proved that it is missing.
 */
export class UserLookup {
	private readonly found: FoundUsers;
	/** Values that no user has, as a list has proved. */
	private readonly surelyMissing = new Set<string>();
	/** Of single values that could not be looked up. */
	private readonly failures = new Map<string, Failure>();
	/** Whether `<column>__in` gave nobody who was not asked for. */
	private filterWorks = true;
	/** Why email addresses cannot be asked for one by one: `email__iexact` is ignored. */
	private emailsFail: Failure | undefined;

	private constructor(
		private readonly run: Pick<Run, 'client' | 'options' | 'progress'>,
		private readonly column: MatchColumn,
		private readonly fields: Query,
		private readonly deadline: number,
	) {
		this.found = new FoundUsers(column);
	}

	/**
	 * @param wanted `fields`: what is needed of each user besides the id and the column. `deadline`: see `monotonicMs`, no more
	 * requests after it
	 * @throws Failure when the request fails for another reason than one of the values
	 */
	static async byColumn(
		run: Pick<Run, 'client' | 'options' | 'progress'>,
		column: MatchColumn,
		values: Iterable<string>,
		wanted: { fields?: Iterable<string>; deadline?: number } = {},
	): Promise<UserLookup> {
		const { fields = [], deadline = Infinity } = wanted;
		const query: Query = { fields: [...new Set(['id', column, ...fields])].join(',') };
		const lookup = new UserLookup(run, column, query, deadline);
		await lookup.load([...new Set(values)]);
		return lookup;
	}

	/** The users with this value; more than one where values are not unique. */
	usersWith(value: string): IDataObject[] {
		return this.found.with(value);
	}

	/** Why this value could not be looked up. */
	failureOf(value: string): Failure | undefined {
		return this.failures.get(value);
	}

	private get isTooLate(): boolean {
		return monotonicMs() >= this.deadline;
	}

	private isSettled(value: string): boolean {
		return this.found.with(value).length > 0 || this.surelyMissing.has(value);
	}

	private async load(values: string[]): Promise<void> {
		const { progress } = this.run;
		const { maxConcurrentRequests } = this.run.options;
		if (values.length > 1) {
			const asked = spellings(this.column, values);
			const groups = cutValues(asked);
			progress?.begin(' looked up', values.length);
			await runConcurrently(maxConcurrentRequests, groups, async (group, index) => {
				if (this.filterWorks && (index === 0 || !this.isTooLate)) await this.fetchListed(group);
				progress?.advance((group.length * values.length) / asked.length);
			});
			await this.proveMissing(values.filter((value) => !this.isSettled(value)));
		}
		const unsure = values.filter((value) => !this.isSettled(value));
		let refusedInARow = 0;
		let refusal: Failure | undefined;
		progress?.begin(' looked up one by one', unsure.length);
		await runConcurrently(maxConcurrentRequests, unsure, async (value, index) => {
			progress?.advance(1);
			if (index > 0 && this.isTooLate) return;
			try {
				if (!refusal || refusedInARow < MOST_REFUSED_IN_A_ROW) await this.fetchOne(value);
				else this.failures.set(value, refusal);
				if (!this.failures.has(value)) refusedInARow = 0;
			} catch (error) {
				refusal = throwUnlessAboutOneValue(error);
				refusedInARow++;
				this.failures.set(value, refusal);
			}
		});
	}

	private async fetchUsers(query: Query) {
		return await fetchPage(this.run.client.request, path`/users/`, 'users', query, this.deadline);
	}

	/** A page of users; undefined where the service refuses the filter, or one of the values. */
	private async fetchFiltered(query: Query) {
		try {
			return await this.fetchUsers(query);
		} catch (error) {
			throwUnlessAboutOneValue(error);
			this.filterWorks = false;
			return undefined;
		}
	}

	/**
	 * Keeps the users with these values.
	 * @returns the keys of those in the list, when the service gave the whole of it
	 */
	private async fetchListed(values: readonly string[]): Promise<Set<string> | undefined> {
		const asked = new Set(values.map((value) => normalized(this.column, value)));
		const query = { [`${this.column}__in`]: values.join(','), ...this.fields };
		const keys = new Set<string>();
		const ids = new Set<unknown>();
		let promised: number | undefined;
		for (let page = 1; this.filterWorks; page++) {
			const fetched = await this.fetchFiltered({ ...query, page });
			if (!fetched) break;
			const { results, hasNext, count } = fetched;
			const idsBefore = ids.size;
			for (const user of results) {
				const key = this.found.keyOf(user) ?? '';
				if (!asked.has(key)) {
					this.filterWorks = false;
					continue;
				}
				keys.add(key);
				ids.add(user.id);
				this.found.keep(user);
			}
			if (!hasNext) return count === undefined || count === ids.size ? keys : undefined;
			promised ??= count;
			checkCount('users', ids.size, promised);
			// The same page again and again: paging does not work.
			if (ids.size === idsBefore) this.filterWorks = false;
		}
		return undefined;
	}

	/**
	 * A filter may honour only the first of its values, so a list is no proof of who is missing. One that holds a user who is known to
	 * exist, asked for at its end, has honoured all values before. Not for email addresses: the filter may be strict about their case.
	 */
	private async proveMissing(values: readonly string[]): Promise<void> {
		if (this.column === 'email' || values.length < 2) return;
		const known = await this.fetchKnownValue();
		let mostInOne = PAGE_SIZE - 1;
		for (let left = [...values]; known !== undefined && mostInOne > 0; ) {
			const [group] = cutValues(left, mostInOne);
			if (!group || !this.filterWorks || this.isTooLate) return;
			const keys = await this.fetchListed([...group, known]);
			if (keys?.has(known)) for (const value of group) this.surelyMissing.add(value);
			else mostInOne = Math.floor(group.length / 2);
			left = left.filter((value) => !this.isSettled(value));
		}
	}

	/** The value of some user; undefined where there is none. */
	private async fetchKnownValue(): Promise<string | undefined> {
		if (!this.filterWorks || this.isTooLate) return undefined;
		const user =
			this.found.any() ?? (await this.fetchFiltered({ ...this.fields, page_size: 1 }))?.results[0];
		const value = asText(user?.[this.column]);
		return value !== '' && canBeListed(value) ? value : undefined;
	}

	private async fetchOne(value: string): Promise<void> {
		if (this.column === 'email') {
			await this.fetchOneByEmail(value);
			return;
		}
		const { status, body } = await this.run.client.request({
			method: 'GET',
			path: userKey.path({ by: this.column, value }),
			query: this.fields,
			idempotent: true,
			deadline: this.deadline,
			expected: [404],
			purpose: `read the user with the ${MATCH_COLUMNS[this.column].noun} ${shown(value)}`,
		});
		if (status === 404) return;
		this.found.keep(body);
		if (body[this.column] !== undefined) return;
		// It is not missing, though: nobody may create it a second time.
		const { noun } = MATCH_COLUMNS[this.column];
		this.failures.set(
			value,
			apiFailure(`Could not find the user ${shown(value)}: Ubidots does not show its ${noun}`),
		);
	}

	private async fetchOneByEmail(value: string): Promise<void> {
		if (!this.emailsFail) {
			const asked = normalized('email', value);
			for (let page = 1; ; page++) {
				const query = { email__iexact: value, ...this.fields, page };
				const { results, hasNext } = await this.fetchUsers(query);
				const matching = results.filter((user) => this.found.keyOf(user) === asked);
				for (const user of matching) this.found.keep(user);
				if (results.length > 0 && matching.length === 0) break;
				if (results.length === 0 || !hasNext || page === MOST_PAGES) return;
			}
			this.emailsFail = apiFailure(
				'Could not look up the email address: Ubidots does not filter by it. Match by ID or username instead',
			);
		}
		this.failures.set(value, this.emailsFail);
	}
}

/**
 * The one user with this value.
 * @throws Failure when there is none, more than one, or it could not be looked up
 */
export function theUser(lookup: UserLookup, column: MatchColumn, value: string): UbidotsUser {
	const users = lookup.usersWith(value);
	const title = MATCH_COLUMNS[column].noun;
	if (users.length === 0) {
		const failure = lookup.failureOf(value);
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
	if (hasId(user)) return user;
	throw noId(title, value, user.id);
}
