import type { Fault } from '../../../../../tools/sandbox';
import { column } from '../../../../support/outputs';
import { reads, requestQueries, rowsSent } from '../../../../support/requests';
import { CONTINUE, sync } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { allUsers, changedSince } from '../../../../support/written';
import { crewEmail, crewId, crewRows, fateOf, putCrew, syncCrew, writes } from './crew';

const world = useWorld();
beforeEach(() => putCrew(world, 4));

describe('users in the scope whom no row names', () => {
	it('are kept unless told otherwise, and not even looked for', async () => {
		const { items } = await world.run(sync(), crewRows(1));
		expect(items).toHaveLength(1);
		expect(requestQueries(world).some((query) => 'email__iendswith' in query)).toBe(false);
		expect(fateOf(world, 1, 2, 3, 4)).toEqual(['on', 'on', 'on', 'on']);
	});

	it('are switched off in bulk', async () => {
		const { items } = await world.run(syncCrew(), crewRows(1, 2));
		expect(rowsSent(world)).toEqual([
			{ id: crewId(3), isActive: false },
			{ id: crewId(4), isActive: false },
		]);
		expect(fateOf(world, 1, 2, 3, 4)).toEqual(['on', 'on', 'off', 'off']);
		expect(items.slice(2).map(({ json }) => json)).toEqual(
			[3, 4].map((n) => ({
				action: 'deactivate',
				id: crewId(n),
				username: `crew-${n}`,
				status: 'accepted',
				summary: 'Is Active: true → false',
				task: { id: world.sandbox.ubidots.tasks()[0].id },
				changes: { isActive: { from: true, to: false } },
			})),
		);
	});

	it('are deleted one by one', async () => {
		const { items } = await world.run(syncCrew({ leavers: 'delete' }), crewRows(1, 2));
		expect(writes(world).sort()).toEqual(['DELETE crew-3', 'DELETE crew-4']);
		expect(fateOf(world, 1, 2, 3, 4)).toEqual(['on', 'on', 'gone', 'gone']);
		// Without changes, which could be undone.
		expect(items[3].json).toEqual({
			action: 'delete',
			id: crewId(4),
			username: 'crew-4',
			status: 'deleted',
		});
	});

	describe.each(['..', '.', '_', '~x-1', 'a/b', 'crew\u200b'])(
		'with the ID %j, which would be another path or everybody',
		(id) => {
			beforeEach(
				() => void world.sandbox.ubidots.put({ id, username: 'crew-9', email: crewEmail(9) }),
			);

			it.each(['deactivate', 'delete'])(
				'end the run before its first write: %s',
				async (leavers) => {
					const rows = [{ ...crewRows(1)[0], firstName: 'New' }, ...crewRows(2, 3)];
					const { message } = await world.run(syncCrew({ leavers }), rows);
					expect(message).toContain(`'crew-9' (ID '${id}')`);
					expect(writes(world)).toEqual([]);
				},
			);

			it('fail the row that names them, and protect all others', async () => {
				const rows = [...crewRows(1, 2), { username: 'crew-9', firstName: 'New' }];
				const { message } = await world.run(syncCrew({ leavers: 'delete' }), rows);
				expect(message).toContain(`gave no ID for the user with the username 'crew-9'`);
				expect(writes(world)).toEqual([]);
			});

			it('hold up nobody where they are excepted', async () => {
				const exceptUsers = 'crew-9';
				await world.run(syncCrew({ leavers: 'delete', exceptUsers }), crewRows(1, 2, 3));
				expect(writes(world)).toEqual(['DELETE crew-4']);
			});
		},
	);

	it('come behind the rows, and belong to none of them', async () => {
		const { items } = await world.run(syncCrew(), crewRows(2, 1));
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			undefined,
			undefined,
		]);
	});

	it('are touched last of all', async () => {
		const rows = [
			{ username: 'crew-1', firstName: 'New' },
			{ username: 'new', email: 'new@crew.example' },
		];
		await world.run(syncCrew({ leavers: 'delete', options: { maxConcurrentRequests: 1 } }), rows);
		expect(writes(world)).toEqual([
			'PATCH crew-1',
			'POST new',
			'DELETE crew-2',
			'DELETE crew-3',
			'DELETE crew-4',
		]);
	});

	it('are none who are off already', async () => {
		world.sandbox.ubidots.put({ username: 'crew-4', isActive: false });
		const { items } = await world.run(syncCrew(), crewRows(1, 2));
		expect(column(items, 'id')).toEqual([1, 2, 3].map(crewId));
		await world.run(syncCrew(), crewRows(1, 2));
		expect(writes(world)).toEqual(['PATCH crew-3']);
	});

	it('are deleted although they are off already', async () => {
		world.sandbox.ubidots.put({ username: 'crew-4', isActive: false });
		await world.run(syncCrew({ leavers: 'delete' }), crewRows(1, 2, 3));
		expect(writes(world)).toEqual(['DELETE crew-4']);
	});

	it('are as good as deleted when somebody else was faster', async () => {
		const gone = { match: { method: 'DELETE' }, answer: { status: 404 } };
		world.sandbox.faults.add({ ...gone, when: 'after' });
		const { items } = await world.run(syncCrew({ leavers: 'delete' }), crewRows(1, 2, 3));
		expect(items[3].json).toMatchObject({ status: 'deleted', id: crewId(4) });
	});

	it.each<[string, Fault[]]>([
		['', []],
		[
			', even if the service denies it',
			[{ match: { method: 'GET', path: crewId(4) }, answer: { status: 404 }, times: Infinity }],
		],
	])('are not called deleted when the list still shows them%s', async (_, faults) => {
		world.sandbox.faults.add({ match: { method: 'DELETE' }, answer: { status: 404 } });
		for (const fault of faults) world.sandbox.faults.add(fault);
		const { items } = await world.run(syncCrew({ leavers: 'delete' }, CONTINUE), crewRows(1, 2, 3));
		expect(items[3].json).toEqual({
			error:
				"Could not delete the user 'crew-4': Ubidots answered 404, but the user is still there",
			details: { httpCode: '404' },
		});
	});

	it('are not called deleted when the answer was lost, and they are still there', async () => {
		const match = { method: 'DELETE' };
		world.sandbox.faults.add({ match, answer: 'reset' });
		world.sandbox.faults.add({ match, answer: { status: 404 } });
		const setup = syncCrew({ leavers: 'delete', options: { retryTimeout: 5 } }, CONTINUE);
		const { items } = await world.run(setup, crewRows(1, 2, 3));
		expect(items[3].json.error).toContain('but the user is still there');
	});

	it('are not called deleted when a 404 cannot be checked', async () => {
		world.sandbox.faults.add({ match: { method: 'DELETE' }, answer: { status: 404 } });
		const match = { method: 'GET', path: '/users/' };
		world.sandbox.faults.add({ match, answer: { status: 500 }, skip: 1, times: Infinity });
		const { items } = await world.run(syncCrew({ leavers: 'delete' }, CONTINUE), crewRows(1, 2, 3));
		expect(items[3].json.error).toContain('and it cannot be told whether the user is still there');
	});

	it('are found on all pages of the list', async () => {
		putCrew(world, 130);
		world.sandbox.options.maxPageSize = 7;
		const { items } = await world.run(syncCrew(), crewRows(1, 2, 3));
		expect(items).toHaveLength(130);
		expect(rowsSent(world)).toHaveLength(127);
	});

	it('can be all the others of the account', async () => {
		const rows = [...allUsers(world).values()]
			.filter(({ username }) => !username.startsWith('crew-'))
			.map(({ username }) => ({ username }));
		const before = allUsers(world);
		await world.run(syncCrew({ scope: { everyUser: true } }), rows);
		expect(changedSince(world, before)).toEqual([1, 2, 3, 4].map(crewId));
	});

	it('are named by their ID where rows are', async () => {
		const columns = { mappingMode: 'autoMapInputData', value: null, matchingColumns: ['id'] };
		const { items } = await world.run(syncCrew({ columns }), [{ id: crewId(1) }]);
		expect(items[1].json).toMatchObject({ id: crewId(2), username: 'crew-2' });
	});
});

describe('the settings of a sync', () => {
	it.each<[string, object, string]>([
		['leavers that are no choice', { leavers: 'remove' }, "'Leavers' is 'remove'"],
		[
			'leavers by an expression, which none takes',
			{ leavers: '={{ $json.leavers }}' },
			"'Leavers' is",
		],
		['missing users that are no choice', { missingUsers: 'x' }, "'Missing Users' is 'x'"],
	])('are refused before any request: %s', async (_, parameters, text) => {
		for (const onError of [undefined, CONTINUE]) {
			const { message, items } = await world.run(syncCrew({ ...parameters }, onError), crewRows(1));
			expect(onError ? items[0].json.error : message).toContain(text);
		}
		expect(reads(world)).toEqual([]);
	});

	it('are the same for all items when an expression gives all of them one value', async () => {
		const scope = { emailEndsWith: '={{ "@crew." + "example" }}' };
		await world.run(syncCrew({ scope }), crewRows(1, 2, 3));
		expect(fateOf(world, 3, 4)).toEqual(['on', 'off']);
	});
});
