import { requestCount } from '../../../../support/requests';
import { CONTINUE } from '../../../../support/setups';
import { startRun, startWorld, type World } from '../../../../support/world';
import { until } from '../../../../support/waiting';
import { crewRows, fateOf, putCrew, syncCrew, writes } from './crew';

let world: World;
beforeEach(async () => {
	world = await startWorld();
	putCrew(world, 6);
});
afterEach(async () => await world.close());

const ROWS = [
	{ username: 'crew-1', firstName: 'New' },
	{ username: 'new', email: 'new@crew.example' },
];

describe.each([
	['off', undefined],
	['on', CONTINUE],
] as const)('a stop of a sync, Continue On Fail %s, ends it at once', (_, onError) => {
	it.each([
		['in the look-up', 'GET', 0, 'deactivate', [], ['on', 'on']],
		['while the scope is listed', 'GET', 2, 'deactivate', [], ['on', 'on']],
		['in the updates', 'PATCH', 0, 'deactivate', ['PATCH crew-1'], ['on', 'on']],
		['in the creations', 'POST', 0, 'deactivate', ['PATCH crew-1', 'POST new'], ['on', 'on']],
		[
			'when leavers are switched off',
			'PATCH',
			1,
			'deactivate',
			['PATCH crew-1', 'POST new', 'PATCH crew-2 crew-3 crew-4 crew-5 crew-6'],
			['on', 'on'],
		],
		[
			'when leavers are deleted',
			'DELETE',
			1,
			'delete',
			['PATCH crew-1', 'POST new', 'DELETE crew-2', 'DELETE crew-3'],
			['gone', 'on'],
		],
	])('%s', async (__, method, skip, leavers, written, fate) => {
		world.sandbox.faults.add({ match: { method }, skip, answer: 'hang' });
		const setup = syncCrew({ leavers, options: { maxConcurrentRequests: 1 } }, onError);
		const running = startRun(world, setup, ROWS);
		await until(() => requestCount(world, { method }) === skip + 1);
		running.cancel();
		const { error } = await running.nodeEnd;
		expect(error).toMatchObject({ message: 'The execution was canceled' });
		expect((await running.result).status).toBe('canceled');
		expect(writes(world)).toEqual(written);
		expect(fateOf(world, 2, 3)).toEqual(fate);
	});

	it('while changes are confirmed', async () => {
		world.sandbox.options.taskDelayMs = Infinity;
		const setup = syncCrew({ options: { confirm: true } }, onError);
		const running = startRun(world, setup, crewRows(1));
		await until(() => writes(world).length === 1);
		running.cancel();
		expect((await running.nodeEnd).error).toMatchObject({ message: 'The execution was canceled' });
	});
});
