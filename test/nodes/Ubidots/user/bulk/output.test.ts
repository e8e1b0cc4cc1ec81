import type { IDataObject } from 'n8n-workflow';

import { checkpointOf, toOutcomes } from '../../../../../nodes/Ubidots/user/bulk/output';
import type {
	BatchRun,
	BulkRun,
	Planned,
	Result,
	Status,
} from '../../../../../nodes/Ubidots/user/bulk/rows';
import { apiFailure, Failure, NotSent } from '../../../../../nodes/shared/errors';
import { MAYBE_APPLIED } from '../../../../../nodes/shared/http/errors';
import { RunFailure } from '../../../../../nodes/shared/run/summary';
import { generatedUserId } from '../../../../../tools/sandbox';
import { PASSWORD, people } from '../../../../support/people';
import { autoMap, bulkUpdate, CONTINUE } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { aPlan } from './planned';

const world = useWorld({ users: 30 });

const bulk = async (items: IDataObject[], options: IDataObject = {}) =>
	await world.run(bulkUpdate(options, CONTINUE), items);

const idsFrom = (from: number, count: number) => people(count, from).map(({ id }) => id);

describe('Output: one item per user', () => {
	it('is { status, id, task } and nothing of the input', async () => {
		const { items } = await bulk([{ ...people(1)[0], Department: 'HR' }]);
		expect(items).toHaveLength(1);
		expect(Object.keys(items[0].json)).toEqual(['status', 'id', 'task']);
		expect(items[0].json).toMatchObject({ id: generatedUserId(1), status: 'accepted' });
	});
});

it('begins with what a person reads, where users are read first', async () => {
	const rows = [{ email: 'amara.okafor@example.com', lastName: 'Bello', tags: 'field, north' }];
	const columns = autoMap('email');
	const { items } = await world.run(bulkUpdate({ dryRun: true }, undefined, columns), rows);
	expect(Object.keys(items[0].json)).toEqual(['email', 'status', 'summary', 'id', 'changes']);
	expect(items[0].json.summary).toBe(
		'Last Name: Okafor → Bello; Tags: field, shift-a → field, north',
	);
});

describe('Output: one item per batch', () => {
	it('is { task, users, ids } for each request, paired with all its rows', async () => {
		const { items } = await bulk(people(5), { output: 'batches', batchSize: 2 });
		expect(items.map(({ json }) => [json.users, json.ids])).toEqual([
			[2, idsFrom(1, 2)],
			[2, idsFrom(3, 2)],
			[1, idsFrom(5, 1)],
		]);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([
			[{ item: 0 }, { item: 1 }],
			[{ item: 2 }, { item: 3 }],
			{ item: 4 },
		]);
		const tasks = items.map(({ json }) => (json.task as IDataObject).id);
		expect(tasks.sort()).toEqual(
			world.sandbox.ubidots
				.tasks()
				.map(({ id }) => id)
				.sort(),
		);
		expect(Object.keys(items[0].json)).toEqual(['task', 'users', 'ids']);
	});

	it('keeps a row that was refused as an item of its own, in its place', async () => {
		const rows: IDataObject[] = people(4);
		rows[1].email = '';
		const { items } = await bulk(rows, { output: 'batches' });
		expect(items.map(({ json }) => json.users ?? json.error)).toEqual([
			3,
			"'Email' is empty: enter a value or remove the field [item 1]",
		]);
		expect(items[0].pairedItem).toEqual([{ item: 0 }, { item: 2 }, { item: 3 }]);
		expect(items[1].pairedItem).toEqual({ item: 1 });
	});
});

it('one item per batch, with Confirm, does not say applied for passwords, which nobody can see', async () => {
	const rows = people(2).map(({ id }) => ({ id, password: PASSWORD }));
	const { items } = await bulk(rows, { output: 'batches', confirm: true, confirmTimeout: 2 });
	expect(items[0].json.status).toBe('accepted');
});

describe('Settled rows', () => {
	/** A row of the user `a`, `b` ... by its place. */
	const row = (
		item: number,
		result: Status | Failure | Result = 'accepted',
		more: Parameters<typeof aPlan>[3] = {},
	): Planned =>
		aPlan(item, 'abcdefghij'[item], undefined, {
			result: typeof result === 'string' ? { status: result } : result,
			...more,
		});

	const inTask = (item: number, taskId: string, status: Status = 'accepted') =>
		row(item, { status, taskId });

	const outcomes = (planned: Planned[], options: Partial<BulkRun['settings']> = {}) =>
		toOutcomes(
			{ settings: { output: 'users', ...options } } as BulkRun,
			planned.map((one) => one.row),
			planned,
		);

	const broken = apiFailure('It broke', { httpCode: '500' });

	describe('one item per user', () => {
		it('has the ID, the status and the task', () => {
			expect(outcomes([inTask(0, 't1'), row(1, 'unchanged')])).toEqual([
				{ items: [0], json: { id: 'a', status: 'accepted', task: { id: 't1' } } },
				{ items: [1], json: { id: 'b', status: 'unchanged' } },
			]);
		});

		it('has also what the user was matched by, where that is not the ID', () => {
			const [{ items, ...outcome }] = outcomes([
				row(3, 'accepted', { by: 'email', value: 'd@example.com' }),
			]);
			expect(items).toEqual([3]);
			expect(outcome).toEqual({ json: { id: 'd', email: 'd@example.com', status: 'accepted' } });
		});

		it('has the changes, and what could not be seen, where either is known', () => {
			const changes = { firstName: { from: 'A', to: 'Ada' } };
			expect(outcomes([row(0, { status: 'accepted', notVisible: ['tags'] }, { changes })])).toEqual(
				[
					{
						items: [0],
						json: {
							status: 'accepted',
							summary: 'First Name: A → Ada',
							id: 'a',
							changes,
							notVisible: ['tags'],
						},
					},
				],
			);
		});

		it('is an item also for each row that failed or was not sent', () => {
			const notSent = new NotSent();
			const rows = [row(0, notSent), row(1), row(2, broken)];
			expect(outcomes(rows)).toEqual([
				{ items: [0], failure: notSent },
				{ items: [2], failure: broken },
				{ items: [1], json: { id: 'b', status: 'accepted' } },
			]);
		});
	});

	describe('one item per batch', () => {
		const perBatch = (rows: Planned[], options: Partial<BulkRun['settings']> = {}) =>
			outcomes(rows, { output: 'batches', ...options });

		it('has the task, and the number and the IDs of its users', () => {
			expect(perBatch([inTask(0, 't1'), inTask(1, 't2'), inTask(2, 't1')])).toEqual([
				{ items: [0, 2], json: { task: { id: 't1' }, users: 2, ids: ['a', 'c'] } },
				{ items: [1], json: { task: { id: 't2' }, users: 1, ids: ['b'] } },
			]);
		});

		it('is one item with a status for all users who needed no request', () => {
			const rows = [row(0, 'unchanged'), inTask(1, 't1'), row(2, 'unchanged')];
			expect(perBatch(rows)).toEqual([
				{ items: [0, 2], json: { status: 'unchanged', users: 2, ids: ['a', 'c'] } },
				{ items: [1], json: { task: { id: 't1' }, users: 1, ids: ['b'] } },
			]);
		});

		it('is one item for each row that failed', () => {
			expect(perBatch([row(0, broken), inTask(1, 't1')])[0]).toEqual({
				items: [0],
				failure: broken,
			});
		});

		it.each([
			[['applied', 'applied'], 'applied', undefined],
			[['applied', 'accepted'], 'accepted', undefined],
			[['applied', 'pending'], 'pending', ['b']],
			[['pending', 'accepted'], 'pending', ['a']],
		] as const)('%j, once confirmed, has the status %s', (states, status, pending) => {
			const rows = states.map((state, index) => inTask(index, 't1', state));
			const [outcome] = perBatch(rows, { confirm: true });
			expect(outcome).toEqual({
				items: [0, 1],
				json: {
					task: { id: 't1' },
					users: 2,
					ids: ['a', 'b'],
					status,
					...(pending && { pending }),
				},
			});
		});

		it('is one item per user in a dry run, which sends no batch', () => {
			expect(perBatch([row(0, 'planned')], { dryRun: true })).toEqual([
				{ items: [0], json: { id: 'a', status: 'planned' } },
			]);
		});
	});

	describe('a run that ends because of a failure', () => {
		/** The failure, and its description by lines. */
		const ending = (planned: Planned[], hasBegun: boolean) => {
			try {
				const rows = planned.map((one) => one.row);
				checkpointOf({ continueOnFail: false } as BatchRun, rows, hasBegun ? planned : undefined);
			} catch (error) {
				const { message, item, description } = error as RunFailure;
				return { message, item, lines: description?.split('\n') };
			}
			return undefined;
		};

		it('is none where nothing failed', () => {
			expect(ending([row(0), row(1, 'unchanged')], true)).toBeUndefined();
			expect(ending([row(0, new NotSent())], true)).toBeUndefined();
		});

		it('says of every row what became of it, and in which task it is', () => {
			const rows = [
				inTask(0, 't1'),
				inTask(1, 't1'),
				inTask(2, 't2'),
				row(3, 'unchanged'),
				row(4, broken),
				row(5, new NotSent()),
			];
			expect(ending(rows, true)).toEqual({
				message: 'It broke',
				item: 4,
				lines: [
					'Accepted: items 0-2 (3)',
					'Task t1: items 0-1 (2)',
					'Task t2: item 2 (1)',
					'Unchanged: item 3 (1)',
					'Failed: item 4 (1): It broke',
					'Not sent: item 5 (1)',
				],
			});
		});

		it('has what may have been written, for Apply Changes', () => {
			const change = { firstName: { from: 'Ana', to: 'Eva' } };
			const changed = (planned: Planned) => ({ ...planned, id: 'one', changes: change });
			const doubtful = new Failure(`It broke${MAYBE_APPLIED}`);
			const line = (count: number) => {
				const text = JSON.stringify({ id: 'one', status: 'accepted', changes: change });
				return `To take it back, give Apply Changes with Direction Undo: [${Array(count).fill(text).join(',')}]`;
			};
			const lastLine = (...planned: Planned[]) => ending(planned.map(changed), true)?.lines?.pop();
			expect(lastLine(inTask(0, 't1'), row(1, doubtful), row(2, broken))).toBe(line(2));
			expect(lastLine(row(0, 'unchanged'), row(1, broken))).not.toContain('take it back');
			const many = Array.from({ length: 1000 }, (_, item) => inTask(item, 't1'));
			const text = lastLine(...many, row(1000, broken)) ?? '';
			expect(text).toMatch(/\] and \d+ more, which are too long for this text$/);
			expect(text.length).toBeLessThan(20_200);
		});

		it('says that nothing was sent where nothing was', () => {
			const rows = [row(0, broken), row(1, 'unchanged')];
			expect(ending(rows, false)?.lines).toEqual([
				'No update was sent.',
				'Failed: item 0 (1): It broke',
			]);
			expect(ending(rows.slice(0, 1), true)?.lines).toEqual([
				'Accepted: no item',
				'Failed: item 0 (1): It broke',
			]);
		});

		it('names an item as its own only where it is the one that failed by that', () => {
			const other = new Failure('Something else');
			const one = [row(0, broken), row(1, other)];
			expect(ending(one, false)?.item).toBe(0);
			const two = [...one, row(2, broken)];
			expect(ending(two, false)?.item).toBeUndefined();
		});
	});
});
