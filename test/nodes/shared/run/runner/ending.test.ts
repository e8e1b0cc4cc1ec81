import type { IDataObject } from 'n8n-workflow';

import { Engine } from '../../../../../tools/engine';
import { members, people, type Person } from '../../../../support/people';
import { patches, requestCount, requestLines } from '../../../../support/requests';
import { autoMap, bulkUpdate, CONTINUE, update, upsunUpdate } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { inVirtualTime } from '../../../../support/virtualTime';
import { pause, until } from '../../../../support/waiting';
import {
	type NodeSetup,
	sources,
	startRun,
	startWorld,
	workflowOf,
	type World,
} from '../../../../support/world';

describe('The user stops a run', () => {
	/** The default of `maxConcurrentRequests`: as many are under way before anything is stopped. */
	const IN_FLIGHT = 4;

	let world: World;

	beforeEach(async () => (world = await startWorld({ users: 20, upsunAdmin: true })));

	afterEach(async () => await world.close());

	const sent = () => requestCount(world);

	/** Stops the run as soon as it has sent so much, and sees that the node ends, as canceled, and sends nothing more in a quarter of an hour. */
	const expectToEndAtOnce = async (
		setup: NodeSetup,
		rows: IDataObject[],
		hasSent: () => boolean,
	): Promise<void> =>
		await inVirtualTime(async () => {
			const running = startRun(world, setup, rows);
			await until(hasSent);
			// What was answered is read, and the wait begins.
			await pause(50);
			const [sentBefore, canceledAt] = [sent(), Date.now()];
			running.cancel();
			const { error } = await running.nodeEnd;
			// No error items: with Continue On Fail they would go on into the next node as if it were over.
			expect(error).toMatchObject({ message: 'The execution was canceled' });
			expect((await running.result).status).toBe('canceled');
			expect(Date.now() - canceledAt).toBeLessThan(1000);
			await pause(900_000);
			expect(sent()).toBe(sentBefore);
		});

	const kinds: Array<[string, NodeSetup, Person[]]> = [
		['update', update(), people(8)],
		['bulkUpdate', bulkUpdate({ batchSize: 2 }), people(8)],
		['Upsun update', upsunUpdate(), members(8)],
	];

	const cases = kinds.flatMap(([name, setup, rows]) => [
		{ name, mode: 'off', setup, rows },
		{ name, mode: 'on', setup: { ...setup, onError: CONTINUE }, rows },
	]);

	describe.each(cases)('a stop of $name with Continue On Fail $mode', ({ setup, rows }) => {
		it('ends it while it waits for its turn', async () => {
			world.setCredential('ubidots', { requestsPerSecond: 0.01 });
			world.setCredential('upsun', { requestsPerSecond: 0.01 });
			const patched = () => requestCount(world, { method: 'PATCH' });
			await expectToEndAtOnce(setup, rows, () => patched() === 1);
			expect(patched()).toBe(1);
		});

		it('ends it while it waits to try again', async () => {
			world.sandbox.faults.add({
				match: { method: 'PATCH' },
				times: Infinity,
				answer: { status: 503, headers: { 'retry-after': '100' } },
			});
			const refused = () => requestCount(world, { method: 'PATCH', status: 503 });
			await expectToEndAtOnce(setup, rows, () => refused() === IN_FLIGHT);
		});

		it('ends it while it waits for an answer that does not come', async () => {
			world.sandbox.faults.add({ match: { method: 'PATCH' }, times: Infinity, answer: 'hang' });
			const hanging = () => requestCount(world, { method: 'PATCH', status: 'hang' });
			await expectToEndAtOnce(setup, rows, () => hanging() === IN_FLIGHT);
		});
	});

	describe.each([
		{ mode: 'off', onError: undefined },
		{ mode: 'on', onError: CONTINUE },
	])('a stop with Continue On Fail $mode', ({ onError }) => {
		it('ends the waiting for changes to become visible', async () => {
			world.sandbox.options.taskDelayMs = 600_000;
			const looks = () => requestCount(world, { method: 'GET', status: 200 });
			await expectToEndAtOnce(bulkUpdate({ confirm: true }, onError), people(8), () => looks() > 0);
		});

		it('ends a look-up of usernames before anything is written', async () => {
			world.sandbox.faults.add({ match: { method: 'GET' }, times: Infinity, answer: 'hang' });
			const named = [{ username: 'person-00001', firstName: 'X' }];
			const setup = bulkUpdate({}, onError, autoMap('username'));
			await expectToEndAtOnce(setup, named, () => requestCount(world, { status: 'hang' }) > 0);
			expect(requestCount(world, { method: 'PATCH' })).toBe(0);
		});

		it('ends the sorting out of bad rows', async () => {
			// The first half of the batch gets no answer.
			world.sandbox.faults.add({
				match: { method: 'PATCH' },
				skip: 1,
				times: Infinity,
				answer: 'hang',
			});
			const bad = people(20).map((person, n) => ({ ...person, email: `no${n}@address` }));
			const hanging = () => requestCount(world, { method: 'PATCH', status: 'hang' });
			await expectToEndAtOnce(bulkUpdate({}, onError), bad, () => hanging() === 1);
		});
	});

	it('a stop does not take the turn of another workflow that uses the same account', async () => {
		world.setCredential('ubidots', { requestsPerSecond: 2 });
		const other = await inVirtualTime(async () => {
			const stopped = startRun(world, update(), people(12));
			await until(() => sent() === 1);
			const ended = new Engine(sources(), world.credentials).run(
				workflowOf(update(), people(2, 15)),
			);
			await pause(20);
			stopped.cancel();
			expect((await stopped.nodeEnd).error).toMatchObject({
				message: 'The execution was canceled',
			});
			return await ended;
		});
		expect(other.output('Node').map(({ json }) => json.firstName)).toEqual(['New 15', 'New 16']);
		expect(sent()).toBe(3);
	});
});

describe('A run that ends', () => {
	const world = useWorld({ users: 30 });

	afterEach(() => jest.restoreAllMocks());

	const patchOf = (person: number) => ({
		method: 'PATCH' as const,
		path: people(1, person)[0].id,
	});

	describe('a request that waits to be sent again when another item ends the run', () => {
		it('is not sent when it was certainly not carried out', async () => {
			world.sandbox.faults.add({
				match: patchOf(1),
				times: 1,
				answer: { status: 429, headers: { 'retry-after': '1' } },
			});
			world.sandbox.faults.add({ match: patchOf(2), delayMs: 200, answer: { status: 400 } });
			const { description } = await inVirtualTime(
				async () => await world.run(update({ maxConcurrentRequests: 2 }), people(6)),
			);
			expect(description?.split('\n')).toEqual([
				'Updated: no item',
				'Failed: item 1 (1)',
				'Not sent: items 0, 2-5 (5)',
			]);
			expect(patches(world)).toHaveLength(2);
		});

		it('is sent to find out when it may have been carried out', async () => {
			jest.spyOn(Math, 'random').mockReturnValue(0.99);
			world.sandbox.faults.add({ match: patchOf(1), times: 1, answer: { status: 503 } });
			world.sandbox.faults.add({ match: patchOf(2), delayMs: 200, answer: { status: 400 } });
			const { description } = await inVirtualTime(
				async () => await world.run(update({ maxConcurrentRequests: 2 }), people(6)),
			);
			expect(description?.split('\n')).toEqual([
				'Updated: item 0 (1)',
				'Failed: item 1 (1)',
				'Not sent: items 2-5 (4)',
			]);
			expect(patches(world)).toHaveLength(3);
		});
	});

	it('after a failure no further item is sent, not even one that waits for its turn', async () => {
		world.sandbox.faults.add({ answer: { status: 400, body: { detail: 'No.' } } });
		const [{ id }] = people(1);
		const items = Array.from({ length: 6 }, (_, n) => ({ id, firstName: `N${n}` }));
		const { message, description } = await world.run(update(), items);
		expect(message).toMatch(/answered 400: No\. \[item 0\]$/);
		expect(description?.split('\n')).toEqual([
			'Updated: no item',
			'Failed: item 0 (1)',
			'Not sent: items 1-5 (5)',
		]);
		expect(requestLines(world)).toHaveLength(1);
	});

	it('a node that has run leaves one listener on the signal of its execution, whatever it has sent', async () => {
		const listeners = new Map<unknown, AbortSignal>();
		const add = AbortSignal.prototype.addEventListener;
		const remove = AbortSignal.prototype.removeEventListener;
		jest.spyOn(AbortSignal.prototype, 'addEventListener').mockImplementation(function (
			this: AbortSignal,
			...args: Parameters<typeof add>
		) {
			listeners.set(args[1], this);
			add.apply(this, args);
		});
		jest.spyOn(AbortSignal.prototype, 'removeEventListener').mockImplementation(function (
			this: AbortSignal,
			...args: Parameters<typeof remove>
		) {
			listeners.delete(args[1]);
			remove.apply(this, args);
		});
		const { items } = await world.run(update(), people(5));
		expect(items).toHaveLength(5);
		// A signal that was aborted has done with its listeners.
		const left = [...listeners].filter(([, signal]) => !signal.aborted);
		expect(left).toHaveLength(1);
	});
});
