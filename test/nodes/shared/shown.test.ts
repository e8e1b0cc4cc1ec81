import { listed } from '../../../nodes/shared/shown';

describe('a list of names for a sentence', () => {
	it('has each in quotes', () => {
		expect(listed(['a', 'b c'])).toBe("'a', 'b c'");
		expect(listed(new Set(['a']))).toBe("'a'");
	});

	it('has the first ten, and how many are left', () => {
		const names = Array.from({ length: 11 }, (_, n) => `c${n}`);
		expect(listed(names)).toMatch(/'c9' and 1 more$/);
		expect(listed(names.slice(1))).toMatch(/'c10'$/);
	});

	it('cuts long names', () => {
		expect(listed(['x'.repeat(200)]).length).toBeLessThan(120);
	});
});
