import { RequestStats } from '../../../../nodes/shared/http/requestStats';

/** Answers at these times in milliseconds. */
function statsOf(answers: Array<[status: number, at: number]>) {
	const stats = new RequestStats();
	for (const [status, at] of answers) stats.responded(status, at);
	return stats;
}
const every = (stepMs: number, count: number, fromMs = 0) =>
	Array.from({ length: count }, (_, n): [number, number] => [200, fromMs + n * stepMs]);

describe('what the requests of a run met', () => {
	it('is nothing where none was refused', () => {
		const { rateLimited, perSecond } = statsOf(every(100, 50));
		expect([rateLimited, perSecond]).toEqual([0, undefined]);
	});

	it('counts refusals because of the limit, 420 as well', () => {
		expect(
			statsOf([
				[429, 0],
				[420, 1],
				[503, 2],
				[200, 3],
			]).rateLimited,
		).toBe(2);
	});

	it('is a rate from the first refusal to the last', () => {
		const quick = every(10, 40);
		const slow = every(1000, 10, 1500);
		const rest = every(10_000, 20, 20_000);
		const { perSecond } = statsOf([...quick, [429, 1000], ...slow, [429, 11_000], ...rest]);
		expect(perSecond).toBe(1);
	});

	it('is no rate after few answers, or in no time', () => {
		expect(statsOf([[429, 0], ...every(1000, 9), [429, 9500]]).perSecond).toBeUndefined();
		expect(statsOf([[429, 0], ...every(0, 20), [429, 0]]).perSecond).toBeUndefined();
	});
});
