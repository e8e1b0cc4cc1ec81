import { listed, shownList } from '../../../nodes/shared/shown';

describe('a list for a sentence', () => {
	it('is separated by commas; values are in quotes', () => {
		expect(listed(['a', 'b c'])).toBe('a, b c');
		expect(shownList(['a', 'b c', 1])).toBe("'a', 'b c', 1");
	});

	it('has the first ten, and how many are left', () => {
		const names = Array.from({ length: 11 }, (_, n) => `c${n}`);
		expect(shownList(names)).toMatch(/'c9' and 1 more$/);
		expect(shownList(names.slice(1))).toMatch(/'c10'$/);
	});

	it('cuts long values', () => {
		expect(shownList(['x'.repeat(200)]).length).toBeLessThan(120);
	});
});
