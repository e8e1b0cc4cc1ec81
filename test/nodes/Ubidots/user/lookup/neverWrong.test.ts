import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { ME, NOBODY, people } from '../../../../support/people';
import { requestCount, requests } from '../../../../support/requests';
import {
	autoMap,
	bulkUpdate,
	byEmail,
	byLabel,
	CONTINUE,
	ubidots,
	update,
	upsunUpdateOf,
} from '../../../../support/setups';
import { startWorld, type World } from '../../../../support/world';

let world: World;
beforeEach(async () => (world = await startWorld({ users: 300 })));
afterEach(async () => await world.close());

it('Confirm does not call a user applied who does not exist, also when fields are only emptied', async () => {
	const rows = [{ id: NOBODY, firstName: '', tags: [] }];
	const { items } = await world.run(bulkUpdate({ confirm: true, confirmTimeout: 1 }), rows);
	expect(items[0].json).toMatchObject({ status: 'pending', notVisible: ['firstName', 'tags'] });
});

it('Upsun never writes to another user than the one that was asked for', async () => {
	world.sandbox.faults.add({
		match: { method: 'GET' },
		answer: { status: 200, body: { id: ME, email: 'somebody.else@example.com' } },
	});
	const { message } = await world.run(upsunUpdateOf(byEmail('jane@example.com'), { company: 'X' }));
	expect(message).toContain('Upsun answered with another user');
	expect(requestCount(world, { method: 'PATCH' })).toBe(0);
});

it('a filter that Ubidots does not honour ends Get Many instead of handing on everybody', async () => {
	const everybody = world.sandbox.ubidots.users().slice(0, 3);
	world.sandbox.faults.add({
		match: { method: 'GET' },
		answer: { status: 200, body: { count: 3, next: null, results: everybody } },
	});
	const { message, items } = await world.run(
		ubidots('getAll', { returnAll: true, filters: { isActive: false } }),
	);
	expect(message).toContain("did not honour the filter 'Is Active'");
	expect(items).toEqual([]);
});

describe('a filter that is ignored is noticed', () => {
	const everybody = () => {
		world.sandbox.faults.add({
			match: { method: 'GET' },
			answer: {
				status: 200,
				body: { count: 5, next: null, results: world.sandbox.ubidots.users().slice(0, 5) },
			},
		});
	};
	const list = async (parameters: IDataObject) =>
		await world.run({
			service: 'ubidots',
			parameters: { operation: 'getAll', returnAll: true, ...parameters } as INodeParameters,
		});

	it('although the fields that were chosen do not show it', async () => {
		everybody();
		const { message } = await list({
			filters: { isActive: false },
			options: { fields: ['username'] },
		});
		expect(message).toContain("did not honour the filter 'Is Active'");
		expect(requests(world)[0].query.fields).toBe('username,id,isActive');
	});

	it('for organizations too, which a list leaves out unless they are named', async () => {
		everybody();
		const { message } = await list({
			simplify: false,
			filters: { organization: byLabel('nobody-is-in-it') },
			options: {},
		});
		expect(message).toContain("did not honour the filter 'Organization'");
		expect(requests(world)[0].query.fields).toContain('organizations');
	});

	it('and what was only asked for to see it is not handed on', async () => {
		const { items } = await list({
			filters: { isActive: true },
			options: { fields: ['username'] },
		});
		expect(items.length).toBeGreaterThan(0);
		expect(items.every(({ json }) => Object.keys(json).join() === 'username')).toBe(true);
	});
});

it('a last page of users that moved there meanwhile ends the list', async () => {
	const users = world.sandbox.ubidots.users();
	const page = (results: IDataObject[], next: string | null) =>
		world.sandbox.faults.add({
			match: { method: 'GET' },
			answer: { status: 200, body: { count: 101, next, results } },
		});
	page(users.slice(0, 100) as unknown as IDataObject[], 'https://x/?page=2');
	page(users.slice(99, 100) as unknown as IDataObject[], null);
	const { message, items } = await world.run(ubidots('getAll', { returnAll: true }));
	expect([message, items.length]).toEqual([undefined, 100]);
});

it('a list that gives its first page again and again ends, whatever fields were chosen', async () => {
	world.sandbox.faults.add({
		match: { method: 'GET' },
		times: 50,
		answer: {
			status: 200,
			body: { count: 500, next: 'https://x/?page=2', results: world.sandbox.ubidots.users() },
		},
	});
	const { message } = await world.run(
		ubidots('getAll', { returnAll: true, options: { fields: ['username'] } }),
	);
	expect(message).toContain('gives the same page again and again');
	expect(requestCount(world)).toBe(2);
});

it('a look-up that is refused for the list goes on one by one, and a refused value is only its own row', async () => {
	world.sandbox.faults.add({
		match: { method: 'GET', path: /\/users\/$/ },
		answer: { status: 400, body: { detail: 'Unknown filter.' } },
	});
	world.sandbox.faults.add({
		match: { method: 'GET', path: 'person-00002' },
		answer: { status: 403, body: { detail: 'Not this one.' } },
	});
	const rows = [1, 2, 3].map((n) => ({ username: `person-0000${n}`, firstName: 'X' }));
	const { items } = await world.run(bulkUpdate({}, CONTINUE, autoMap('username')), rows);
	expect(items.map(({ json }) => json.status ?? json.error)).toEqual([
		'accepted',
		expect.stringContaining('Not this one.'),
		'accepted',
	]);
});

it('with Continue On Fail, a token that is refused for ten items in a row is not tried for the others', async () => {
	world.setCredential('ubidots', { token: 'wrong' });
	const { items } = await world.run(update({}, CONTINUE), people(100));
	expect(items).toHaveLength(100);
	expect(items[99].json.error).toContain('Not sent, because 10 items in a row met this');
	expect(requestCount(world)).toBeLessThan(20);
});

it('twenty thousand rows for one user are refused in one sentence', async () => {
	const rows = Array.from({ length: 20_000 }, () => ({ id: 'same', firstName: 'X' }));
	const { message } = await world.run(bulkUpdate(), rows);
	expect(message).toContain("The user 'same' stands in items 0-19999 (20000)");
});
