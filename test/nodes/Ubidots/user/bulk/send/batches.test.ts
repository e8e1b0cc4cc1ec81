import fc from 'fast-check';

import { jsonBytes } from '../../../../../../nodes/Ubidots/user/bulk/rows';
import { cutIntoBatches } from '../../../../../../nodes/Ubidots/user/bulk/send';
import { arrayBytes } from '../../../../../support/arrayBytes';

const sized = (rows: unknown[]) => rows.map((row) => ({ row, bytes: jsonBytes(row) }));

describe('the bytes of a body', () => {
	it.each([
		[{ a: 'x' }, 9],
		[{ a: 'é' }, 10],
		[{ a: '李' }, 11],
		[{ a: '😀' }, 12],
		[{ a: '"\\\n' }, 14],
		[[], 2],
	])('of %j are %i, in UTF-8 and not characters', (value, bytes) => {
		expect(jsonBytes(value)).toBe(bytes);
	});

	it.each([[[]], [[{ a: 1 }]], [[{ a: 1 }, { b: 'é' }, { c: '😀' }]]])(
		'of a list are those of its JSON: %j',
		(rows) => {
			expect(arrayBytes(sized(rows))).toBe(jsonBytes(rows));
		},
	);
});

describe('cutting rows into requests', () => {
	const rows = (...bytes: number[]) => bytes.map((one) => ({ bytes: one }));
	const cut = (list: Array<{ bytes: number }>, size: number, maxBytes: number) =>
		cutIntoBatches(list, size, maxBytes).map((batch) => batch.map(({ bytes }) => bytes));

	it('keeps to the number of rows', () => {
		expect(cut(rows(1, 1, 1, 1, 1), 2, 1000)).toEqual([[1, 1], [1, 1], [1]]);
	});

	it('keeps to the number of bytes, brackets and commas counted', () => {
		expect(cut(rows(10, 10, 10), 100, 23)).toEqual([[10, 10], [10]]);
		expect(cut(rows(10, 10, 10), 100, 22)).toEqual([[10], [10], [10]]);
		expect(cut(rows(10, 10, 10), 100, 34)).toEqual([[10, 10, 10]]);
	});

	it('lets a row that is too long stand alone', () => {
		expect(cut(rows(5, 500, 5), 100, 50)).toEqual([[5], [500], [5]]);
	});

	it('gives no request for no rows', () => {
		expect(cut([], 100, 10_000)).toEqual([]);
	});

	it('puts every row into exactly one request, in order, within both limits, none to spare', () => {
		const row = fc.record({
			id: fc.string(),
			text: fc.string({ unit: 'grapheme', maxLength: 30 }),
		});
		fc.assert(
			fc.property(
				fc.array(row, { maxLength: 60 }),
				fc.integer({ min: 1, max: 20 }),
				fc.integer({ min: 2, max: 400 }),
				(people, batchSize, maxBytes) => {
					const all = sized(people);
					const batches = cutIntoBatches(all, batchSize, maxBytes);
					expect(batches.flat()).toEqual(all);
					batches.forEach((batch, index) => {
						expect(batch.length).toBeGreaterThan(0);
						expect(batch.length).toBeLessThanOrEqual(batchSize);
						const body = jsonBytes(batch.map((one) => one.row));
						if (batch.length > 1) expect(body).toBeLessThanOrEqual(maxBytes);
						const next = batches[index + 1]?.[0];
						if (!next || batch.length === batchSize) return;
						expect(body + 1 + next.bytes).toBeGreaterThan(maxBytes);
					});
				},
			),
		);
	});
});
