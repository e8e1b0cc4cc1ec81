import { column } from '../../../../support/outputs';
import { OWNER } from '../../../../support/people';
import { reads, requestQueries, requests, rowsSent } from '../../../../support/requests';
import { CONTINUE, sync } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { allUsers, changedSince } from '../../../../support/written';
import { crewEmail, crewId, crewRows, fateOf, hintsOf, putCrew, syncCrew, writes } from './crew';

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

	it.each(['..', '.', '_', '~x-1', 'a/b', 'crew\u200b'])(
		'are not deleted by the ID %j, which would be another path: the row names them',
		async (id) => {
			world.sandbox.ubidots.put({ id, username: 'crew-9', email: crewEmail(9) });
			const { items } = await world.run(
				syncCrew({ leavers: 'delete' }, CONTINUE),
				crewRows(1, 2, 3, 4),
			);
			expect(items.map(({ json }) => json.error).filter(Boolean)).toEqual([
				`Ubidots gave no ID for the user with the name 'crew-9', only '${id}'`,
			]);
			expect(writes(world)).toEqual([]);
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

	it('are not called deleted when they are still there', async () => {
		world.sandbox.faults.add({ match: { method: 'DELETE' }, answer: { status: 404 } });
		const { items } = await world.run(syncCrew({ leavers: 'delete' }, CONTINUE), crewRows(1, 2, 3));
		expect(items[3].json).toEqual({
			error:
				"Could not delete the user 'crew-4': Ubidots answered 404, but the user is still there",
			details: { httpCode: '404' },
		});
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

describe('Except Users', () => {
	it.each<[string, unknown]>([
		['a username', 'crew-3'],
		['a username in capitals', 'CREW-3'],
		['an address', crewEmail(3)],
		[
			'an address with blanks, in capitals, among others',
			` crew-1 , ${crewEmail(3).toUpperCase()} ,`,
		],
		['a list', ['crew-1', crewEmail(3)]],
		['an expression that gives a list', `={{ ["${crewEmail(3)}"] }}`],
		['JSON', '["crew-3"]'],
	])('are never leavers: %s', async (_, exceptUsers) => {
		await world.run(syncCrew({ exceptUsers } as never), crewRows(1, 2));
		expect(fateOf(world, 3, 4)).toEqual(['on', 'off']);
	});

	it.each([
		['={{ "" }}', 'is empty: its expression returned nothing'],
		['={{ $json.none ?? "" }}', 'is empty: its expression returned nothing'],
		['={{ "  " }}', 'is empty: its expression returned nothing'],
		['={{ [] }}', 'names nobody'],
		['={{ " , " }}', 'names nobody'],
	])('that an expression has emptied are refused: %s', async (exceptUsers, what) => {
		const { message } = await world.run(syncCrew({ exceptUsers }), crewRows(1, 2));
		expect(message).toContain(`'Except Users' ${what}`);
		expect(requests(world)).toEqual([]);
	});

	describe('that are nobody in the scope', () => {
		const exceptUsers = 'crew-3, crew3, Boss';
		const text =
			"'Except Users' names 'crew3', 'Boss', but no user has that username or email address";

		it('end the run before its first write: the one to protect may be misspelled', async () => {
			const { message } = await world.run(syncCrew({ exceptUsers }), crewRows(1, 2));
			expect(message).toBe(`${text}. Nothing was written. Check the spelling, or remove the name`);
			expect(writes(world)).toEqual([]);
		});

		it('fail every row with Continue On Fail, and are told without the number of an item', async () => {
			const { items } = await world.run(syncCrew({ exceptUsers }, CONTINUE), crewRows(1, 2));
			const error = `${text}. Nothing was written. Check the spelling, or remove the name`;
			const json = { error, details: { code: 'unknownException' } };
			expect(items.map((item) => item.json)).toEqual([json, json]);
			expect(writes(world)).toEqual([]);
		});

		it('are a hint in a dry run', async () => {
			const setup = syncCrew({ exceptUsers, options: { dryRun: true } });
			expect(hintsOf(await world.run(setup, crewRows(1, 2)))[0]).toBe(text);
		});

		it('are not even looked for where nobody would leave', async () => {
			const result = await world.run(syncCrew({ exceptUsers }), crewRows(1, 2, 4));
			expect(hintsOf(result)).toEqual(['3 in step']);
		});

		it('are safe anyway where they are users outside of the scope', async () => {
			const owner = world.sandbox.ubidots.user(OWNER);
			for (const name of [owner?.username, owner?.email]) {
				putCrew(world, 4);
				world.sandbox.ubidots.put({ id: crewId(4), isActive: true });
				const names = `crew-3, ${name}`;
				const { message } = await world.run(syncCrew({ exceptUsers: names }), crewRows(1, 2));
				expect(message).toBeUndefined();
				expect(fateOf(world, 3, 4)).toEqual(['on', 'off']);
			}
		});
	});

	it.each([
		['null', '={{ null }}'],
		['undefined', '={{ undefined }}'],
		['an object', '={{ ({ a: 1 }) }}'],
		['objects in a list', '={{ [{ a: 1 }] }}'],
		['a different one for each item', '={{ $json.username }}'],
	])('are refused when they are %s', async (_, exceptUsers) => {
		const { message, description } = await world.run(
			syncCrew({ exceptUsers } as never),
			crewRows(1, 2),
		);
		expect(message).toContain("'Except Users'");
		expect(description).toBe('No request was sent.');
		expect(reads(world)).toEqual([]);
	});

	it('are protected also where the service does not show names: nobody is a leaver then', async () => {
		for (const omitted of ['username', 'email']) {
			Object.assign(world.sandbox.options, { omittedFields: [omitted], omittedFrom: ['list'] });
			const exceptUsers = omitted === 'email' ? crewEmail(3) : 'crew-3';
			const columns = { mappingMode: 'autoMapInputData', value: null, matchingColumns: ['id'] };
			const scope = { tag: 'crew' };
			const result = await world.run(syncCrew({ exceptUsers, columns, scope }), [
				{ id: crewId(1) },
			]);
			expect(result.status).toBe('success');
			expect(fateOf(world, 1, 2, 3, 4)).toEqual(['on', 'on', 'on', 'on']);
			expect(hintsOf(result)[0]).toContain('3 users left as they are');
		}
	});

	it('keep the owner of the account, who is no exception by himself', async () => {
		const setup = syncCrew({
			scope: { everyUser: true },
			exceptUsers: 'mara.lindqvist@EXAMPLE.com',
		});
		await world.run(setup, crewRows(1));
		expect(world.sandbox.ubidots.user(OWNER)?.isActive).toBe(true);
		expect(world.sandbox.ubidots.user('testt')?.isActive).toBe(false);
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
