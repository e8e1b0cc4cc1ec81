import type { IDataObject } from 'n8n-workflow';

import { column, hintsOf } from '../../../../support/outputs';
import { members, NOBODY, PASSWORD, people, type Person } from '../../../../support/people';
import { patches, reads, requests } from '../../../../support/requests';
import {
	bulkUpdate,
	BY_ID_OF_ITEM,
	CONTINUE,
	type OnError,
	TO_ERROR_OUTPUT,
	update,
	updateOf,
	upsunUpdate,
} from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

const world = useWorld({ users: 40, upsunAdmin: true });

const ofUbidots = ({ id, firstName }: Person) => world.sandbox.ubidots.put({ id, firstName });

const ofUpsun = ({ id, firstName }: Person) =>
	world.sandbox.upsun.put({ id, first_name: firstName });

const OPERATIONS = [
	{ name: 'Update', setup: update, rows: people, hold: ofUbidots, nobody: NOBODY },
	{ name: 'Bulk Update', setup: bulkUpdate, rows: people, hold: ofUbidots, nobody: NOBODY },
	{
		name: 'Upsun Update',
		setup: upsunUpdate,
		rows: members,
		hold: ofUpsun,
		nobody: '11111111-2222-4333-8444-555555555555',
	},
];

const overBy = (users: string, most: string, nothing = 'Nothing was written.') =>
	`${users} would change: more than 'Max Changes' allows (${most}). ${nothing} Check the input; if it is right, raise 'Max Changes' in the options`;

describe.each(OPERATIONS)('Max Changes of $name', ({ setup, rows, hold, nobody }) => {
	const run = async (
		maxChanges: unknown,
		items: IDataObject[],
		options: IDataObject = {},
		onError?: OnError,
	) => await world.run(setup({ ...options, maxChanges } as IDataObject, onError), items);

	/** So many rows, of which the last ones are as their users are already. */
	const mixed = (changing: number, unchanged: number) => {
		const list = rows(changing + unchanged);
		list.slice(changing).forEach(hold);
		return list;
	};

	it.each<[limit: unknown, changing: number, unchanged: number]>([
		[0, 0, 3],
		['0', 0, 3],
		['0%', 0, 3],
		[3, 3, 0],
		['3', 3, 4],
		['20%', 2, 8],
		// Of a user's part there is none: 2.8 users.
		['20%', 2, 12],
		['12.5%', 1, 7],
		['29%', 2, 5],
		['100%', 5, 0],
		['100%', 1, 0],
		[1, 1, 0],
		[1_000_000, 5, 0],
	])('%j lets %d changes pass beside %d users without', async (limit, changing, unchanged) => {
		const list = mixed(changing, unchanged);
		const { items, message } = await run(limit, list);
		expect(message).toBeUndefined();
		expect(items).toHaveLength(list.length);
		// Only what differs is sent, and the output tells it.
		const changes = column(items, 'changes') as IDataObject[];
		expect(changes.filter((one) => Object.keys(one).length > 0)).toHaveLength(changing);
		const isAnyWritten = patches(world).length > 0;
		expect(isAnyWritten).toBe(changing > 0);
	});

	it.each<[limit: unknown, changing: number, unchanged: number, users: string, most: string]>([
		[0, 1, 2, '1 user', '0, for 3 input items'],
		['0%', 1, 0, '1 user', '0% of 1 input item'],
		[3, 4, 0, '4 users', '3, for 4 input items'],
		['20%', 3, 7, '3 users', '20% of 10 input items'],
		['20 %', 3, 11, '3 users', '20% of 14 input items'],
		['12.5%', 2, 6, '2 users', '12.5% of 8 input items'],
		['99%', 1, 0, '1 user', '99% of 1 input item'],
	])('%j ends a run with %d changes beside %d', async (limit, changing, unchanged, users, most) => {
		const { status, message, description, items } = await run(limit, mixed(changing, unchanged));
		expect(status).toBe('error');
		expect(message).toBe(overBy(users, most));
		expect(description).toBeFalsy();
		expect(items).toEqual([]);
		expect(patches(world)).toEqual([]);
	});

	it('fails every item with Continue On Fail, those without a change as well', async () => {
		const { items, status } = await run('20%', mixed(3, 2), {}, CONTINUE);
		expect(status).toBe('success');
		const text = overBy('3 users', '20% of 5 input items');
		expect(items.map(({ json, pairedItem }) => [json, pairedItem])).toEqual(
			[0, 1, 2, 3, 4].map((item) => [{ error: text, details: { code: 'maxChanges' } }, { item }]),
		);
		expect(patches(world)).toEqual([]);
	});

	it('sends every item to the error output, where there is one', async () => {
		const { items, errorItems } = await run(1, mixed(2, 1), {}, TO_ERROR_OUTPUT);
		expect([items.length, errorItems.length]).toEqual([0, 3]);
		expect(patches(world)).toEqual([]);
	});

	it('leaves rows that failed by themselves their failure, and takes no share of them', async () => {
		const [a, b, c] = mixed(2, 1);
		const list = [a, { id: nobody, firstName: 'X' }, b, { id: '', firstName: 'X' }, c];
		const { items } = await run('20%', list, {}, CONTINUE);
		const text = overBy('2 users', '20% of the 3 of 5 input items that name a user');
		expect(column(items, 'error')).toEqual([
			text,
			expect.not.stringContaining('Max Changes'),
			text,
			expect.not.stringContaining('Max Changes'),
			text,
		]);
		expect(patches(world)).toEqual([]);
		// 67% of 3 items are two.
		world.sandbox.journal.clear();
		const { items: written } = await run('67%', list, {}, CONTINUE);
		expect(written.map(({ json }) => 'error' in json)).toEqual([false, true, false, true, false]);
		expect(patches(world).length).toBeGreaterThan(0);
	});

	it('writes nothing when a user is not found and the run ends with that', async () => {
		const { message, description } = await run('100%', [
			...rows(2),
			{ id: nobody, firstName: 'X' },
		]);
		expect(message).toContain('[item 2]');
		expect(description).toMatch(/^(No update was sent\.|Compared: )/);
		expect(patches(world)).toEqual([]);
	});

	it('of a dry run is a hint beside the whole plan', async () => {
		const result = await run('20%', mixed(3, 2), { dryRun: true });
		expect(column(result.items, 'status')).toEqual([
			...Array<string>(3).fill('planned'),
			...Array<string>(2).fill('unchanged'),
		]);
		expect(hintsOf(result).sort()).toEqual([
			overBy('3 users', '20% of 5 input items', 'Without the dry run, nothing would be written.'),
			'Dry run: nothing was written. 3 would change, 2 are up to date',
		]);
		expect(patches(world)).toEqual([]);
	});

	it('of a dry run that stays below is not mentioned', async () => {
		expect(hintsOf(await run(3, rows(3), { dryRun: true }))).toEqual([
			'Dry run: nothing was written. 3 would change',
		]);
	});

	it.each([false, true])(
		'changes nothing else about the output (Skip Unchanged: %s)',
		async (skipUnchanged) => {
			// The service writes down when a user was changed: both runs are in the same second.
			const now = Date.now();
			world.sandbox.options.now = () => now;
			const given = await run(3, mixed(2, 1), { skipUnchanged });
			const sent = patches(world).map(({ body }) => body);
			world.sandbox.reset();
			mixed(2, 1);
			const { items } = await world.run(setup({ skipUnchanged: true }), rows(3));
			const withoutTask = (list: typeof items) =>
				list.map(({ json }) => ({ ...json, task: undefined }));
			expect(withoutTask(given.items)).toEqual(withoutTask(items));
			expect(patches(world).map(({ body }) => body)).toEqual(sent);
		},
	);

	it('reads every user before the first is written', async () => {
		await run('100%', rows(5));
		const methods = requests(world)
			.filter(({ path }) => path.includes('users'))
			.map(({ method }) => method);
		expect(methods.lastIndexOf('GET')).toBeLessThan(methods.indexOf('PATCH'));
	});
});

describe('a sheet of 10,000 rows', () => {
	const rows = Array.from({ length: 10_000 }, (_, n) => ({
		id: `b0${String(n).padStart(22, '0')}`,
		isActive: false,
	}));
	beforeEach(() => {
		for (const { id } of rows) world.sandbox.ubidots.put({ id, username: `u${id}` });
	});

	it('that would switch off everybody is read with 100 requests, and nothing is written', async () => {
		const { message } = await world.run(bulkUpdate({ maxChanges: '10%' }), rows);
		expect(message).toContain(
			"10000 users would change, 10000 of them deactivated: more than 'Max Changes' allows (10% of 10000 input items)",
		);
		expect(reads(world)).toHaveLength(100);
		expect(patches(world)).toEqual([]);
	});

	it('of whom as many change as may is written with no request more', async () => {
		for (const { id } of rows.slice(1000)) world.sandbox.ubidots.put({ id, isActive: false });
		const { items, message } = await world.run(bulkUpdate({ maxChanges: '10%' }), rows);
		expect(message).toBeUndefined();
		expect(items).toHaveLength(10_000);
		expect([reads(world).length, patches(world).length]).toEqual([100, 10]);
	});
});

describe.each([
	{ name: 'Bulk Update', setup: (options: object) => bulkUpdate({ ...options }, CONTINUE) },
	{
		name: 'Update',
		setup: (options: object) =>
			updateOf(BY_ID_OF_ITEM, { password: '={{ $json.password }}' }, { ...options }, CONTINUE),
	},
])('a password in $name with Max Changes', ({ setup }) => {
	const rows = people(2).map(({ id }) => ({ id, password: PASSWORD }));

	it.each([
		['over the limit', { maxChanges: 1 }],
		['over the limit in a dry run', { maxChanges: 1, dryRun: true }],
		['below the limit', { maxChanges: 2 }],
	])('is always a change, and never shown: %s', async (_, options) => {
		const { items, hints } = await world.run(setup(options), rows);
		const shown = JSON.stringify([items, hints('Node')]);
		expect(shown).toMatch(/2 users would change|•••/);
		expect(shown).not.toContain(PASSWORD);
	});
});
