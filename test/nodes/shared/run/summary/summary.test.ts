import fc from 'fast-check';

import { itemsText, linesBy, ranges } from '../../../../../nodes/shared/run/summary';

it.each([
	[[], ''],
	[[0], '0'],
	[[0, 1], '0-1'],
	[[3, 1, 2, 7], '1-3, 7'],
	[[0, 2, 4], '0, 2, 4'],
	[[10, 9, 100, 101, 102], '9-10, 100-102'],
])('item numbers %j read as %j', (numbers, text) => {
	expect(ranges(numbers)).toBe(text);
});

it('leaves the list it was given as it is', () => {
	const numbers = [3, 1, 2];
	ranges(numbers);
	expect(numbers).toEqual([3, 1, 2]);
});

it.each([
	[[], 'no item'],
	[[4], 'item 4 (1)'],
	[[0, 1, 2, 5], 'items 0-2, 5 (4)'],
])('items %j are told as %j', (numbers, text) => {
	expect(itemsText(numbers.map((item) => ({ item, requested: {} })))).toBe(text);
});

it('names exactly the items it was given', () => {
	const numbers = fc.uniqueArray(fc.integer({ min: 0, max: 200 }), { maxLength: 80 });
	fc.assert(
		fc.property(numbers, (some) => {
			const named = ranges(some)
				.split(', ')
				.filter((part) => part !== '')
				.flatMap((part) => {
					const [from, to = from] = part.split('-').map(Number);
					return Array.from({ length: to - from + 1 }, (_, n) => from + n);
				});
			expect(named).toEqual([...some].sort((a, b) => a - b));
		}),
	);
});

describe('a text that would get too long', () => {
	const everyOther = (count: number) => Array.from({ length: count }, (_, n) => n * 2);

	it('names twenty ranges of items', () => {
		expect(ranges(everyOther(20))).toBe(everyOther(20).join(', '));
	});

	it('only counts the items beyond them', () => {
		expect(ranges([...everyOther(20), 100, 101, 102])).toBe(
			`${everyOther(20).join(', ')} and 3 more`,
		);
	});

	const lines = (count: number) =>
		linesBy(
			everyOther(count),
			(n) => n,
			(n, group) => `${n}: ${group.length}`,
		);

	it('has twenty lines', () => {
		expect(lines(20)).toEqual(everyOther(20).map((n) => `${n}: 1`));
	});

	it('only counts the lines beyond them', () => {
		expect(lines(23)).toEqual([...lines(20), '… and 3 more like this']);
	});
});
