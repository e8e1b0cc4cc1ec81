import { cutIntoBatches } from '../../../../../../nodes/Ubidots/user/bulk/send';

describe('cutting rows into requests', () => {
	const rows = (...bytes: number[]) => bytes.map((one) => ({ bytes: one }));
	const cut = (list: Array<{ bytes: number }>, size: number, maxBytes: number) =>
		cutIntoBatches(list, ({ bytes }) => bytes, size, maxBytes).map((batch) =>
			batch.map(({ bytes }) => bytes),
		);

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
});
