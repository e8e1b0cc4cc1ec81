import { Traffic } from '../../../../nodes/shared/http/traffic';

/** Answers at these times in milliseconds. */
function trafficOf(answers: Array<[status: number, at: number]>) {
	const traffic = new Traffic();
	for (const [status, at] of answers) traffic.noteAnswer(status, at);
	return traffic;
}
const every = (stepMs: number, count: number, fromMs = 0) =>
	Array.from({ length: count }, (_, n): [number, number] => [200, fromMs + n * stepMs]);

describe('what the requests of a run met', () => {
	it('is nothing where none was refused', () => {
		const { overLimit, perSecond } = trafficOf(every(100, 50));
		expect([overLimit, perSecond]).toEqual([0, undefined]);
	});

	it('counts refusals because of the limit, 420 as well', () => {
		expect(
			trafficOf([
				[429, 0],
				[420, 1],
				[503, 2],
				[200, 3],
			]).overLimit,
		).toBe(2);
	});

	it('is a rate from the first refusal to the last', () => {
		const quick = every(10, 40);
		const slow = every(1000, 10, 1500);
		const rest = every(10_000, 20, 20_000);
		const { perSecond } = trafficOf([...quick, [429, 1000], ...slow, [429, 11_000], ...rest]);
		expect(perSecond).toBe(1);
	});

	it('is no rate after few answers, or in no time', () => {
		expect(trafficOf([[429, 0], ...every(1000, 9), [429, 9500]]).perSecond).toBeUndefined();
		expect(trafficOf([[429, 0], ...every(0, 20), [429, 0]]).perSecond).toBeUndefined();
	});
});
