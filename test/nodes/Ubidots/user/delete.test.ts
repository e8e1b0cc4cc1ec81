/* eslint-disable @n8n/community-nodes/no-restricted-imports -- hears of a connection that is refused */
import { channel } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

import { startSandbox } from '../../../../tools/sandbox';
import { AMARA, JOSE, NOBODY } from '../../../support/people';
import { requestCount, requestLines, requestsInFull } from '../../../support/requests';
import {
	BY_ID_OF_ITEM,
	byId,
	byUsername,
	CONTINUE,
	type OnError,
	ubidots,
} from '../../../support/setups';
import { useNewWorlds, useWorld } from '../../../support/useWorld';
import { inVirtualTime } from '../../../support/virtualTime';
import { until } from '../../../support/waiting';

const world = useWorld();

const remove = async (userKey: unknown, onError?: OnError, items = [{}]) =>
	await world.run(ubidots('delete', { userKey }, onError), items);

describe('Delete', () => {
	it('by ID sends one request, and says which user is gone', async () => {
		const { items } = await remove(byId(AMARA));
		expect(requestsInFull(world)).toEqual([{ method: 'DELETE', path: `/api/v2.0/users/${AMARA}` }]);
		expect(items).toEqual([{ json: { deleted: true, id: AMARA }, pairedItem: { item: 0 } }]);
		expect(world.sandbox.ubidots.user(AMARA)).toBeUndefined();
		expect(world.sandbox.ubidots.users()).toHaveLength(11);
	});

	it('by username finds the ID first and deletes by it', async () => {
		const { items } = await remove(byUsername('amara-okafor'));
		expect(requestsInFull(world)).toEqual([
			{
				method: 'GET',
				path: '/api/v2.0/users/~amara-okafor',
				query: { fields: 'id,username' },
			},
			{ method: 'DELETE', path: `/api/v2.0/users/${AMARA}` },
		]);
		expect(items[0].json).toEqual({ deleted: true, id: AMARA });
	});

	it('gives one item for each input item, in order, and deletes nobody else', async () => {
		const { items } = await remove('={{ $json.id }}', undefined, [{ id: JOSE }, { id: AMARA }]);
		expect(items.map(({ json, pairedItem }) => [json.id, pairedItem])).toEqual([
			[JOSE, { item: 0 }],
			[AMARA, { item: 1 }],
		]);
		expect(world.sandbox.ubidots.users()).toHaveLength(10);
	});
});

describe('Delete of a user that is not there', () => {
	it.each([
		['ID', byId(NOBODY), NOBODY],
		['username', byUsername('nobody'), 'nobody'],
	])('(by %s) says so, and what to check', async (_, userKey, name) => {
		const { status, message, error } = await remove(userKey);
		expect(status).toBe('error');
		expect(message).toContain(`'${name}'`);
		expect(message).toMatch(/no such user|404/);
		expect(message).toContain('[item 0]');
		expect(error?.httpCode).toBe('404');
		expect(requestCount(world, { method: 'DELETE', path: 'users/~' })).toBe(0);
	});

	it('is an error item with Continue On Fail, and does not hold back the others', async () => {
		const { items } = await remove('={{ $json.id }}', CONTINUE, [{ id: NOBODY }, { id: AMARA }]);
		expect(Object.keys(items[0].json)).toEqual(['error', 'details']);
		expect(items[0].json.details).toMatchObject({ httpCode: '404' });
		expect(items[1].json).toEqual({ deleted: true, id: AMARA });
	});

	it('names as failed the second item that names the same user', async () => {
		const { items } = await remove(byId(AMARA), CONTINUE, [{}, {}]);
		expect(items.filter(({ json }) => json.deleted === true)).toHaveLength(1);
		expect(items.filter(({ json }) => 'error' in json)).toHaveLength(1);
	});
});

describe('Delete by username never hits', () => {
	it.each([
		['a user written in other letters', 'TESTT', 'testt'],
		['a user whose name only looks alike', 'testt', 'tesтt'],
	])('%s, when the service answers with it', async (_, asked, answered) => {
		const body = { id: AMARA, username: answered };
		world.sandbox.faults.add({ answer: { status: 200, body } });
		const { message } = await remove(byUsername(asked));
		expect(message).toContain(`'${asked}'`);
		expect(requestCount(world, { method: 'DELETE' })).toBe(0);
		expect(world.sandbox.ubidots.users()).toHaveLength(12);
	});

	it.each([
		['no username', { id: AMARA }],
		['no ID', { username: 'testt' }],
		['a number for an ID', { id: 7, username: 'testt' }],
		['an empty ID', { id: '', username: 'testt' }],
		['an ID of another path', { id: '../users', username: 'testt' }],
		['a list', [{ id: AMARA, username: 'testt' }]],
	])('anybody, when the service answers with %s', async (_, body) => {
		world.sandbox.faults.add({ answer: { status: 200, body } });
		const { status } = await remove(byUsername('testt'));
		expect(status).toBe('error');
		expect(world.sandbox.ubidots.users()).toHaveLength(12);
	});

	it('a user of another name, which is told', async () => {
		const body = { id: AMARA, username: 'Testt' };
		world.sandbox.faults.add({ answer: { status: 200, body } });
		const { message } = await remove(byUsername('testt'));
		expect(message).toContain("No user has exactly the username 'testt', only 'Testt'");
		world.sandbox.faults.add({ answer: { status: 200, body: { id: AMARA } } });
		const { message: unnamed } = await remove(byUsername('testt'));
		expect(unnamed).toMatch(/^No user has exactly the username 'testt' \[item 0\]$/);
	});

	it.each(['', '.', '..', '_', '~user-1', 'a/b', `${AMARA}\u200b`, 7, null])(
		'the list of users or all users, when the service answers with the ID %j',
		async (id) => {
			world.sandbox.faults.add({ answer: { status: 200, body: { id, username: 'testt' } } });
			const { message } = await remove(byUsername('testt'));
			expect(message).toContain("Ubidots gave no ID for the user with the username 'testt'");
			expect(requestCount(world, { method: 'DELETE' })).toBe(0);
		},
	);

	it('anybody, when the name is in the list twice, but for its case', async () => {
		world.sandbox.ubidots.put({ id: 'other', username: 'Amara-Okafor' });
		await remove(byUsername('Amara-Okafor'));
		expect(world.sandbox.ubidots.user(AMARA)).toBeDefined();
		expect(world.sandbox.ubidots.user('other')).toBeUndefined();
	});
});

describe('Delete is refused before any request', () => {
	it.each([
		['nobody', '={{ "" }}'],
		['a dot', byId('={{ "." }}')],
		['two dots', byId('={{ ".." }}')],
		['two dots as a username', byUsername('~..')],
		['null', '={{ null }}'],
		['a missing value', byId('={{ $json.gone }}')],
		['a list', '={{ ["a"] }}'],
		['a line break', byId('={{ "a\\nb" }}')],
		['nothing but ~', byId('~')],
		['nothing but blanks', byId('={{ "  " }}')],
	])('with %s as the user', async (_, userKey) => {
		const { message } = await remove(userKey);
		expect(message).toContain("'User'");
		expect(requestLines(world)).toEqual([]);
	});

	it('for every item when one item has no user', async () => {
		const { description } = await remove('={{ $json.id }}', undefined, [{ id: AMARA }, {}]);
		expect(description).toContain('No request was sent');
		expect(world.sandbox.ubidots.users()).toHaveLength(12);
	});
});

it('Delete never reaches the list of users or a bulk address', async () => {
	const keys = ['/', '_/bulk/delete', '?x=1', '#', '%2e%2e', '../users/'];
	const setup = ubidots('delete', { userKey: byId('={{ $json.key }}') }, CONTINUE);
	await world.run(
		setup,
		keys.map((key) => ({ key })),
	);
	expect(requestLines(world)).toEqual([]);
	expect(world.sandbox.ubidots.users()).toHaveLength(12);
});

describe('Delete whose answer got lost', () => {
	// Retries come soon, so that the tests need not wait.
	beforeEach(() => jest.spyOn(Math, 'random').mockReturnValue(0.05));
	afterEach(() => jest.restoreAllMocks());

	const DELETE = `DELETE /api/v2.0/users/${AMARA}`;
	const setup = ubidots('delete', { userKey: byId(AMARA) });
	const DELETED = { json: { deleted: true, id: AMARA }, pairedItem: { item: 0 } };

	it.each([
		['the connection was lost', 'reset'],
		['a gateway gave up waiting (504)', { status: 504 }],
		['a gateway lost it (502)', 'html'],
	] as const)('counts the "not found" of the repeat as done: %s', async (_, answer) => {
		world.sandbox.faults.add({ answer, when: 'after', match: { method: 'DELETE' } });
		const { items, status, message } = await world.run(setup);
		expect(requestLines(world)).toEqual([DELETE, DELETE]);
		expect([message, status]).toEqual([undefined, 'success']);
		expect(items).toEqual([DELETED]);
		expect(world.sandbox.ubidots.user(AMARA)).toBeUndefined();
	});

	it('is repeated and carried out when it had not been', async () => {
		world.sandbox.faults.add({ answer: 'reset', when: 'before', times: 2 });
		const { items } = await world.run(setup);
		expect(requestLines(world)).toEqual([DELETE, DELETE, DELETE]);
		expect(items).toEqual([DELETED]);
	});

	it('by username counts as well', async () => {
		world.sandbox.faults.add({ answer: 'reset', when: 'after', match: { method: 'DELETE' } });
		const { items } = await world.run(ubidots('delete', { userKey: byUsername('amara-okafor') }));
		expect(items).toEqual([DELETED]);
	});

	it('without retries says that it may have been carried out', async () => {
		world.sandbox.faults.add({ answer: 'reset', when: 'after' });
		const { message } = await world.run(
			ubidots('delete', { userKey: byId(AMARA), options: { retryTimeout: 0 } }),
		);
		expect(message).toContain(`Could not delete the user '${AMARA}'`);
		expect(message).toContain('It may have been carried out anyway');
	});

	it('keeps its own "not found" apart from that of another item', async () => {
		const one = ubidots(
			'delete',
			{ userKey: BY_ID_OF_ITEM, options: { maxConcurrentRequests: 1 } },
			CONTINUE,
		);
		world.sandbox.faults.add({ answer: 'reset', when: 'after' });
		const { items } = await world.run(one, [{ id: AMARA }, { id: 'nobody' }]);
		expect(items[0]).toEqual(DELETED);
		expect(items[1].json).toHaveProperty('error');
	});

	it('after too many requests, "not found" is no trace of it: nothing had been carried out', async () => {
		const answer = { status: 429, headers: { 'retry-after': '0' } };
		world.sandbox.faults.add({ answer });
		const { status, message } = await world.run(ubidots('delete', { userKey: byId('nobody') }));
		expect(status).toBe('error');
		expect(message).toContain('there is no such user');
	});

	it.each([200, 202, 204])('takes %i as done, with or without a body', async (status) => {
		const answer = { status, ...(status === 200 && { body: '' }) };
		world.sandbox.faults.add({ answer });
		expect((await world.run(setup)).items).toEqual([DELETED]);
	});

	it.each([
		[403, 'right to manage users'],
		[500, 'no reason was given'],
	])('%i is no success', async (status, reason) => {
		world.sandbox.faults.add({ answer: { status }, times: Infinity });
		const { message } = await world.run(setup);
		expect(message).toContain(reason);
	});
});

describe('Delete at an address that answers only later', () => {
	const world = useNewWorlds();

	it('does not take "not found" for done: the first attempt never got there', async () => {
		const { port } = world.sandbox.options;
		await world.sandbox.close();
		let refusals = 0;
		const began = (sent: unknown) => {
			(sent as { request: ClientRequest }).request.once('close', () => refusals++);
		};
		const starts = channel('http.client.request.start');
		starts.subscribe(began);
		const { message, status } = await inVirtualTime(async () => {
			const running = world.run(ubidots('delete', { userKey: byId('nobody') }));
			await until(() => refusals > 0);
			const later = await startSandbox({ port, ubidotsRequestsPerSecond: 0 });
			return await running.finally(async () => await later.close());
		});
		starts.unsubscribe(began);
		expect(status).toBe('error');
		expect(message).toContain('there is no such user');
	});
});
