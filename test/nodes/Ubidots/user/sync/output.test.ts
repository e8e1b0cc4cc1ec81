import { column } from '../../../../support/outputs';
import { requestQueries, requests } from '../../../../support/requests';
import { autoMap, CONTINUE } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { allUsers, changedSince } from '../../../../support/written';
import { inVirtualTime } from '../../../../support/virtualTime';
import { crewId, crewRows, fateOf, hintsOf, putCrew, syncCrew, writes } from './crew';

const world = useWorld();
beforeEach(() => putCrew(world, 6));

const fresh = { username: 'new', email: 'new@crew.example' };
/** One to update, one to create, two in step, three leavers. */
const ROWS = [{ username: 'crew-1', firstName: 'New' }, fresh, ...crewRows(2, 3)];

const summary = (items: Awaited<ReturnType<typeof world.run>>['items']) =>
	items.map(({ json: { action, status } }) => `${String(action)} ${String(status)}`);

describe('a dry run', () => {
	const run = async (parameters: object = {}, rows: object[] = ROWS, onError?: typeof CONTINUE) =>
		await world.run(syncCrew({ ...parameters, options: { dryRun: true } }, onError), rows as never);

	it.each(['deactivate', 'delete'])(
		'shows all that would be done and writes nothing: %s',
		async (leavers) => {
			const before = allUsers(world);
			const result = await run({ leavers });
			expect(summary(result.items)).toEqual([
				'update planned',
				'create planned',
				'none unchanged',
				'none unchanged',
				...Array<string>(3).fill(`${leavers} planned`),
			]);
			expect(hintsOf(result)).toEqual([
				`Dry run: nothing was written. 1 to create, 1 to update, 3 to ${leavers}, 2 up to date`,
			]);
			expect(changedSince(world, before)).toEqual([]);
			expect(requests(world).every(({ method }) => method === 'GET')).toBe(true);
		},
	);

	it('shows who would be created, without an ID', async () => {
		const { items } = await run();
		expect(items[1].json).toEqual({
			action: 'create',
			username: 'new',
			status: 'planned',
			summary: 'Username: new; Email: new@crew.example',
			id: null,
			changes: { username: { to: 'new' }, email: { to: 'new@crew.example' } },
		});
	});

	it('shows who would be switched off', async () => {
		const { items } = await run();
		expect(items[4].json).toEqual({
			action: 'deactivate',
			username: 'crew-4',
			status: 'planned',
			summary: 'Is Active: true → false',
			id: crewId(4),
			changes: { isActive: { from: true, to: false } },
		});
	});

	it('tells exactly what the run after it does', async () => {
		const planned = await run();
		const done = await world.run(syncCrew(), ROWS);
		const plan = ({ json }: (typeof planned.items)[number]) => [json.action, json.changes];
		expect(done.items.map(plan)).toEqual(planned.items.map(plan));
	});

	it('says of leavers that they would be kept, where a row fails', async () => {
		const { items } = await run({}, [...ROWS, { username: 'nobody' }], CONTINUE);
		expect(items.slice(5).map(({ json }) => json.details)).toEqual(
			Array(3).fill({ code: 'leaversKept' }),
		);
	});

	it('ends at a row that fails, without Continue On Fail', async () => {
		const { status, message } = await run({}, [...ROWS, { username: 'nobody' }]);
		expect([status, message]).toEqual(['error', expect.stringContaining("'nobody'")]);
	});

	it('of a list in step says so', async () => {
		const result = await run({}, crewRows(1, 2, 3, 4, 5, 6));
		expect(hintsOf(result)).toEqual(['Dry run: nothing was written. 6 up to date']);
	});
});

describe('the items', () => {
	it('are one for each row, in order, and the leavers behind them', async () => {
		const { items } = await world.run(syncCrew(), ROWS);
		expect(summary(items)).toEqual([
			'update accepted',
			'create created',
			'none unchanged',
			'none unchanged',
			...Array<string>(3).fill('deactivate accepted'),
		]);
		expect(column(items, 'username')).toEqual([
			'crew-1',
			'new',
			'crew-2',
			'crew-3',
			'crew-4',
			'crew-5',
			'crew-6',
		]);
		expect(items.slice(0, 4).map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2, 3].map((item) => ({ item })),
		);
	});

	it('name leavers by the column that rows are matched by', async () => {
		const rows = [{ email: 'crew-1@crew.example' }, { email: 'crew-2@crew.example' }];
		const { items } = await world.run(syncCrew({ columns: autoMap('email') }), rows);
		expect(column(items, 'email').slice(2)).toEqual(
			[3, 4, 5, 6].map((n) => `crew-${n}@crew.example`),
		);
		expect(items[2].json).not.toHaveProperty('username');
	});

	it('are none for no rows, and nobody is touched', async () => {
		const { status, items } = await world.run(syncCrew(), []);
		expect([status, items, requests(world)]).toEqual(['success', [], []]);
	});

	it('are those of the rows alone when every row is refused, and nobody is touched', async () => {
		const { items } = await world.run(syncCrew({}, CONTINUE), [{ username: '' }, { email: 'x' }]);
		expect(items).toHaveLength(2);
		expect(requests(world)).toEqual([]);
	});
});

describe('Confirm', () => {
	const run = async (options: object = {}) =>
		await inVirtualTime(
			async () =>
				await world.run(
					syncCrew({ options: { confirm: true, confirmTimeout: 0.7, ...options } }),
					ROWS,
				),
		);

	it('waits until updates and leavers are seen', async () => {
		world.sandbox.options.taskDelayMs = 100;
		const result = await run({ confirmTimeout: 5 });
		expect(hintsOf(result)).toEqual(['1 created, 1 updated, 3 deactivated, 2 up to date']);
		expect(summary(result.items)).toEqual([
			'update applied',
			'create created',
			'none unchanged',
			'none unchanged',
			...Array<string>(3).fill('deactivate applied'),
		]);
	});

	it('says who is not seen in time', async () => {
		world.sandbox.options.forgottenRows = { ids: [crewId(5)] };
		const result = await run();
		expect(column(result.items, 'status').slice(4)).toEqual(['applied', 'pending', 'applied']);
		expect(result.items[5].json.notVisible).toEqual(['isActive']);
		expect(hintsOf(result)).toContain('Still pending after 0.7 s: 1 of 5 users');
	});

	it('reads creations back as well', async () => {
		const before = world.sandbox.journal.entries().length;
		const result = await run({ confirmTimeout: 5 });
		const { id } = { ...world.sandbox.ubidots.user(fresh.username) };
		const looks = requestQueries(world).slice(before);
		expect(looks.some(({ id__in: ids = '' }) => String(ids).includes(String(id)))).toBe(true);
		expect(column(result.items, 'notVisible').filter(Boolean)).toEqual([]);
	});

	it('names what a new user lacks', async () => {
		const made = { id: 'c0ffee000000000000000009', username: 'new', email: 'new@crew.example' };
		world.sandbox.ubidots.put({ ...made, username: 'other', email: 'other@example.org' });
		const answer = { status: 201, body: { ...made } };
		world.sandbox.faults.add({ match: { method: 'POST' }, answer });
		const result = await run();
		expect(result.items[1].json).toMatchObject({
			action: 'create',
			id: made.id,
			status: 'created',
			notVisible: expect.arrayContaining(['username', 'email']),
		});
		expect(hintsOf(result)).toContain('Still pending after 0.7 s: 1 of 5 users');
	});

	describe('of deletions', () => {
		const remove = async (options: object = {}) =>
			await inVirtualTime(
				async () =>
					await world.run(
						syncCrew({
							leavers: 'delete',
							options: { confirm: true, confirmTimeout: 5, ...options },
						}),
						crewRows(1, 2, 3),
					),
			);

		it('waits until the list of the scope has none of them', async () => {
			const { items } = await remove();
			expect(column(items, 'status').slice(3)).toEqual(['deleted', 'deleted', 'deleted']);
			expect(requestQueries(world).at(-1)).toMatchObject({
				email__iendswith: '@crew.example',
				fields: 'id',
			});
		});

		it('says who is still there', async () => {
			const gone = { match: { method: 'DELETE', path: crewId(5) }, answer: { status: 204 } };
			world.sandbox.faults.add(gone);
			const result = await remove({ confirmTimeout: 0.7 });
			expect(column(result.items, 'status').slice(3)).toEqual(['deleted', 'pending', 'deleted']);
			expect(hintsOf(result)).toEqual([
				'2 deleted, 1 deletion accepted, 3 up to date',
				"Still there 0.7 s after they were deleted: 'crew-5'",
			]);
		});

		it('says that it could not be done', async () => {
			const answer = { status: 500, body: {} };
			const match = { method: 'GET', path: '/users/' };
			world.sandbox.faults.add({ match, answer, skip: 1, times: Infinity });
			const result = await remove({ confirmTimeout: 0.7 });
			expect(hintsOf(result)[1]).toContain(
				'It could not be confirmed that these users are deleted',
			);
		});
	});
});

it('a second run of the same list changes nothing', async () => {
	await world.run(syncCrew(), ROWS);
	world.sandbox.journal.clear();
	const result = await world.run(syncCrew(), ROWS);
	expect(writes(world)).toEqual([]);
	expect(hintsOf(result)).toEqual(['4 up to date']);
	expect(fateOf(world, 1, 2, 3, 4)).toEqual(['on', 'on', 'on', 'off']);
});

it('nothing is called done that was only accepted', async () => {
	expect(hintsOf(await world.run(syncCrew(), ROWS))).toEqual([
		'1 created, 1 update accepted, 3 deactivations accepted, 2 up to date',
	]);
});
