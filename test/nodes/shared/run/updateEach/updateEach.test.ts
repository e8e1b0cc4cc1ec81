import type { IDataObject } from 'n8n-workflow';

import { apiFailure, Failure } from '../../../../../nodes/shared/errors';
import type { Field } from '../../../../../nodes/shared/form/fields';
import { secret, text } from '../../../../../nodes/shared/form/fieldTypes';
import type { UpdatingSettings } from '../../../../../nodes/shared/form/settings';
import type { Output, Row, Run } from '../../../../../nodes/shared/run/operation';
import { hintAtUnchanged, updateEach } from '../../../../../nodes/shared/run/updateEach';

const fieldOf = (name: string, type = text): Field => ({
	name,
	displayName: name,
	type,
	description: name,
});
const FIELDS = [fieldOf('first'), fieldOf('last'), fieldOf('password', secret)];

describe('the hint at users who needed no change', () => {
	const hints = (unchanged: number, users: number) => {
		const said: string[] = [];
		const run = { settings: {}, hint: (text: string) => said.push(text) };
		hintAtUnchanged(run as never, unchanged, users);
		return said;
	};

	it('is given when there are some', () => {
		expect(hints(0, 3)).toEqual([]);
		expect(hints(1, 3)).toEqual(['1 of 3 users needed no change']);
		expect(hints(1, 1)).toEqual(['1 of 1 user needed no change']);
	});
});

describe('the rows of a run', () => {
	/** `by` is the way in which a row names its user: by id, or by name. */
	interface Requested {
		key: string;
		by: string;
		body: IDataObject;
	}

	const rowOf = (key: string, body: IDataObject, by = 'id') => ({ key, body, by });

	/** Runs with a service that has these users, and tells what was read and written. */
	async function run(
		users: IDataObject[],
		rows: Requested[],
		{ dryRun = false, continueOnFail = false } = {},
	) {
		const read: string[] = [];
		const seen = new Map<string, IDataObject>();
		const written: Array<[unknown, IDataObject]> = [];
		const hints: string[] = [];
		const run = {
			client: {},
			settings: { maxConcurrentRequests: 4, dryRun, skipUnchanged: true },
			continueOnFail,
			hint: (hint: string) => hints.push(hint),
		} as unknown as Run<UpdatingSettings>;
		const all = rows.map((requested, item): Row<Requested, Output> => ({ item, requested }));
		await updateEach<Requested>(run, all, FIELDS, {
			keyOf: ({ key }) => key,
			wayOf: ({ by }) => by,
			readerFor:
				() =>
				async ({ key }) => {
					const known = seen.get(key);
					if (known) return known;
					read.push(key);
					await Promise.resolve();
					const user = users.find(({ id, name }) => id === key || name === key);
					if (!user) throw apiFailure('No such user');
					seen.set(key, user);
					return user;
				},
			async write(_, body, current) {
				written.push([current?.id, body]);
				await Promise.resolve();
				const now: IDataObject = { ...current, ...body };
				delete now.password;
				return now;
			},
		});
		const states = all.map(({ result }) => (result instanceof Failure ? result.message : result));
		return { read, written, hints, states };
	}

	const ada = { id: '1', name: 'ada', first: 'Ada', last: 'King' };
	const bob = { id: '2', name: 'bob', first: 'Bob', last: 'Old' };
	const eve = { id: '3', name: 'eve', first: 'Eve', last: 'New' };

	it('write only what differs, and give the user as it is then', async () => {
		const { read, written, hints, states } = await run(
			[ada, bob, eve],
			[
				rowOf('1', { first: 'Ada' }),
				rowOf('2', { first: 'Bob', last: 'New' }),
				rowOf('3', { first: 'Eve' }),
			],
		);
		expect(read).toEqual(['1', '2', '3']);
		expect(written).toEqual([['2', { last: 'New' }]]);
		expect(states).toEqual([
			{ ...ada, changes: {} },
			{ ...bob, last: 'New', changes: { last: { from: 'Old', to: 'New' } } },
			{ ...eve, changes: {} },
		]);
		expect(hints).toEqual(['2 of 3 users needed no change']);
	});

	it('write nothing in a dry run', async () => {
		const { written, hints, states } = await run(
			[ada, bob],
			[rowOf('1', { first: 'Ada' }), rowOf('2', { last: 'New' })],
			{ dryRun: true },
		);
		expect(written).toEqual([]);
		expect(states).toEqual([
			{
				status: 'unchanged',
				summary: 'no change',
				id: '1',
				changes: {},
			},
			{
				status: 'planned',
				summary: 'last: Old → New',
				id: '2',
				changes: { last: { from: 'Old', to: 'New' } },
			},
		]);
		expect(hints).toEqual(['Dry run: nothing was written. 1 would change, 1 is up to date']);
	});

	it.each([false, true])(
		'of the same user are compared with what an earlier row left (dry run: %s)',
		async (dryRun) => {
			const { read, written, states } = await run(
				[ada],
				[rowOf('1', { last: 'X' }), rowOf('1', { last: 'X' }), rowOf('1', { last: 'Y' })],
				{ dryRun },
			);
			expect(read).toEqual(['1']);
			expect(written.map(([, body]) => body)).toEqual(dryRun ? [] : [{ last: 'X' }, { last: 'Y' }]);
			expect(states.map((state) => (state as IDataObject).changes)).toEqual([
				{ last: { from: 'King', to: 'X' } },
				{},
				{ last: { from: 'X', to: 'Y' } },
			]);
		},
	);

	it('do not show a password that an earlier row has written', async () => {
		const { states } = await run(
			[ada],
			[rowOf('1', { last: 'X', password: 'Long-enough-1' }), rowOf('1', { last: 'X' })],
		);
		expect(states[1]).toEqual({ ...ada, last: 'X', changes: {} });
	});

	it('that name the same user in different ways are compared with what an earlier row left', async () => {
		const { read, written, states } = await run(
			[ada, bob],
			[
				rowOf('1', { last: 'X' }),
				rowOf('bob', { last: 'X' }, 'name'),
				rowOf('ada', { last: 'X' }, 'name'),
				rowOf('1', { last: 'X' }),
			],
		);
		// A user is read once for each name.
		expect(read).toEqual(['1', 'bob', 'ada']);
		expect(written).toEqual([
			['1', { last: 'X' }],
			['2', { last: 'X' }],
		]);
		expect(states.map((state) => (state as IDataObject).changes)).toEqual([
			{ last: { from: 'King', to: 'X' } },
			{ last: { from: 'Old', to: 'X' } },
			{},
			{},
		]);
	});

	it('fail alone with Continue On Fail', async () => {
		const { states, written } = await run(
			[ada],
			[rowOf('9', { last: 'X' }), rowOf('1', { last: 'X' })],
			{ continueOnFail: true },
		);
		expect(states[0]).toBe('No such user');
		expect(written).toHaveLength(1);
	});

	it.each([
		[false, 'Updated'],
		[true, 'Compared'],
	])('say what became of them when one fails (dry run: %s)', async (dryRun, done) => {
		await expect(
			run([ada], [rowOf('1', { last: 'X' }), rowOf('9', { last: 'X' })], { dryRun }),
		).rejects.toMatchObject({
			message: 'No such user',
			description: `${done}: item 0 (1)\nFailed: item 1 (1)\nNot sent: no item`,
		});
	});
});
