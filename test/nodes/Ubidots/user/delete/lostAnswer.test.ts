import { sleep } from 'n8n-workflow';

import { startSandbox } from '../../../../../tools/sandbox';
import { AMARA } from '../../../../support/people';
import { requestLines } from '../../../../support/requests';
import { BY_ID_OF_ITEM, byId, byUsername, CONTINUE, ubidots } from '../../../../support/setups';
import { useNewWorlds, useWorld } from '../../../../support/useWorld';

// Retries come soon, so that the tests need not wait.
beforeEach(() => jest.spyOn(Math, 'random').mockReturnValue(0.05));
afterEach(() => jest.restoreAllMocks());

const DELETE = `DELETE /api/v2.0/users/${AMARA}`;
const setup = ubidots('delete', { userKey: byId(AMARA) });
const DELETED = { json: { deleted: true, id: AMARA }, pairedItem: { item: 0 } };

describe('Delete whose answer got lost', () => {
	const world = useWorld();

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
		const running = world.run(ubidots('delete', { userKey: byId('nobody') }));
		// Long enough for the first attempt to be refused.
		await sleep(150);
		const later = await startSandbox({ port, ubidotsRequestsPerSecond: 0 });
		const { message, status } = await running;
		await later.close();
		expect(status).toBe('error');
		expect(message).toContain('there is no such user');
	});
});
