import type { IDataObject } from 'n8n-workflow';

import { people } from '../../../../support/people';
import { column, failedItems } from '../../../../support/outputs';
import { idsOf, patches, requestCount, rowsSent } from '../../../../support/requests';
import { applyChanges, bulkUpdate, CONTINUE, undoChanges } from '../../../../support/setups';
import { startRun } from '../../../../support/world';
import { useWorld } from '../../../../support/useWorld';
import { until } from '../../../../support/waiting';
import { allUsers, changedSince } from '../../../../support/written';
import { inVirtualTime } from '../../../../support/virtualTime';

const world = useWorld({ users: 120 });
beforeAll(() => jest.spyOn(Math, 'random').mockReturnValue(0.01));
afterAll(() => jest.restoreAllMocks());

const planOf = async (rows: IDataObject[]) => {
	const { items } = await world.run(bulkUpdate({ dryRun: true }), rows);
	world.sandbox.journal.clear();
	return items.map(({ json }) => json);
};
const hintsOf = ({ hints }: Awaited<ReturnType<typeof world.run>>) =>
	hints('Node').map(({ message }) => message);
const ids = (count: number, from = 1) => people(count, from).map(({ id }) => id);

describe('Max Changes', () => {
	const TOO_MANY = (most: string, nothing = 'Nothing was written.') =>
		`4 users would change, 1 of them deactivated: more than 'Max Changes' allows (${most}). ${nothing} Check the input; if it is right, raise 'Max Changes' in the options`;
	/** Four that would change and one that would not. */
	const plan = async () => {
		const [first, ...others] = people(4);
		const planned = await planOf([{ id: first.id, isActive: false }, ...others]);
		return [...planned, { id: ids(1, 5)[0], changes: {} }];
	};

	it.each([
		['3', '3, for 5 input items'],
		['79%', '79% of 5 input items'],
	])('%s ends a run of four before its first write', async (maxChanges, most) => {
		const before = allUsers(world);
		const { message, description, status } = await world.run(
			applyChanges({ maxChanges }),
			await plan(),
		);
		expect([status, message]).toEqual(['error', TOO_MANY(most)]);
		expect(description).toBeFalsy();
		expect(requestCount(world, { method: 'PATCH' })).toBe(0);
		expect(changedSince(world, before)).toEqual([]);
	});

	it('makes every row an error item with Continue On Fail', async () => {
		const { items } = await world.run(applyChanges({ maxChanges: 3 }, CONTINUE), await plan());
		expect(failedItems(items)).toEqual([0, 1, 2, 3, 4]);
		expect(items[4].json).toEqual({
			error: TOO_MANY('3, for 5 input items'),
			details: { code: 'maxChanges' },
		});
		expect(rowsSent(world)).toEqual([]);
	});

	it.each(['4', '80%', undefined])('%s lets four be written', async (maxChanges) => {
		const { items } = await world.run(applyChanges({ maxChanges }), await plan());
		expect(column(items, 'status')).toEqual([...Array<string>(4).fill('accepted'), 'unchanged']);
		expect(rowsSent(world)).toHaveLength(4);
	});

	it('counts only what is left to write', async () => {
		const planned = await plan();
		world.sandbox.ubidots.put({ id: ids(1)[0], isActive: false });
		const { items } = await world.run(applyChanges({ maxChanges: 3 }), planned);
		expect(column(items, 'status').sort()).toEqual([
			...Array<string>(3).fill('accepted'),
			'unchanged',
			'unchanged',
		]);
	});

	it('comes after what was changed since: raising it would not help', async () => {
		const planned = await plan();
		world.sandbox.ubidots.put({ id: ids(1, 2)[0], firstName: 'Bob' });
		const { message } = await world.run(applyChanges({ maxChanges: 1 }), planned);
		expect(message).toContain('was changed since');
		expect(rowsSent(world)).toEqual([]);
	});

	it('is only a hint in a dry run', async () => {
		const result = await world.run(applyChanges({ maxChanges: 3, dryRun: true }), await plan());
		expect(hintsOf(result)).toEqual([
			TOO_MANY('3, for 5 input items', 'Without the dry run, nothing would be written.'),
			'Dry run: nothing was written. 4 would change, 1 is up to date',
		]);
		expect(column(result.items, 'status').filter((status) => status === 'planned')).toHaveLength(4);
	});

	it('guards what is taken back as well', async () => {
		const { items } = await world.run(applyChanges(), await plan());
		world.sandbox.journal.clear();
		const done = items.map(({ json }) => json);
		const { message } = await world.run(undoChanges({ maxChanges: '10%' }), done);
		expect(message).toMatch(/^4 users would change: more than 'Max Changes' allows \(10% of 5/);
		expect(rowsSent(world)).toEqual([]);
	});
});

describe('a dry run', () => {
	it('tells what would be written now, and writes nothing', async () => {
		const plan = await planOf(people(3));
		world.sandbox.ubidots.put({ ...people(1)[0] });
		world.sandbox.ubidots.put({ id: ids(1, 2)[0], firstName: 'Bob' });
		const before = allUsers(world);
		const result = await world.run(applyChanges({ dryRun: true, confirm: true }, CONTINUE), plan);
		expect(column(result.items, 'status')).toEqual(['unchanged', undefined, 'planned']);
		expect(result.items[2].json).toEqual(plan[2]);
		expect(result.items[1].json.details).toMatchObject({ code: 'changed' });
		expect(requestCount(world, { method: 'PATCH' })).toBe(0);
		expect(changedSince(world, before)).toEqual([]);
	});
});

describe('Confirm', () => {
	it('reads the users back until the changes are visible', async () => {
		const plan = await planOf(people(3));
		world.sandbox.options.taskDelayMs = 50;
		const setup = applyChanges({ confirm: true, confirmTimeout: 10 });
		const { items } = await inVirtualTime(async () => await world.run(setup, plan));
		expect(column(items, 'status')).toEqual(['applied', 'applied', 'applied']);
		expect(items[0].json).not.toHaveProperty('notVisible');
	});

	it('names what has not become visible', async () => {
		const plan = await planOf(people(2));
		world.sandbox.options.taskDelayMs = Infinity;
		const setup = applyChanges({ confirm: true, confirmTimeout: 0.6 });
		const result = await inVirtualTime(async () => await world.run(setup, plan));
		expect(result.items[0].json).toMatchObject({ status: 'pending', notVisible: ['firstName'] });
		expect(hintsOf(result)[0]).toMatch(/^Still pending after 0\.6 s: 2 of 2 users/);
	});
});

describe('requests', () => {
	it('have as many users as Batch Size and Max Batch Bytes allow', async () => {
		const plan = await planOf(people(5));
		await world.run(applyChanges({ batchSize: 2, maxConcurrentRequests: 1 }), plan);
		expect(patches(world).map(idsOf)).toEqual([ids(2), ids(2, 3), ids(1, 5)]);
	});

	it('are as small as what is left to write', async () => {
		const rows = people(4).map((row) => ({ ...row, lastName: 'L'.repeat(60) }));
		const plan = await planOf(rows);
		for (const { id, lastName } of rows) world.sandbox.ubidots.put({ id, lastName });
		await world.run(applyChanges({ maxBatchBytes: 256 }), plan);
		expect(patches(world).map(idsOf)).toEqual([ids(4)]);
	});
});

describe('when a request fails', () => {
	it('a 401 to the reading ends the run', async () => {
		const plan = await planOf(people(3));
		world.setCredential('ubidots', { token: 'BBFF-wrong' });
		const { message, error } = await world.run(applyChanges(), plan);
		expect(message).toContain('401');
		expect(error?.httpCode).toBe('401');
		expect(requestCount(world, { method: 'PATCH' })).toBe(0);
	});

	it('a 401 to the reading is the failure of every row with Continue On Fail', async () => {
		const plan = await planOf(people(3));
		world.setCredential('ubidots', { token: 'BBFF-wrong' });
		const { items } = await world.run(applyChanges({}, CONTINUE), plan);
		expect(failedItems(items)).toEqual([0, 1, 2]);
		expect(items[2].json.details).toMatchObject({ httpCode: '401' });
	});

	it('a 500 in the middle tells what was written, what failed, and what was not sent', async () => {
		const plan = await planOf(people(6));
		world.sandbox.faults.add({ match: { method: 'PATCH' }, skip: 1, answer: { status: 500 } });
		const setup = applyChanges({ batchSize: 2, maxConcurrentRequests: 1 });
		const before = allUsers(world);
		const { description } = await world.run(setup, plan);
		expect(description).toMatch(/^Accepted: items 0-1 \(2\)\n/);
		expect(description).toMatch(/\nFailed: items 2-3 \(2\): /);
		expect(description).toMatch(/\nNot sent: items 4-5 \(2\)\n/);
		expect(changedSince(world, before)).toEqual(ids(2));
	});

	it('the plan can be run again, and writes only what is missing', async () => {
		const plan = await planOf(people(6));
		world.sandbox.faults.add({ match: { method: 'PATCH' }, skip: 1, answer: { status: 500 } });
		const options = { batchSize: 2, maxConcurrentRequests: 1 };
		await world.run(applyChanges(options), plan);
		world.sandbox.journal.clear();
		const { items } = await world.run(applyChanges(options), plan);
		expect(column(items, 'status')).toEqual([
			...Array<string>(2).fill('unchanged'),
			...Array<string>(4).fill('accepted'),
		]);
		expect(rowsSent(world).map(({ id }) => id)).toEqual(ids(4, 3));
	});

	it('a row that the API refuses is found, and the others are written', async () => {
		const rows: IDataObject[] = people(8);
		rows[5] = { id: ids(1, 6)[0], email: 'no@address' };
		const plan = await planOf(rows);
		const before = allUsers(world);
		const { items } = await world.run(applyChanges({}, CONTINUE), plan);
		expect(failedItems(items)).toEqual([5]);
		expect(items[5].json.error).toContain('Enter a valid email address.');
		expect(changedSince(world, before)).toHaveLength(7);
	});

	it('and is not looked for when Isolate Bad Rows is off', async () => {
		const rows: IDataObject[] = people(4);
		rows[1] = { id: ids(1, 2)[0], email: 'no@address' };
		const plan = await planOf(rows);
		const { items } = await world.run(applyChanges({ isolateBadRows: false }, CONTINUE), plan);
		expect(failedItems(items)).toEqual([0, 1, 2, 3]);
		expect(patches(world)).toHaveLength(1);
	});
});

describe.each([
	{ mode: 'off', onError: undefined },
	{ mode: 'on', onError: CONTINUE },
])('a stop with Continue On Fail $mode', ({ onError }) => {
	it.each(['GET', 'PATCH'])('ends the run at once, during a %s', async (method) => {
		const plan = await planOf(people(4));
		world.sandbox.faults.add({ match: { method }, times: Infinity, answer: 'hang' });
		const running = startRun(world, applyChanges({}, onError), plan);
		await until(() => requestCount(world, { status: 'hang' }) > 0);
		const sent = requestCount(world);
		running.cancel();
		expect((await running.nodeEnd).error).toMatchObject({ message: 'The execution was canceled' });
		expect((await running.result).status).toBe('canceled');
		expect(requestCount(world)).toBe(sent);
		expect(requestCount(world, { method: 'PATCH', status: 200 })).toBe(0);
	});
});
