import type { IDataObject } from 'n8n-workflow';

import type { ApiRequest } from '../../../nodes/shared/http/service';
import { fetchPage } from '../../../nodes/Ubidots/pagination';
import { path } from '../../../nodes/shared/path';
import { column } from '../../support/outputs';
import { requestLines, requestQueries } from '../../support/requests';
import { ubidots } from '../../support/setups';
import { useWorld } from '../../support/useWorld';

/** A service that answers with this body, and the requests that it got. */
function answering(body: IDataObject) {
	const sent: ApiRequest[] = [];
	const request = async (one: ApiRequest) => {
		sent.push(one);
		return await Promise.resolve({ status: 200, body, maybeApplied: false });
	};
	return { request, sent };
}

const page = async (body: IDataObject) =>
	await fetchPage(answering(body).request, path`/users/`, 'users', { page: 1 });

it('a page is asked for by number and size, which may be told', async () => {
	const { request, sent } = answering({ results: [] });
	await fetchPage(request, path`/users/`, 'users', { page: 3 }, 9000);
	await fetchPage(request, path`/users/`, 'users', { page: 3, page_size: 7 });
	expect(sent).toMatchObject([
		{ method: 'GET', path: '/users/', query: { page: 3, page_size: 1000 }, deadline: 9000 },
		{ query: { page: 3, page_size: 7 } },
	]);
	expect(sent.every(({ idempotent }) => idempotent)).toBe(true);
});

it('a page has its entries, whether there is another, and how many there are of all', async () => {
	const next = 'https://industrial.api.ubidots.com/api/v2.0/users/?page=2';
	expect(await page({ results: [{ id: '1' }, null, 'x'], next, count: 7 })).toEqual({
		results: [{ id: '1' }],
		hasNext: true,
		count: 7,
	});
});

it.each([null, '', undefined])('a page whose next one is %j is the last', async (next) => {
	expect(await page({ results: [], next, count: '7' })).toEqual({
		results: [],
		hasNext: false,
		count: undefined,
	});
});

it.each([{}, { results: null }, { results: { id: '1' } }])(
	'a response %j is no list: says where to look',
	async (body) => {
		await expect(page(body)).rejects.toThrow(
			"Could not list users: the response has no 'results'. Check that 'Base URL' in the credential",
		);
	},
);

/** 12 named people and 130 generated ones, a hundred on a page at most. */
const world = useWorld({ users: 130, maxPageSize: 100 });

const TOTAL = 142;

const list = async (parameters: Record<string, unknown> = {}) =>
	await world.run(ubidots('getAll', parameters));

const pages = () => requestQueries(world).map(({ page, page_size }) => `${page} of ${page_size}`);

describe('Get Many', () => {
	it('gives the first 50 users unless told otherwise, one item each', async () => {
		const { items } = await list();
		expect(requestLines(world)).toEqual(['GET /api/v2.0/users/']);
		expect(pages()).toEqual(['1 of 50']);
		expect(items).toHaveLength(50);
		expect(items.every(({ pairedItem }) => JSON.stringify(pairedItem) === '{"item":0}')).toBe(true);
	});

	it('gives every user exactly once with Return All, in the order of the API', async () => {
		const { items } = await list({ returnAll: true });
		expect(pages()).toEqual(['1 of 1000', '2 of 1000']);
		expect(column(items, 'id')).toEqual(world.sandbox.ubidots.users().map(({ id }) => id));
	});

	it.each([
		[1, ['1 of 1']],
		[7, ['1 of 7']],
		[100, ['1 of 100']],
		[101, ['1 of 101', '2 of 101']],
		[130, ['1 of 130', '2 of 130']],
		[TOTAL, ['1 of 142', '2 of 142']],
		[5000, ['1 of 1000', '2 of 1000']],
	])('with the limit %i asks for the pages %j and gives the first users', async (limit, asked) => {
		const { items } = await list({ limit });
		expect(pages()).toEqual(asked);
		const ids = world.sandbox.ubidots.users().map(({ id }) => id);
		expect(column(items, 'id')).toEqual(ids.slice(0, limit));
	});

	it('asks for a thousand at a time, and gives all in one request where the service gives so many', async () => {
		world.sandbox.options.maxPageSize = 1000;
		const { items } = await list({ returnAll: true });
		expect(pages()).toEqual(['1 of 1000']);
		expect(items).toHaveLength(TOTAL);
	});

	it('skips nobody when the service gives smaller pages than it is asked for', async () => {
		world.sandbox.options.maxPageSize = 30;
		const { items } = await list({ limit: 130 });
		expect(pages()).toHaveLength(5);
		expect(new Set(column(items, 'id')).size).toBe(130);
	});

	it('says above the output when the list came short of what the service promised', async () => {
		world.sandbox.options.listOddities = ['cutShort'];
		const hints = async (parameters: object) =>
			(await list({ ...parameters })).hints('Node').map(({ message }) => message);
		expect(await hints({ returnAll: true })).toEqual([
			'Some users may be missing: Ubidots says that there are 142, but has sent 100',
		]);
		expect(await hints({ limit: 100 })).toEqual([]);
	});

	it('takes the limit as text, as an expression may give it', async () => {
		expect((await list({ limit: '={{ "3" }}' })).items).toHaveLength(3);
	});

	it('asks for every further page at the same address, wherever the link points', async () => {
		const stranger = 'https://users.attacker.example/api/v2.0/users/?page=2';
		const [first] = world.sandbox.ubidots.users();
		const body = { count: 2, next: stranger, previous: null, results: [first] };
		world.sandbox.faults.add({ answer: { status: 200, body } });
		world.sandbox.options.maxPageSize = 1;
		const { items, status } = await list({ limit: 2 });
		expect(status).toBe('success');
		expect(requestLines(world)).toEqual(['GET /api/v2.0/users/', 'GET /api/v2.0/users/']);
		expect(pages()).toEqual(['1 of 2', '2 of 2']);
		expect(items).toHaveLength(2);
	});

	it('ends when a page is empty, whatever its link says', async () => {
		const body = { count: 9, next: 'http://127.0.0.1/more', previous: null, results: [] };
		world.sandbox.faults.add({ times: 5, answer: { status: 200, body } });
		const { items, status } = await list({ returnAll: true });
		expect([status, items]).toEqual(['success', []]);
		expect(requestLines(world)).toHaveLength(1);
	});

	it.each([
		['a page of one user', 1, {}],
		['a page of fields that were chosen', TOTAL, { options: { fields: ['username'] } }],
	])('ends when the service gives %s again and again', async (_, count, parameters) => {
		const results = world.sandbox.ubidots.users().slice(0, count);
		const body = { count: 500, next: 'http://127.0.0.1/more', previous: null, results };
		world.sandbox.faults.add({ times: 50, answer: { status: 200, body } });
		const { message } = await list({ returnAll: true, ...parameters });
		expect(message).toContain('returns the same page again and again');
		expect(requestLines(world)).toHaveLength(2);
	});

	it('ends when the same users come again in another order', async () => {
		const [one, two] = world.sandbox.ubidots.users();
		for (const results of [
			[one, two],
			[two, one],
		]) {
			const body = { count: 500, next: 'http://127.0.0.1/more', previous: null, results };
			world.sandbox.faults.add({ answer: { status: 200, body } });
		}
		const { message } = await list({ returnAll: true });
		expect(message).toContain('returns the same page again and again');
		expect(requestLines(world)).toHaveLength(2);
	});

	it.each([
		[3, 1],
		[60, 2],
	])('ends when far more than the %i users come that there are', async (count, more) => {
		let n = 0;
		const results = () =>
			Array.from({ length: 100 }, () => ({ id: `id-${n++}`, username: `user-${n}` }));
		for (let page = 0; page < 50; page++) {
			// Every page counts anew what is to come.
			const body = { count: count + page * 100, next: 'http://127.0.0.1/more', results: results() };
			world.sandbox.faults.add({ answer: { status: 200, body } });
		}
		const { items, message } = await list({ returnAll: true });
		expect(items).toEqual([]);
		expect(message).toContain(`Ubidots says that there are ${count}, but has sent`);
		expect(requestLines(world)).toHaveLength(1 + more);
	});

	it('gives everybody when users are created while the list is read', async () => {
		const ids = Array.from({ length: 250 }, (_, n) => ({ id: `id-${n}` }));
		for (const [from, next] of [
			[0, 'http://127.0.0.1/more'],
			[100, 'http://127.0.0.1/more'],
			[200, null],
		] as const) {
			const body = { count: 100, next, results: ids.slice(from, from + 100) };
			world.sandbox.faults.add({ answer: { status: 200, body } });
		}
		expect((await list({ returnAll: true })).items).toHaveLength(250);
	});

	it('ends at a last page of users that moved there meanwhile', async () => {
		const users = world.sandbox.ubidots.users();
		const page = (results: unknown[], next: string | null) =>
			world.sandbox.faults.add({ answer: { status: 200, body: { count: 101, next, results } } });
		page(users.slice(0, 100), 'http://127.0.0.1/more');
		page(users.slice(99, 100), null);
		const { message, items } = await list({ returnAll: true });
		expect([message, items.length]).toEqual([undefined, 100]);
	});
});

describe('Get Many that is cut short', () => {
	it('repeats a page whose connection broke, and gives everybody once', async () => {
		world.sandbox.faults.add({ skip: 1, answer: 'reset' });
		const { items, hints } = await list({ returnAll: true });
		expect(new Set(column(items, 'id')).size).toBe(TOTAL);
		expect(pages()).toEqual(['1 of 1000', '2 of 1000', '2 of 1000']);
		expect(hints('Node').map(({ message }) => message)).toEqual(['1 request had to be sent again']);
	});

	it('gives no half list when a later page is refused', async () => {
		const answer = { status: 500, body: { message: 'Out of order' } };
		world.sandbox.faults.add({ skip: 1, answer });
		const { items, message } = await list({ returnAll: true });
		expect(items).toEqual([]);
		expect(message).toContain('Could not list users');
		expect(message).toContain('Out of order');
	});

	it.each([
		['an answer without results', { users: [] }],
		['a list without an envelope', [{ id: 'x' }]],
	])('says that the address may be wrong on %s', async (_, body) => {
		world.sandbox.faults.add({ answer: { status: 200, body } });
		const { message } = await list();
		expect(message).toContain("'Base URL'");
	});
});

describe('a limit that is none', () => {
	it.each([0, -1, 1.5, '', 'many', null])('(%j) is refused before any request', async (limit) => {
		const { message } = await list({ limit });
		expect(message).toContain("'Limit'");
		expect(requestLines(world)).toEqual([]);
	});

	it('does not matter with Return All', async () => {
		expect((await list({ limit: 0, returnAll: true })).items).toHaveLength(TOTAL);
	});
});

describe('Without IDs', () => {
	/** A service that leaves the IDs out, though they were asked for. */
	const world = useWorld();

	const page = (usernames: string[], next: string | null, times = 1) => {
		const results = usernames.map((username) => ({ username }));
		const body = { count: 4, next, results };
		world.sandbox.faults.add({ times, answer: { status: 200, body } });
	};

	const list = async () => await world.run(ubidots('getAll', { returnAll: true }));

	describe('Get Many of users without IDs', () => {
		it('gives the users of all pages, also those that look alike', async () => {
			page(['ada', 'bob'], 'http://127.0.0.1/more');
			page(['cem', 'ada'], null);
			const { items } = await list();
			expect(column(items, 'username')).toEqual(['ada', 'bob', 'cem', 'ada']);
		});

		it('ends when the same page comes again and again', async () => {
			page(['ada', 'bob'], 'http://127.0.0.1/more', 50);
			const { message } = await list();
			expect(message).toContain('returns the same page again and again');
			expect(requestLines(world)).toHaveLength(2);
		});
	});
});
