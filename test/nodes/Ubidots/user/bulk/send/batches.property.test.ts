import fc from 'fast-check';

import { cutIntoBatches } from '../../../../../../nodes/Ubidots/user/bulk/send';

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
