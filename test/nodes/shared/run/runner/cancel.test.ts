import { Engine } from '../../../../../tools/engine';
import { generatedUpsunId } from '../../../../../tools/sandbox';
import {
	byId,
	type NodeSetup,
	sources,
	startWorld,
	workflowOf,
	type World,
} from '../../../../support/world';
import {
	bulk,
	CONTINUE,
	pause,
	people,
	start,
	type Started,
	until,
	update,
} from '../../../../support/scale';

/** Long enough to tell "at once" from any wait in these tests, which all last 10 s or more. */
const AT_ONCE_MS = 2000;

/** The default of `maxConcurrentRequests`: as many are under way before anything is stopped. */
const IN_FLIGHT = 4;

let world: World;
beforeEach(async () => (world = await startWorld({ users: 20, upsunAdmin: true })));
afterEach(async () => await world.close());

/** Of both services, each its own user. */
const rows = people(8).map((row, index) => ({ ...row, member: generatedUpsunId(index + 1) }));
const sent = () => world.sandbox.journal.count();

/** Stops the run and sees that the node ends at once, as canceled, and sends nothing more. */
async function expectToEndAtOnce(running: Started): Promise<void> {
	const sentBefore = sent();
	const canceledAt = Date.now();
	running.cancel();
	const { at, error } = await running.nodeEnd;
	expect(at - canceledAt).toBeLessThan(AT_ONCE_MS);
	// No error items: with Continue On Fail they would go on into the next node as if it were over.
	expect(error).toMatchObject({ message: 'The execution was canceled' });
	expect((await running.result).status).toBe('canceled');
	await pause(150);
	expect(sent()).toBe(sentBefore);
}

const upsunUpdate: NodeSetup = {
	service: 'upsun',
	parameters: {
		operation: 'update',
		userId: byId('={{ $json.member }}'),
		updateFields: { first_name: '={{ $json.firstName }}' },
		options: {},
	},
};
const kinds: Array<[string, NodeSetup]> = [
	['update', update()],
	['bulkUpdate', bulk({ batchSize: 2 })],
	['Upsun update', upsunUpdate],
];
const cases = kinds.flatMap(([name, setup]) => [
	{ name, mode: 'off', setup },
	{ name, mode: 'on', setup: { ...setup, onError: CONTINUE } as NodeSetup },
]);

describe.each(cases)('a stop of $name with Continue On Fail $mode', ({ setup }) => {
	it('ends it while it waits for its turn', async () => {
		world.setCredential('ubidots', { requestsPerSecond: 0.05 });
		world.setCredential('upsun', { requestsPerSecond: 0.05 });
		const running = start(world, setup, rows);
		await until(() => world.sandbox.journal.count({ method: 'PATCH' }) === 1);
		await pause(50);
		await expectToEndAtOnce(running);
		expect(world.sandbox.journal.count({ method: 'PATCH' })).toBe(1);
	});

	it('ends it while it waits to try again', async () => {
		world.sandbox.faults.add({
			match: { method: 'PATCH' },
			times: Infinity,
			answer: { status: 503, headers: { 'retry-after': '20' } },
		});
		const running = start(world, setup, rows);
		await until(() => world.sandbox.journal.count({ method: 'PATCH', status: 503 }) === IN_FLIGHT);
		await pause(50);
		await expectToEndAtOnce(running);
	});

	it('ends it while it waits for an answer that does not come', async () => {
		world.sandbox.faults.add({ match: { method: 'PATCH' }, times: Infinity, answer: 'hang' });
		const running = start(world, setup, rows);
		await until(
			() => world.sandbox.journal.count({ method: 'PATCH', status: 'hang' }) === IN_FLIGHT,
		);
		await expectToEndAtOnce(running);
	});
});

describe.each([
	{ mode: 'off', onError: undefined },
	{ mode: 'on', onError: CONTINUE as NodeSetup['onError'] },
])('a stop with Continue On Fail $mode', ({ onError }) => {
	it('ends the waiting for changes to become visible', async () => {
		world.sandbox.options.taskDelayMs = 600_000;
		const running = start(world, bulk({ confirm: true }, onError), people(8));
		await until(() => world.sandbox.journal.count({ method: 'GET', status: 200 }) > 0);
		await expectToEndAtOnce(running);
	});

	it('ends a look-up of usernames before anything is written', async () => {
		world.sandbox.faults.add({ match: { method: 'GET' }, times: Infinity, answer: 'hang' });
		const named = [{ username: 'person-00001', firstName: 'X' }];
		const running = start(world, bulk({}, onError, 'username'), named);
		await until(() => world.sandbox.journal.count({ status: 'hang' }) > 0);
		await expectToEndAtOnce(running);
		expect(world.sandbox.journal.count({ method: 'PATCH' })).toBe(0);
	});

	it('ends the sorting out of bad rows', async () => {
		world.sandbox.options.latencyMs = 60;
		const bad = people(20).map((person) => ({ ...person, email: 'no address' }));
		const running = start(world, bulk({}, onError), bad);
		// The third is on its way: what is sent at the moment of the stop would count as sent after it.
		await until(() => world.sandbox.journal.count({ method: 'PATCH' }) >= 3);
		await expectToEndAtOnce(running);
	});
});

it('a stop does not take the turn of another workflow that uses the same account', async () => {
	world.setCredential('ubidots', { requestsPerSecond: 2 });
	const stopped = start(world, update(), people(12));
	await until(() => sent() === 1);
	const other = new Engine(sources(), world.credentials).run(workflowOf(update(), people(2, 15)));
	await pause(20);
	await expectToEndAtOnce(stopped);
	expect((await other).output('Node').map(({ json }) => json.firstName)).toEqual([
		'New 15',
		'New 16',
	]);
});
