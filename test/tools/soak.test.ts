import { mapSizes } from '../../tools/fuzz/soak/moduleMaps';
import { isFlat, linesOf } from '../../tools/fuzz/soak/measure';

describe('npm run fuzz -- --soak', () => {
	it('sees how full a map is that a module keeps to itself', () => {
		const kept = new Map([['one', 1]]);
		const add = (key: string) => kept.set(key, 0);
		add('two');
		expect(mapSizes(add)).toMatchObject({ kept: 2 });
	});

	it('allows no more than at the beginning, but for the noise of the heap', () => {
		const begin = { 'heap (MB)': 100, 'signals alive': 3, 'rate limiters': 9 };
		const end = { 'heap (MB)': 104, 'signals alive': 4, 'rate limiters': 2 };
		expect(linesOf(begin, end).map(isFlat)).toEqual([true, false, false]);
	});
});
