import type { IDataObject } from 'n8n-workflow';

import type { Fault } from '../../../../../tools/sandbox';
import { column } from '../../../../support/outputs';
import { OWNER } from '../../../../support/people';
import { reads, requestQueries, requests, rowsSent } from '../../../../support/requests';
import { CONTINUE, sync } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { allUsers, changedSince } from '../../../../support/written';
import {
	crewEmail,
	crewId,
	crewRows,
	fateOf,
	hintsOf,
	NOBODY_EXCEPTED,
	putCrew,
	syncCrew,
	writes,
} from './crew';

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
		world.sandbox.faults.add({ match, answer: { status: 500 }, skip: 2, times: Infinity });
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

describe('Except Users', () => {
	it.each<[string, unknown]>([
		['a username', 'crew-3'],
		['a username in capitals', 'CREW-3'],
		['an ID', crewId(3)],
		['an ID in capitals', crewId(3).toUpperCase()],
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
			"'Except Users' names 'crew3', 'Boss', but no user has that username, email address or ID";

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

		it('are a hint where nobody would leave yet', async () => {
			const result = await world.run(syncCrew({ exceptUsers }), crewRows(1, 2, 4));
			expect(hintsOf(result)).toEqual([text, '3 in step']);
		});

		it.each<[string, (owner: IDataObject) => unknown]>([
			['a username', ({ username }) => username],
			['an address', ({ email }) => email],
			['an ID', ({ id }) => id],
			['a username in capitals', ({ username }) => String(username).toUpperCase()],
			['an address in capitals', ({ email }) => String(email).toUpperCase()],
			['an ID in capitals', ({ id }) => String(id).toUpperCase()],
		])('are safe anyway where they are users outside of the scope: %s', async (_, nameOf) => {
			const owner = world.sandbox.ubidots.user(OWNER);
			const names = `crew-3, ${String(nameOf({ ...owner }))}`;
			const { message } = await world.run(syncCrew({ exceptUsers: names }), crewRows(1, 2));
			expect(message).toBeUndefined();
			expect(fateOf(world, 3, 4)).toEqual(['on', 'off']);
		});

		it('are safe anyway where several users have that address', async () => {
			for (const id of ['twin-1', 'twin-2'])
				world.sandbox.ubidots.put({ id, username: id, email: 'twin@example.org' });
			const names = 'crew-3, twin@example.org';
			const { message } = await world.run(syncCrew({ exceptUsers: names }), crewRows(1, 2));
			expect(message).toBeUndefined();
		});
	});

	describe('that cannot be looked up end the run before its first write:', () => {
		const refuse = (path: string) =>
			world.sandbox.faults.add({ match: { path }, answer: { status: 403 }, times: Infinity });
		it.each<[string, string, () => void]>([
			[
				'an address, and the filter for it is ignored',
				'crw-3@crew.example',
				() => (world.sandbox.options.ignoredFilters = ['email__iexact']),
			],
			[
				'no filter works',
				'crw-3',
				() =>
					(world.sandbox.options.ignoredFilters = [
						'email__iexact',
						'username__iexact',
						'id__iexact',
					]),
			],
			['the look-up is refused', 'crw-3', () => refuse('crw-3')],
			[
				'one of many',
				`crew-3, ${crewEmail(1)}, crw-3@crew.example`,
				() => (world.sandbox.options.ignoredFilters = ['email__iexact', 'email__in']),
			],
		])('%s', async (_, exceptUsers, arm) => {
			for (const leavers of ['deactivate', 'delete']) {
				arm();
				const { message } = await world.run(syncCrew({ exceptUsers, leavers }), crewRows(1, 2));
				expect(message).toMatch(/^'Except Users' names 'crw-3.*Nothing was written\./);
			}
			expect(writes(world)).toEqual([]);
		});

		it('an answer that is of somebody else proves nothing', async () => {
			const answer = { status: 200, body: { id: crewId(1), username: 'crew-1' } };
			world.sandbox.faults.add({ match: { path: 'crw-3' }, answer, times: Infinity });
			const { message } = await world.run(syncCrew({ exceptUsers: 'crw-3' }), crewRows(1, 2));
			expect(message).toContain("'Except Users' names 'crw-3'");
			expect(writes(world)).toEqual([]);
		});
	});

	it.each<[string, object, boolean]>([
		['nobody is named', {}, true],
		['somebody is', { exceptUsers: 'crew-1' }, false],
		['leavers are kept', { leavers: 'keep' }, false],
	])('are asked for in a hint where %s: %#', async (_, parameters, isSaid) => {
		for (const rows of [crewRows(1, 2), crewRows(1, 2, 3, 4)]) {
			const { hints } = await world.run(syncCrew({ ...parameters }), rows);
			const texts = hints('Node').map(({ message }) => message);
			expect(texts.includes(NOBODY_EXCEPTED)).toBe(isSaid);
		}
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
