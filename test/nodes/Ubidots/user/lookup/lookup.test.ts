import type { IDataObject } from 'n8n-workflow';

import {
	type FoundUsers,
	lookUp as lookUpUsers,
	theUser,
} from '../../../../../nodes/Ubidots/user/lookup';
import type { MatchColumn } from '../../../../../nodes/Ubidots/user/lookup/matchColumns';
import { monotonicMs } from '../../../../../nodes/shared/waiting';
import { apiFailure } from '../../../../../nodes/shared/errors';
import { RefusedRequest } from '../../../../../nodes/shared/http/errors';
import type { ApiRequest } from '../../../../../nodes/shared/http/service';

type User = IDataObject & { id: string };

const userOf = (name: string): User => ({
	id: `id-${name}`,
	username: name,
	email: `${name}@example.com`,
});
const [ada, bob, cem, dan] = ['ada', 'bob', 'cem', 'dan'].map(userOf);

interface Service {
	users: User[];
	/** What it makes of a list of values. */
	honours: (values: string[]) => string[];
	ignoresAddress?: boolean;
	pageSize?: number;
	/** Overrides the answer. */
	answer?: (request: ApiRequest, place: number) => IDataObject | Error | undefined;
	/** Added to the number of users that it says to have found. */
	miscounts?: number;
}

/** A service with these users, and what it was asked for. */
function aService(users: User[], changes: Partial<Service> = {}) {
	const service: Service = { users, honours: (values) => values, ...changes };
	const requests: ApiRequest[] = [];
	/** The users whom a filter leaves. */
	const filtered = (query: Record<string, string | number>) => {
		const list = Object.keys(query).find((key) => key.endsWith('__in'));
		if (list) {
			const values = service.honours(String(query[list]).split(','));
			return users.filter((user) => values.includes(String(user[list.replace('__in', '')])));
		}
		const address = service.ignoresAddress ? undefined : query.email__iexact;
		if (address === undefined) return users;
		return users.filter(
			({ email }) => String(email).toLowerCase() === String(address).toLowerCase(),
		);
	};
	const listOf = (query: Record<string, string | number>) => {
		const all = filtered(query);
		const size = Math.min(Number(query.page_size), service.pageSize ?? 1000);
		const from = (Number(query.page ?? 1) - 1) * size;
		return {
			count: all.length + (service.miscounts ?? 0),
			next: from + size < all.length ? 'next' : null,
			results: all.slice(from, from + size),
		};
	};
	const client = {
		async request(request: ApiRequest) {
			const place = requests.push(request) - 1;
			const answer = service.answer?.(request, place);
			if (answer instanceof Error) throw answer;
			if (answer) return { status: 200, body: answer, maybeApplied: false };
			if (request.path === '/users/') {
				return { status: 200, body: listOf(request.query ?? {}), maybeApplied: false };
			}
			const name = decodeURIComponent(request.path.replace('/users/', ''));
			const user = users.find(({ id, username }) => id === name || `~${String(username)}` === name);
			if (user) return { status: 200, body: user, maybeApplied: false };
			// A 404 may repeat what was asked for.
			const body = { id: name, username: name.replace('~', ''), detail: 'Not found.' };
			return { status: 404, body, maybeApplied: false };
		},
	};
	const lines = () =>
		requests.map(({ path, query = {} }) => {
			const [name, value] = Object.entries(query).find(([key]) => key.includes('__')) ?? [];
			const page = Number(query.page ?? 1) > 1 ? ` page ${query.page}` : '';
			return (name ? `${name} ${String(value)}` : path) + page;
		});
	const lookUp = async (
		column: MatchColumn,
		values: string[],
		wanted: { fields?: string[]; deadline?: number } = {},
	) => {
		const { request } = client;
		const { fields, deadline } = wanted;
		const io = { request, concurrency: 1, deadline };
		return await lookUpUsers(io, column, values, fields);
	};
	return { requests, lines, lookUp };
}

const asksForAll = ({ query = {} }: ApiRequest) =>
	!Object.keys(query).some((key) => key.includes('__'));

/** Users without their addresses, where all are asked for. */
const withoutAddress: Service['answer'] = (request) =>
	asksForAll(request) ? { count: 1, next: null, results: [{ id: ada.id }] } : undefined;

const noList: Service['answer'] = (request) =>
	asksForAll(request) ? new RefusedRequest('No such page', 404, {}, false) : undefined;

const refusedList: Service['answer'] = (request) =>
	asksForAll(request) ? new RefusedRequest('Not all', 403, {}, false) : undefined;

/** The IDs; undefined where no user is known. */
const found = (users: FoundUsers, values: string[]) =>
	values.map((value) => {
		const one = users.get(value);
		return one && 'user' in one ? one.user.id : undefined;
	});
const failureOf = (users: FoundUsers, value: string) => {
	const one = users.get(value);
	return one && 'failure' in one ? one.failure : undefined;
};

const refusal = (status: number) => new RefusedRequest('No', status, {}, false);

it('a list that never ends is given up, although each page has somebody who was asked for', async () => {
	let n = 0;
	const body = () => ({
		count: 1,
		next: 'more',
		results: Array.from({ length: 50 }, () => ({ id: `id-${n++}`, email: 'ada@example.com' })),
	});
	const { requests, lookUp } = aService([], { answer: body });
	await expect(lookUp('email', ['ada@example.com', 'bob@example.com'])).rejects.toThrow(
		'Could not list users: Ubidots says that there are 1, but has sent 100 and goes on',
	);
	expect(requests).toHaveLength(2);
});

describe('one value', () => {
	it.each([
		['id', 'id-ada', '/users/id-ada', 'the user with the ID'],
		['username', 'ada', '/users/~ada', 'the user with the username'],
	] as const)('by %s is asked for alone', async (column, value, path, purpose) => {
		const { requests, lookUp } = aService([ada, bob]);
		const lookup = await lookUp(column, [value, value], { fields: ['tags', 'id'], deadline: 1e9 });
		expect(found(lookup, [value])).toEqual(['id-ada']);
		expect(requests).toEqual([
			{
				method: 'GET',
				path,
				query: { fields: column === 'id' ? 'id,tags' : `id,${column},tags` },
				idempotent: true,
				deadline: 1e9,
				expected: [404],
				purpose: `read ${purpose} '${value}'`,
			},
		]);
	});

	it('is written into the path as one part of it', async () => {
		const { requests, lookUp } = aService([]);
		await lookUp('username', ['a b?c']);
		expect(requests[0].path).toBe('/users/~a%20b%3Fc');
		await expect(lookUp('username', ['a/b'])).rejects.toThrow("'a/b' cannot be a username");
		await expect(lookUp('id', ['_'])).rejects.toThrow("'_' cannot be an ID");
		expect(requests).toHaveLength(1);
	});

	it('by email address is asked for by a filter that ignores its case', async () => {
		const { requests, lookUp } = aService([ada, bob]);
		const lookup = await lookUp('email', ['ADA@example.com']);
		expect(found(lookup, ['ADA@example.com'])).toEqual(['id-ada']);
		expect(requests).toHaveLength(1);
		expect(requests[0].query).toMatchObject({
			email__iexact: 'ADA@example.com',
			fields: 'id,email',
		});
	});

	it('that nobody has is no user', async () => {
		const { lookUp } = aService([ada]);
		for (const column of ['id', 'username', 'email'] as const) {
			const lookup = await lookUp(column, ['nobody']);
			expect(lookup.get('nobody')).toEqual({ missing: true });
		}
	});
});

describe('many values', () => {
	it.each([
		['id', ['id-ada', 'id-bob']],
		['username', ['ada', 'bob']],
		['email', ['ada@example.com', 'bob@example.com']],
	] as const)('by %s are asked for in one list', async (column, values) => {
		const { requests, lookUp } = aService([ada, bob, cem]);
		const lookup = await lookUp(column, [...values]);
		expect(found(lookup, [...values])).toEqual(['id-ada', 'id-bob']);
		expect(requests.map(({ query }) => query)).toEqual([
			{
				page_size: 100,
				[`${column}__in`]: values.join(','),
				fields: column === 'id' ? 'id' : `id,${column}`,
				page: 1,
			},
		]);
	});

	it('are read page by page', async () => {
		const { lines, lookUp } = aService([ada, bob, cem], { pageSize: 2 });
		const lookup = await lookUp('username', ['ada', 'bob', 'cem']);
		expect(found(lookup, ['cem'])).toEqual(['id-cem']);
		expect(lines()).toEqual(['username__in ada,bob,cem', 'username__in ada,bob,cem page 2']);
	});

	it('with one that nobody has ask for that one alone', async () => {
		const { lines, lookUp } = aService([ada, bob]);
		await lookUp('username', ['ada', 'bob', 'nobody']);
		expect(lines()).toEqual(['username__in ada,bob,nobody', '/users/~nobody']);
	});

	it('that cannot be in a list are asked for alone', async () => {
		const { lines, lookUp } = aService([ada, bob]);
		await lookUp('username', ['ada', 'a,b', 'bob']);
		expect(lines()).toEqual(['username__in ada,bob', '/users/~a%2Cb']);
	});
});

describe('several email addresses that a list has not found: it may be strict about case', () => {
	const values = ['ada@example.com', 'x@y.z', 'y@y.z'];
	const list = `email__in ${values.join(',')}`;
	const alone = ['email__iexact x@y.z', 'email__iexact y@y.z'];

	it('are looked for among all users where that takes fewer requests', async () => {
		const shouting = { ...bob, email: 'X@Y.Z' };
		const { lines, lookUp } = aService([ada, shouting, cem], { pageSize: 2 });
		const lookup = await lookUp('email', values);
		expect(lines()).toEqual([list, '/users/', '/users/ page 2']);
		expect(found(lookup, values)).toEqual([ada.id, bob.id, undefined]);
		expect(lookup.get('y@y.z')).toEqual({ missing: true });
	});

	it('are missing where there are no users', async () => {
		const { lookUp } = aService([]);
		const lookup = await lookUp('email', values);
		expect(values.map((value) => lookup.get(value))).toEqual(Array(3).fill({ missing: true }));
	});

	it.each([
		['there are more pages of users', { pageSize: 1 }],
		['there are more users than the list has', { miscounts: 1 }],
		['users are shown without their address', { answer: withoutAddress }],
		['the list of users is refused', { answer: refusedList }],
		['there is no list of users', { answer: noList }],
	])('are asked for one by one where %s', async (_, oddity: Partial<Service>) => {
		const { lines, lookUp } = aService([ada, bob, cem], oddity);
		await lookUp('email', values);
		expect(lines().slice(0, 2)).toEqual([list, '/users/']);
		expect(lines().slice(-2)).toEqual(alone);
	});
});

describe('several values that nobody has', () => {
	it('are proved to be missing by a list with a known user at its end', async () => {
		const { lines, lookUp } = aService([ada]);
		const lookup = await lookUp('username', ['ada', 'x', 'y']);
		expect(lines()).toEqual(['username__in ada,x,y', 'username__in x,y,ada']);
		expect(found(lookup, ['x', 'y'])).toEqual([undefined, undefined]);
	});

	it('are proved with any user when none of them was found', async () => {
		const { requests, lines, lookUp } = aService([cem]);
		await lookUp('username', ['x', 'y']);
		expect(lines()).toEqual(['username__in x,y', '/users/', 'username__in x,y,cem']);
		expect(requests[1].query).toEqual({ page_size: 1, fields: 'id,username' });
	});

	it.each([
		['there is no user', []],
		['the user has no value', [{ id: 'id-eve' }]],
		['the value cannot be in a list', [{ ...cem, username: 'c,em' }]],
	])('are asked for one by one when %s', async (_, users) => {
		const { lines, lookUp } = aService(users);
		await lookUp('username', ['x', 'y']);
		expect(lines()).toEqual(['username__in x,y', '/users/', '/users/~x', '/users/~y']);
	});

	it('are asked for one by one when the service refuses to list any user', async () => {
		const { lines, lookUp } = aService([ada], {
			answer: ({ query }) => (query?.page_size === 1 ? refusal(403) : undefined),
		});
		await lookUp('username', ['x', 'y']);
		expect(lines()).toEqual(['username__in x,y', '/users/', '/users/~x', '/users/~y']);
	});

	it('are proved in lists of 99 and the known user', async () => {
		const missing = Array.from({ length: 150 }, (_, n) => `x${n}`);
		const { requests, lookUp } = aService([ada]);
		await lookUp('username', ['ada', ...missing]);
		const sizes = requests.map(({ query }) => String(query?.username__in).split(',').length);
		expect(sizes).toEqual([100, 51, 100, 52]);
	});

	it('are not proved by a list of which a part may be missing', async () => {
		const { lines, lookUp } = aService([ada], { miscounts: 1 });
		await lookUp('username', ['ada', 'x', 'y']);
		expect(lines()).toEqual([
			'username__in ada,x,y',
			'username__in x,y,ada',
			'username__in x,ada',
			'/users/~x',
			'/users/~y',
		]);
	});

	it('are proved by a list that does not say how many there are', async () => {
		const { lines, lookUp } = aService([ada], {
			answer: (_, place) => (place < 2 ? { results: [ada], next: null } : undefined),
		});
		await lookUp('username', ['ada', 'x', 'y']);
		expect(lines()).toEqual(['username__in ada,x,y', 'username__in x,y,ada']);
	});

	it('are asked for one by one when only the first value of a list is honoured', async () => {
		const { lines, lookUp } = aService([ada, bob], { honours: (values) => values.slice(0, 1) });
		const lookup = await lookUp('username', ['ada', 'x', 'y', 'bob']);
		expect(found(lookup, ['ada', 'x', 'y', 'bob'])).toEqual([
			'id-ada',
			undefined,
			undefined,
			'id-bob',
		]);
		expect(lines()).toEqual([
			'username__in ada,x,y,bob',
			'username__in x,y,bob,ada',
			'username__in x,ada',
			'/users/~x',
			'/users/~y',
			'/users/~bob',
		]);
	});
});

describe('a list that cannot be trusted', () => {
	it('with somebody who was not asked for is the last one', async () => {
		const { lines, lookUp } = aService([dan, ada, bob], {
			honours: () => ['ada', 'bob', 'dan'],
			pageSize: 2,
		});
		const lookup = await lookUp('username', ['ada', 'bob']);
		expect(lines()).toEqual(['username__in ada,bob', '/users/~bob']);
		expect(found(lookup, ['ada', 'bob', 'dan'])).toEqual(['id-ada', 'id-bob', undefined]);
	});

	it('that gives the same page again and again is given up', async () => {
		const { lines, lookUp } = aService([ada], {
			answer: ({ path }) =>
				path === '/users/' ? { count: 2, next: 'next', results: [ada] } : undefined,
		});
		await lookUp('username', ['ada', 'x']);
		expect(lines()).toEqual(['username__in ada,x', 'username__in ada,x page 2', '/users/~x']);
	});

	it.each([400, 403, 410, 414, 422, 431])('is not asked for again after a %i', async (status) => {
		const { lines, lookUp } = aService([ada, bob], {
			answer: ({ path }) => (path === '/users/' ? refusal(status) : undefined),
		});
		const lookup = await lookUp('username', ['ada', 'bob', 'x']);
		expect(lines()).toEqual(['username__in ada,bob,x', '/users/~ada', '/users/~bob', '/users/~x']);
		expect(found(lookup, ['ada', 'bob'])).toEqual(['id-ada', 'id-bob']);
	});

	it.each([401, 402, 404, 405, 409, 413, 420, 429, 500, 503])(
		'ends the look-up with a %i',
		async (status) => {
			const { lines, lookUp } = aService([ada], { answer: () => refusal(status) });
			await expect(lookUp('username', ['ada', 'bob'])).rejects.toMatchObject({ status });
			await expect(lookUp('username', ['ada'])).rejects.toMatchObject({ status });
			expect(lines()).toHaveLength(2);
		},
	);
});

describe('a single value that is refused', () => {
	it('fails alone', async () => {
		const { lookUp } = aService([ada, bob], {
			answer: ({ path }) =>
				path === '/users/' || path === '/users/~ada' ? refusal(403) : undefined,
		});
		const lookup = await lookUp('username', ['ada', 'bob']);
		expect(failureOf(lookup, 'ada')).toMatchObject({ status: 403 });
		expect(found(lookup, ['bob'])).toEqual(['id-bob']);
	});

	it('ends the look-up when it was for another reason', async () => {
		const failure = apiFailure('It broke off', { code: 'ECONNRESET' });
		const { lookUp } = aService([ada], { answer: () => failure });
		await expect(lookUp('username', ['ada'])).rejects.toBe(failure);
	});
});

it('email addresses are not asked for one by one by a filter that the service ignores', async () => {
	const service = { ignoresAddress: true, honours: () => [], pageSize: 1 };
	const { lines, lookUp } = aService([bob, cem, dan, ada], service);
	const lookup = await lookUp('email', ['x@y.z', 'ada@example.com', 'y@y.z']);
	const all = ['email__in x@y.z,ada@example.com,y@y.z', '/users/'];
	expect(lines()).toEqual([...all, 'email__iexact x@y.z']);
	for (const value of ['x@y.z', 'ada@example.com', 'y@y.z']) {
		expect(failureOf(lookup, value)?.message).toBe(
			'Could not look up the email address: Ubidots does not filter by it. Match by ID or username instead',
		);
	}
});

it('an ignored filter that happens to give the user is enough', async () => {
	const { lookUp } = aService([bob, ada], { ignoresAddress: true });
	const lookup = await lookUp('email', ['ada@example.com']);
	expect(found(lookup, ['ada@example.com', 'bob@example.com'])).toEqual(['id-ada', undefined]);
});

describe('a deadline', () => {
	it('that is over lets one list and one value be asked for, and nothing else', async () => {
		const { lines, lookUp } = aService([]);
		const values = Array.from({ length: 150 }, (_, n) => `x${n}`);
		await lookUp('username', values, { deadline: monotonicMs() });
		expect(lines()).toEqual([expect.stringMatching(/^username__in x0,.*,x99$/), '/users/~x0']);
	});

	it('that is over after the lists keeps what is missing from being proved', async () => {
		let isOver = false;
		const now = jest.spyOn(performance, 'now').mockImplementation(() => (isOver ? 1000 : 999));
		const { lines, lookUp } = aService([ada], {
			answer: () => void (isOver = true),
		});
		await lookUp('username', ['ada', 'x', 'y'], { deadline: 1000 });
		now.mockRestore();
		expect(lines()).toEqual(['username__in ada,x,y', '/users/~x']);
	});
});

describe('the one user with a value', () => {
	const lookUp = async (users: User[], column: MatchColumn, value: string) =>
		await aService(users).lookUp(column, [value]);

	it('is given', async () => {
		expect(theUser((await lookUp([ada], 'username', 'ada')).get('ada'), 'username', 'ada')).toEqual(
			ada,
		);
	});

	it('is not there when nobody has it', async () => {
		const lookup = await lookUp([ada], 'email', 'x@y.z');
		expect(() => theUser(lookup.get('x@y.z'), 'email', 'x@y.z')).toThrow(
			expect.objectContaining({
				message: "No user has the email address 'x@y.z'",
				kind: 'api',
				details: { httpCode: '404' },
			}),
		);
	});

	it('is not there when it could not be looked up', async () => {
		const { lookUp: ask } = aService([ada], { answer: () => refusal(403) });
		const lookup = await ask('username', ['ada']);
		expect(() => theUser(lookup.get('ada'), 'username', 'ada')).toThrow(failureOf(lookup, 'ada'));
	});

	it('is not known when several have it', async () => {
		const twin = { ...bob, email: 'ADA@example.com' };
		const lookup = await lookUp([ada, twin], 'email', 'Ada@example.com');
		expect(() => theUser(lookup.get('Ada@example.com'), 'email', 'Ada@example.com')).toThrow(
			"2 users have the email address 'Ada@example.com' (IDs id-ada, id-bob): match by ID to say which one is meant",
		);
	});

	it('is the one who has it exactly, before those who have it in another case', async () => {
		const twin = { ...bob, email: 'ADA@example.com' };
		const values = ['ada@example.com', 'ADA@example.com'];
		const lookup = await aService([ada, twin]).lookUp('email', values);
		expect(found(lookup, values)).toEqual(['id-ada', 'id-bob']);
	});

	it('is one user on two pages', async () => {
		const { lookUp: ask } = aService([ada, bob], {
			answer: ({ query }) => ({
				count: 2,
				next: query?.page === 1 ? 'next' : null,
				results: query?.page === 1 ? [ada] : [ada, bob],
			}),
		});
		const values = ['ada@example.com', 'bob@example.com'];
		expect(found(await ask('email', values), values)).toEqual(['id-ada', 'id-bob']);
	});

	it.each([{}, { email: null }, { email: 5 }])('is not one without a text: %j', async (person) => {
		const { lookUp: ask } = aService([], {
			answer: () => ({ count: 1, next: null, results: [{ id: '1', ...person }] }),
		});
		const values = ['null', 'undefined', '5', ''];
		expect(found(await ask('email', values), values)).toEqual(values.map(() => undefined));
	});

	it.each([undefined, '', 5])('is of no use with the ID %j', async (id) => {
		const lookup = await lookUp([{ ...ada, id } as never], 'email', 'ada@example.com');
		expect(() => theUser(lookup.get('ada@example.com'), 'email', 'ada@example.com')).toThrow(
			"Ubidots gave no ID for the user with the email address 'ada@example.com'",
		);
	});
});
