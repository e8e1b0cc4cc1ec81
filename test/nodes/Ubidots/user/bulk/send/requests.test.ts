import type { IDataObject } from 'n8n-workflow';
import fc from 'fast-check';

import { cutIntoBatches } from '../../../../../../nodes/Ubidots/user/bulk/send';
import { generatedUserId } from '../../../../../../tools/sandbox';
import { people } from '../../../../../support/people';
import { patches, requestLines, requests, rowsOf, rowsSent } from '../../../../../support/requests';
import { bulkUpdate } from '../../../../../support/setups';
import { useWorld } from '../../../../../support/useWorld';
import { writtenItems } from '../../../../../support/written';

const world = useWorld({ users: 300 });

const bulk = async (items: IDataObject[], options: IDataObject = {}) =>
	await world.run(bulkUpdate(options), items);

const peopleWith = (count: number, more: IDataObject) =>
	people(count).map((person): IDataObject => ({ ...person, ...more }));

const sizes = () =>
	patches(world)
		.map((request) => rowsOf(request).length)
		.sort((a, b) => b - a);

describe('250 rows', () => {
	it('leave as 3 requests and come back as 250 paired items in their order', async () => {
		const rows = people(250);
		const { items } = await bulk(rows);
		expect(requestLines(world)).toEqual(Array(3).fill('PATCH /api/v2.0/users/_/bulk/update/'));
		expect(sizes()).toEqual([100, 100, 50]);
		expect(items).toHaveLength(250);
		items.forEach((item, index) => {
			expect(item.pairedItem).toEqual({ item: index });
			expect(item.json.id).toBe(rows[index].id);
			expect(item.json.status).toBe('accepted');
		});
	});

	it('have each user in exactly one request, and its task id on its item', async () => {
		const { items } = await bulk(people(250));
		const sent = rowsSent(world).map(({ id }) => id);
		expect(new Set(sent).size).toBe(250);
		expect(sent).toHaveLength(250);
		const usersByTask = new Map<string, number>();
		for (const { json } of items) {
			const { id } = json.task as IDataObject;
			usersByTask.set(String(id), (usersByTask.get(String(id)) ?? 0) + 1);
		}
		const tasks = world.sandbox.ubidots.tasks().map(({ id, rows }): [string, number] => [id, rows]);
		expect([...usersByTask].sort()).toEqual(tasks.sort());
	});

	it('are all applied', async () => {
		await bulk(people(250));
		expect(writtenItems(world, people(250))).toHaveLength(250);
	});
});

describe('Batch Size', () => {
	it.each([
		[1, 3, [1, 1, 1]],
		[2, 5, [2, 2, 1]],
		[5, 5, [5]],
		[10_000, 120, [120]],
	])('%i cuts %i rows into %j', async (batchSize, count, expected) => {
		await bulk(people(count), { batchSize });
		expect(sizes()).toEqual(expected);
	});

	it('may come as text from an expression', async () => {
		await bulk(people(4), { batchSize: '={{ "3" }}' });
		expect(sizes()).toEqual([3, 1]);
	});
});

describe('Max Batch Bytes', () => {
	const bytesOf = (rows: unknown) => Buffer.byteLength(JSON.stringify(rows), 'utf8');

	it('keeps every body to 10,000 bytes unless told otherwise', async () => {
		await bulk(peopleWith(200, { lastName: 'x'.repeat(100) }));
		const bytes = requests(world).map(({ bodyBytes }) => bodyBytes);
		expect(bytes.length).toBeGreaterThan(2);
		expect(Math.max(...bytes)).toBeLessThanOrEqual(10_000);
		expect(Math.max(...bytes)).toBeGreaterThan(9_800);
	});

	it('counts bytes and not characters', async () => {
		const rows = peopleWith(4, { lastName: '李😀'.repeat(10) });
		const twoRows = bytesOf(rows.slice(0, 2));
		await bulk(rows, { maxBatchBytes: twoRows });
		expect(sizes()).toEqual([2, 2]);
		const [first] = requests(world);
		expect(first.bodyBytes).toBe(twoRows);
		expect(JSON.stringify(first.body).length).toBeLessThan(twoRows);
	});

	it('is kept to the byte: one less, and the second row moves on', async () => {
		const rows = peopleWith(2, { lastName: 'é' });
		await bulk(rows, { maxBatchBytes: bytesOf(rows) });
		expect(sizes()).toEqual([2]);
		await bulk(rows, { maxBatchBytes: bytesOf(rows) - 1 });
		expect(sizes()).toEqual([2, 1, 1]);
	});

	it('refuses a row that alone is over it, by the name of its user', async () => {
		const rows: IDataObject[] = people(3);
		rows[1].lastName = 'é'.repeat(5000);
		const bytes = bytesOf([rows[1]]);
		const { message, description } = await bulk(rows);
		expect(message).toBe(
			`The row of the user '${generatedUserId(2)}' has ${bytes} bytes, more than the 10000 that 'Max Batch Bytes' allows for one request: shorten it or raise the option [item 1]`,
		);
		expect(description).toMatch(/^No request was sent\.$/m);
		expect(requestLines(world)).toEqual([]);
	});

	it('lets a row of exactly that size pass', async () => {
		const rows = peopleWith(1, { lastName: 'é'.repeat(100) });
		await bulk(rows, { maxBatchBytes: bytesOf(rows) });
		expect(sizes()).toEqual([1]);
	});
});

describe('10,000 rows', () => {
	it('are checked, cut and paired in a few seconds', async () => {
		world.sandbox.options.maxBodyBytes = 0;
		const { items, status } = await bulk(people(10_000), {
			batchSize: 1000,
			maxBatchBytes: 1_000_000,
		});
		expect(status).toBe('success');
		expect(sizes()).toEqual(Array(10).fill(1000));
		expect(items).toHaveLength(10_000);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
	});
});

describe('Any rows', () => {
	const rows = fc.array(
		fc.record({
			id: fc.string({ maxLength: 8 }),
			name: fc.string({ unit: 'grapheme', maxLength: 60 }),
		}),
		{ maxLength: 120 },
	);

	const limits = fc.record({
		batchSize: fc.integer({ min: 1, max: 130 }),
		maxBytes: fc.integer({ min: 10, max: 3000 }),
	});

	const sized = (values: object[]) =>
		values.map((value, index) => ({
			value,
			index,
			bytes: Buffer.byteLength(JSON.stringify(value)),
		}));

	const cut = (list: ReturnType<typeof sized>, batchSize: number, maxBytes: number) =>
		cutIntoBatches(list, ({ bytes }) => bytes, batchSize, maxBytes);

	/** Bytes of a JSON array of these rows: the brackets, and a comma between every two. */
	function arrayBytes(rows: ReadonlyArray<{ bytes: number }>): number {
		return rows.reduce((sum, row) => sum + row.bytes, 2 + Math.max(0, rows.length - 1));
	}

	describe('cutting rows into requests', () => {
		it('puts every row into exactly one request, in the order of the rows', () => {
			fc.assert(
				fc.property(rows, limits, (values, { batchSize, maxBytes }) => {
					const batches = cut(sized(values), batchSize, maxBytes);
					expect(batches.flat().map(({ index }) => index)).toEqual(values.map((_, index) => index));
				}),
			);
		});

		it('makes no request that is empty, has too many rows, or is too long, a single row aside', () => {
			fc.assert(
				fc.property(rows, limits, (values, { batchSize, maxBytes }) => {
					for (const batch of cut(sized(values), batchSize, maxBytes)) {
						expect(batch.length).toBeGreaterThan(0);
						expect(batch.length).toBeLessThanOrEqual(batchSize);
						// Measured on the body as it is sent, not on what was added up.
						const body = JSON.stringify(batch.map(({ value }) => value));
						const bytes = Buffer.byteLength(body);
						expect(arrayBytes(batch)).toBe(bytes);
						if (batch.length > 1) expect(bytes).toBeLessThanOrEqual(maxBytes);
					}
				}),
			);
		});

		it('takes the limit to the byte', () => {
			fc.assert(
				fc.property(rows, fc.nat(119), (values, last) => {
					const list = sized(values);
					const first = list.slice(0, last + 1);
					if (first.length < 2) return;
					const bytes = arrayBytes(first);
					expect(cut(list, 200, bytes)[0].length).toBeGreaterThanOrEqual(first.length);
					expect(cut(list, 200, bytes - 1)[0].length).toBeLessThan(first.length);
				}),
			);
		});

		it('makes no more requests than are needed: none could take the first row of the next', () => {
			fc.assert(
				fc.property(rows, limits, (values, { batchSize, maxBytes }) => {
					const batches = cut(sized(values), batchSize, maxBytes);
					for (const [index, batch] of batches.slice(0, -1).entries()) {
						const longer = [...batch, batches[index + 1][0]];
						const fits = longer.length <= batchSize && arrayBytes(longer) <= maxBytes;
						expect(fits).toBe(false);
					}
				}),
			);
		});
	});
});
