import type { IDataObject } from 'n8n-workflow';

import { AMARA, INES, JOSE } from '../../../../support/people';
import { column } from '../../../../support/outputs';
import { patches, rowsSent } from '../../../../support/requests';
import { autoMap, bulkUpdate, CONTINUE, type OnError } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { inVirtualTime } from '../../../../support/virtualTime';

const world = useWorld();

const bulk = async (
	rows: IDataObject[],
	options: IDataObject = {},
	onError?: OnError,
	columns: unknown = autoMap(),
) => await world.run(bulkUpdate(options, onError, columns), rows);

const tagsOf = (id: string) => world.sandbox.ubidots.user(id)?.tags;
const hold = (id: string, tags: string[]) => world.sandbox.ubidots.put({ id, tags });

beforeEach(() => {
	hold(AMARA, ['b', 'a']);
	hold(INES, []);
	hold(JOSE, ['c']);
});

describe('with other options', () => {
	const rows = [
		{ id: AMARA, firstName: 'Amara', tagsToAdd: 'c' },
		{ id: JOSE, tagsToAdd: 'c' },
	];

	it('a dry run plans the tags and writes nothing', async () => {
		const { items } = await bulk(rows, { dryRun: true });
		expect(column(items, 'status')).toEqual(['planned', 'unchanged']);
		expect(items[0].json.changes).toEqual({ tags: { from: ['b', 'a'], to: ['b', 'a', 'c'] } });
		expect(patches(world)).toEqual([]);
	});

	it.each([{ skipUnchanged: true }, { maxChanges: 1 }])('%j sends only what differs', async (o) => {
		await bulk(rows, o);
		expect(rowsSent(world)).toEqual([{ id: AMARA, tags: ['b', 'a', 'c'] }]);
	});

	it('Confirm waits for the tags', async () => {
		world.sandbox.options.taskDelayMs = 600;
		const { items } = await inVirtualTime(
			async () => await bulk(rows, { confirm: true, confirmTimeout: 10 }),
		);
		expect(column(items, 'status')).toEqual(['applied', 'unchanged']);
		expect(tagsOf(AMARA)).toEqual(['b', 'a', 'c']);
	});

	it('an item for each request counts those without one apart', async () => {
		const { items } = await bulk(rows, { output: 'batches' });
		expect(items.map(({ json }) => json)).toEqual([
			{ task: { id: expect.any(String) as string }, users: 1, ids: [AMARA], status: 'applied' },
			{ status: 'unchanged', users: 1, ids: [JOSE] },
		]);
	});

	it('Max Batch Bytes holds for what is sent, not for the edits', async () => {
		const words = Array.from({ length: 12 }, (_, n) => `a tag to remove ${n}`);
		const { message } = await bulk([{ id: AMARA, tagsToRemove: ['a', ...words] }], {
			maxBatchBytes: 100,
		});
		expect(message).toBeUndefined();
		expect(rowsSent(world)).toEqual([{ id: AMARA, tags: ['b'] }]);
	});

	it('Max Batch Bytes refuses a user whose tags take more than one request may have', async () => {
		const many = Array.from({ length: 15 }, (_, n) => `a long tag ${n}`);
		hold(AMARA, many);
		const { items } = await bulk(
			[
				{ id: AMARA, tagsToAdd: 'x' },
				{ id: JOSE, tagsToAdd: 'x' },
			],
			{ maxBatchBytes: 200 },
			CONTINUE,
		);
		expect(items[0].json.error).toContain("more than the 200 that 'Max Batch Bytes' allows");
		expect(rowsSent(world)).toEqual([{ id: JOSE, tags: ['c', 'x'] }]);
	});
});
