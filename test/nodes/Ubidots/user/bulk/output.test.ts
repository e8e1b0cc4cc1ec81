import type { IDataObject } from 'n8n-workflow';

import { generatedUserId } from '../../../../../tools/sandbox';
import { PASSWORD, people } from '../../../../support/people';
import { autoMap, bulkUpdate, CONTINUE } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

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
