import type { IDataObject } from 'n8n-workflow';

import { monotonicMs } from '../../shared/clock';
import { RefusedRequest } from '../../shared/http/errors';
import { apiFailure, Failure } from '../../shared/errors';
import type { Run } from '../../shared/run/operation';
import { runConcurrently } from '../../shared/run/concurrency';
import { shown } from '../../shared/form/parse';
import { type MatchColumn, MATCH_COLUMNS, normalized } from './matchColumns';
import { PAGE_SIZE, type Query, fetchPage } from '../pagination';
import { ALL_FIELDS } from './response';

/** Longest list of values in one query: with the rest of the address it stays far below what proxies take (8 kB). */
const LONGEST_VALUES = 3000;

/** Cuts values so that each query stays short; one with a comma would be taken for two, so it is left out like one that is too long. */
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

/** Refusals that another value need not meet; not a bad token, a limit, or a server in trouble. */
const isAboutOneValue = (status: number) => [400, 403, 404, 410, 414, 422, 431].includes(status);

function throwUnlessAboutOneValue(error: unknown): RefusedRequest {
	if (error instanceof RefusedRequest && isAboutOneValue(error.status)) return error;
	throw error;
}

interface Wanted {
	fields?: Iterable<string> | 'all';
	deadline?: number;
}

/**
 * Looks users up by id, username or email address, many at a time, and is not taken in by a server that does not
 * honour the filter, or not wholly: only users that were asked for are taken, and one that seems to be missing is
 * asked for alone unless the answer has proved itself.
 */
export class UserLookup {
	private readonly found = new Map<string, IDataObject>();
	/** Further users with the same value, where the service does not keep it unique. */
	private readonly namesakes = new Map<string, IDataObject[]>();
	/** Values whose absence from a list can be believed. */
	private readonly surelyMissing = new Set<string>();
	/** Why a value could not be looked up, where that is no reason to give up the others. */
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
	 * @param wanted `fields`: the body parameters that are needed of each user, beside id, username and email.
	 * `deadline`: the time after which nothing more is asked; what was not found by then stays not found
	 * @throws Failure when the service cannot be asked
	 */
	static async byColumn(
		run: Pick<Run, 'client' | 'options'>,
		column: MatchColumn,
		values: Iterable<string>,
		{ fields = [], deadline = Infinity }: Wanted = {},
	): Promise<UserLookup> {
		const wanted = fields === 'all' ? ALL_FIELDS : fields;
		const query: Query = { fields: [...new Set(['id', column, ...wanted])].join(',') };
		const lookUp = new UserLookup(run, column, query, deadline);
		await lookUp.load([...new Set(values)]);
		return lookUp;
	}

	/** The users with this value: none, one, or more when the service does not keep it unique. */
	usersWith(value: string): IDataObject[] {
		const key = normalized(this.column, value);
		const first = this.found.get(key);
		const users = first ? [first, ...(this.namesakes.get(key) ?? [])] : [];
		const exact = users.filter((user) => String(user[this.column]) === value);
		return exact.length > 0 ? exact : users;
	}

	/** Why this value could not be looked up, if there was a reason. */
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

	/** What a user from an answer is found by; undefined for one that has nothing in this column. */
	private keyOf(user: IDataObject): string | undefined {
		const value = user[this.column];
		return typeof value === 'string' ? normalized(this.column, value) : undefined;
	}

	/** Returns whether the user was not known yet. */
	private keep(user: IDataObject): boolean {
		const key = this.keyOf(user);
		if (key === undefined) return false;
		const first = this.found.get(key);
		const others = this.namesakes.get(key) ?? [];
		const users = first ? [first, ...others] : [];
		if (users.some(({ id }) => id === user.id)) return false;
		if (first) this.namesakes.set(key, [...others, user]);
		else this.found.set(key, user);
		return true;
	}

	/** A page of users; nothing where the filter is not to the service's taste, or one of the values. */
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
		const query = {
			[`${this.column}__in`]: group.join(','),
			...this.fields,
		};
		let kept = 0;
		for (let page = 1; this.filterWorks; page++) {
			const fetched = await this.fetchFiltered({ ...query, page });
			if (!fetched) return;
			const { results, hasNext, count } = fetched;
			const wanted = results.filter((user) => asked.has(this.keyOf(user) ?? ''));
			if (wanted.length < results.length) this.filterWorks = false;
			const news = wanted.filter((user) => this.keep(user)).length;
			kept += news;
			if (!hasNext) {
				if (count === undefined || count === kept) this.believe(group, kept);
				return;
			}
			// The same page again and again: paging does not work here.
			if (news === 0) this.filterWorks = false;
		}
	}

	/**
	 * A list that held two or more of the asked users has honoured more than the first value, so the others are missing.
	 * Not for email addresses: the filter may be strict about upper and lower case, where we are not.
	 */
	private believe(group: readonly string[], kept: number): void {
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
		const others = results.filter((user) => this.keyOf(user) !== asked);
		if (others.length > 0 && others.length === results.length) {
			throw apiFailure(
				'Could not look users up by email address: the service does not filter by it. Match by ID or username instead',
			);
		}
		for (const user of results) if (!others.includes(user)) this.keep(user);
	}
}

/**
 * The one user with this value.
 * @throws Failure when there is none, more than one, or it could not be looked up
 */
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
