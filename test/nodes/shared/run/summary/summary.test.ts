import fc from 'fast-check';

import { itemsText, ranges } from '../../../../../nodes/shared/run/summary';

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
	expect(itemsText(numbers.map((itemIndex) => ({ itemIndex })))).toBe(text);
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
