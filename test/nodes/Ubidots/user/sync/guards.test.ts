import { column, failedItems } from '../../../../support/outputs';
import { CONTINUE } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { allUsers, changedSince } from '../../../../support/written';
import { crewId, crewRows, fateOf, hintsOf, putCrew, syncCrew, writes } from './crew';

const world = useWorld();

/** Rows for the first people of the crew. */
const first = (count: number) => crewRows(...Array.from({ length: count }, (_, n) => n + 1));
const DEFAULT = { options: { maxLeavers: '20%' } };
const run = async (crew: number, rows: number, options: object, onError?: typeof CONTINUE) => {
	putCrew(world, crew);
	return await world.run(syncCrew({ options: { ...options } }, onError), first(rows));
};
const outcome = async (crew: number, rows: number, maxLeavers: unknown) =>
	(await run(crew, rows, { maxLeavers })).status;

describe('Max Leavers', () => {
	it.each([
		['20%', 10, 8, 'success'],
		['20%', 10, 7, 'error'],
		// Rounded up.
		['20%', 1, 1, 'success'],
		['20%', 2, 1, 'success'],
		['20%', 4, 3, 'success'],
		['20%', 4, 2, 'error'],
		['20%', 5, 4, 'success'],
		['20%', 5, 3, 'error'],
		['20%', 6, 4, 'success'],
		['20%', 6, 3, 'error'],
		['0.1%', 3, 2, 'success'],
		['0.1%', 3, 1, 'error'],
		['29%', 100, 71, 'success'],
		['29%', 100, 70, 'error'],
		['20%', 40, 32, 'success'],
		['20%', 40, 31, 'error'],
		['0%', 10, 10, 'success'],
		['0%', 10, 9, 'error'],
		['0%', 2, 1, 'error'],
		['100%', 10, 1, 'success'],
		[2, 10, 8, 'success'],
		[2, 10, 7, 'error'],
		['2', 10, 7, 'error'],
		[0, 10, 9, 'error'],
		[0, 10, 10, 'success'],
	])('%s of %i people, %i of whom are listed: %s', async (maxLeavers, crew, rows, status) => {
		expect(await outcome(crew, rows, maxLeavers)).toBe(status);
		if (status === 'error') expect(writes(world)).toEqual([]);
	});

	it('is 20% where nobody has set it', async () => {
		putCrew(world, 20);
		const setup = syncCrew();
		setup.parameters.options = {};
		const { message, description } = await world.run(setup, first(10));
		expect(message).toBe(
			"10 of the 20 active users in the scope would be deactivated: more than 'Max Leavers' allows (20% of 20 active users). Nothing was written. Check that the list is complete; if it is, raise 'Max Leavers' in the options",
		);
		expect(description).toBeFalsy();
	});

	it('holds back everything else as well', async () => {
		putCrew(world, 20);
		const before = allUsers(world);
		const rows = [
			{ username: 'crew-1', firstName: 'New' },
			{ username: 'new', email: 'new@crew.example' },
		];
		const result = await world.run(syncCrew(DEFAULT, CONTINUE), rows);
		expect(failedItems(result.items)).toEqual([0, 1]);
		for (const { json } of result.items) {
			expect(json.details).toEqual({ code: 'maxLeavers' });
			expect(json.error).toContain('19 of the 20 active users in the scope would be deactivated');
		}
		expect(changedSince(world, before)).toEqual([]);
	});

	it('says of deletions that they are some', async () => {
		putCrew(world, 20);
		const { message } = await world.run(syncCrew({ ...DEFAULT, leavers: 'delete' }), first(2));
		expect(message).toContain('18 of the 20 users in the scope would be deleted');
	});

	it('does not count people who are excepted or off already', async () => {
		putCrew(world, 10);
		for (const id of [8, 9, 10])
			world.sandbox.ubidots.put({ username: `crew-${id}`, isActive: false });
		const exceptUsers = 'crew-7';
		const setup = syncCrew({ exceptUsers, options: { maxLeavers: 1 } });
		const { status } = await world.run(setup, first(5));
		expect([status, ...fateOf(world, 6, 7, 8)]).toEqual(['success', 'off', 'on', 'off']);
	});

	it('is a hint in a dry run, which still shows the plan', async () => {
		const result = await run(10, 2, { maxLeavers: 1, dryRun: true });
		expect(column(result.items, 'action')).toEqual([
			'none',
			'none',
			...Array<string>(8).fill('deactivate'),
		]);
		expect(hintsOf(result)[0]).toContain("more than 'Max Leavers' allows (1)");
		expect(hintsOf(result)[1]).toBe('Dry run: nothing was written. 8 to deactivate, 2 up to date');
	});

	it.each([[''], ['many'], ['-1'], ['101%'], [1.5], [true], ['={{ undefined }}']])(
		'cannot be taken away by accident: %j',
		async (maxLeavers) => {
			const { message, description } = await run(10, 2, { maxLeavers });
			expect(message).toContain("'Max Leavers'");
			expect(description).toBe('No request was sent.');
		},
	);

	it('does not matter where leavers are kept', async () => {
		putCrew(world, 10);
		const setup = syncCrew({ leavers: 'keep', options: { maxLeavers: 0 } });
		expect((await world.run(setup, first(1))).status).toBe('success');
	});
});

describe('Max Changes', () => {
	/** One to update, one to create, two leavers, and ten in step. */
	const rows = [
		...first(10),
		{ username: 'crew-11', firstName: 'New' },
		{ username: 'new', email: 'new@crew.example' },
	];
	const change = async (options: object, onError?: typeof CONTINUE) => {
		putCrew(world, 13);
		return await world.run(syncCrew({ options: { ...options } }, onError), rows);
	};

	it.each([4, '4', '34%'])(
		'counts updates, creations and leavers, and nobody in step: %s',
		async (maxChanges) => {
			const { status } = await change({ maxChanges });
			expect([status, ...fateOf(world, 11, 12, 13)]).toEqual(['success', 'on', 'off', 'off']);
		},
	);

	it.each([3, 0, '33%'])('ends the run before its first write: %s', async (maxChanges) => {
		const { message, description } = await change({ maxChanges });
		expect(message).toMatch(
			/^4 users would change, 2 of them deactivated and 1 created: more than 'Max Changes' allows/,
		);
		expect(description).toBeFalsy();
		expect(writes(world)).toEqual([]);
	});

	it.each<[string, object]>([
		['blank', { username: '' }],
		['refused', { username: 'x', email: 'no address' }],
		['of nobody', { username: 'nobody' }],
	])('is no share of rows that are %s', async (_, row) => {
		putCrew(world, 13);
		const setup = syncCrew({ leavers: 'keep', options: { maxChanges: '16%' } }, CONTINUE);
		const filler = Array.from({ length: 40 }, (__, n) => ({
			...row,
			...('username' in row && row.username !== '' && { username: `x-${n}` }),
		}));
		const { items } = await world.run(setup, [...rows, ...filler] as never);
		expect(items[0].json.error).toContain(
			"2 users would change, 1 of them created: more than 'Max Changes' allows (16% of the 12 of 52 input items that name a user)",
		);
		expect(writes(world)).toEqual([]);
	});

	it('makes an error item of every row with Continue On Fail', async () => {
		const { items } = await change({ maxChanges: 3 }, CONTINUE);
		expect(items.map(({ json }) => json.details)).toEqual(Array(12).fill({ code: 'maxChanges' }));
		expect(writes(world)).toEqual([]);
	});

	it('is a hint in a dry run', async () => {
		const result = await change({ maxChanges: 3, dryRun: true });
		expect(hintsOf(result)[0]).toContain("more than 'Max Changes' allows (3, for 12 input items)");
		expect(hintsOf(result)[1]).toBe(
			'Dry run: nothing was written. 1 to create, 1 to update, 2 to deactivate, 10 up to date',
		);
		expect(writes(world)).toEqual([]);
	});
});

describe('a list that names nobody in the scope', () => {
	const rows = [{ username: 'testt', firstName: 'New' }];

	it('ends the run where there would be leavers', async () => {
		putCrew(world, 3);
		const { message } = await world.run(syncCrew(), rows);
		expect(message).toBe(
			'No row of the list names one of the 3 users in the scope, so all of them would be deactivated. Nothing was written. Check that list and scope are about the same people; if all of them have left, deactivate them with Bulk Update, Update or Delete',
		);
		expect(writes(world)).toEqual([]);
	});

	it('makes an error item of every row with Continue On Fail', async () => {
		putCrew(world, 3);
		const { items } = await world.run(syncCrew({}, CONTINUE), [...rows, { username: 'otto-berg' }]);
		expect(items.map(({ json }) => json.details)).toEqual([
			{ code: 'nobodyInScope' },
			{ code: 'nobodyInScope' },
		]);
		expect(writes(world)).toEqual([]);
	});

	it('ends a dry run as well', async () => {
		putCrew(world, 3);
		expect((await world.run(syncCrew({ options: { dryRun: true } }), rows)).status).toBe('error');
	});

	it('is fine where all of them are excepted', async () => {
		putCrew(world, 2);
		const { status } = await world.run(syncCrew({ exceptUsers: 'crew-1, crew-2' }), rows);
		expect([status, ...fateOf(world, 1, 2)]).toEqual(['success', 'on', 'on']);
	});

	it('ends the run as well where the scope is empty, which may be misspelled', async () => {
		const { message } = await world.run(syncCrew(), rows);
		expect(message).toBe(
			"No user is in the scope, so there are no leavers. Nothing was written. Check 'Scope', upper and lower case included. If nobody is in it yet, bring people into it first, with 'Leavers' set to Keep",
		);
		expect(writes(world)).toEqual([]);
	});

	it.each([0, 3])('names no item in error items, with %i people in the scope', async (crew) => {
		putCrew(world, crew);
		const { items } = await world.run(syncCrew({}, CONTINUE), rows);
		expect(items.map(({ json }) => json)).toEqual(
			rows.map(() => ({
				error: expect.stringMatching(/Nothing was written\. Check [^[]+$/),
				details: { code: 'nobodyInScope' },
			})),
		);
		expect(writes(world)).toEqual([]);
	});

	it('goes on once people were brought into an empty scope, as the message says', async () => {
		putCrew(world, 2);
		const list = crewRows(1, 2).map((row) => ({ ...row, tagsToAdd: 'staff' }));
		const setup = (leavers: string) => syncCrew({ leavers, scope: { tag: 'staff' } });
		expect((await world.run(setup('deactivate'), list)).message).toContain('set to Keep');
		for (const leavers of ['keep', 'deactivate']) {
			expect((await world.run(setup(leavers), list)).message).toBeUndefined();
		}
	});

	it('only tells in a dry run that the scope is empty', async () => {
		const result = await world.run(syncCrew({ options: { dryRun: true } }), rows);
		expect(hintsOf(result)).toContain('No user is in the scope, so there are no leavers');
	});

	it('goes on with an empty scope where all people are still to be created', async () => {
		const list = [{ username: 'first', email: 'first@crew.example' }];
		const result = await world.run(syncCrew(), list);
		expect(hintsOf(result)).toEqual([
			'1 created, 0 up to date',
			'No user is in the scope, so there are no leavers',
		]);
	});

	it('counts all people for a share, when they would be deleted', async () => {
		putCrew(world, 40);
		for (let n = 21; n <= 40; n++) world.sandbox.ubidots.put({ id: crewId(n), isActive: false });
		const named = Array.from({ length: 32 }, (_, n) => n + 1);
		const setup = syncCrew({ leavers: 'delete', options: { maxLeavers: '20%' } });
		const { message } = await world.run(setup, crewRows(...named));
		expect(message).toBeUndefined();
		expect(writes(world)).toHaveLength(8);
	});

	it('counts only active people for a share, when they would be deactivated', async () => {
		putCrew(world, 100);
		for (let n = 21; n <= 100; n++) world.sandbox.ubidots.put({ id: crewId(n), isActive: false });
		const { message } = await world.run(
			syncCrew({ options: { maxLeavers: '20%' } }),
			crewRows(1, 2, 3, 4),
		);
		expect(message).toContain('16 of the 20 active users in the scope would be deactivated');
		expect(writes(world)).toEqual([]);
	});
});
