import { sleep } from 'n8n-workflow';

import { TimeLimits } from '../../../../nodes/shared/http/timeLimits';

const START = Date.UTC(2025, 0, 1);
beforeEach(() => jest.useFakeTimers({ now: START }));
afterEach(() => jest.useRealTimers());

const never = async () => await new Promise<never>(() => {});
const inTime = async (ms: number) => await sleep(ms).then(() => 'own');
/** What it gave, and when. */
const noted = async (outcome: Promise<unknown>) => {
	const value = await outcome.catch(({ message }: Error) => message);
	return `${String(value)} after ${Date.now() - START} ms`;
};
const late = () => 'late';

describe('a promise with a time limit', () => {
	it('gives its own outcome when it comes in time', async () => {
		const limits = new TimeLimits();
		await expect(limits.run(1000, Promise.resolve(7), () => 0)).resolves.toBe(7);
		const failing = Promise.reject(new Error('own'));
		await expect(limits.run(1000, failing, late)).rejects.toThrow('own');
	});

	it('is given its whole time, and not more', async () => {
		const limits = new TimeLimits();
		const outcomes = [900, 1500, 1501].map((ms) => noted(limits.run(1500, inTime(ms), late)));
		await jest.advanceTimersByTimeAsync(2000);
		await expect(Promise.all(outcomes)).resolves.toEqual([
			'own after 900 ms',
			'own after 1500 ms',
			'late after 1500 ms',
		]);
	});

	it.each([
		['a longer one before', [5000, 300]],
		['a shorter one before', [300, 5000]],
		['others as long', [2000, 2000, 2000]],
	])('has it beside %s', async (_, limitsMs) => {
		const limits = new TimeLimits();
		const outcomes: Array<Promise<string>> = [];
		for (const ms of limitsMs) {
			outcomes.push(noted(limits.run(ms, never(), late)));
			await jest.advanceTimersByTimeAsync(0);
		}
		await jest.advanceTimersByTimeAsync(6000);
		await expect(Promise.all(outcomes)).resolves.toEqual(
			limitsMs.map((ms) => `late after ${ms} ms`),
		);
	});

	it('has it after a rest', async () => {
		const limits = new TimeLimits();
		await limits.run(400, Promise.resolve(), () => undefined);
		await jest.advanceTimersByTimeAsync(60_000);
		expect(jest.getTimerCount()).toBe(0);
		const outcome = noted(limits.run(700, never(), late));
		await jest.advanceTimersByTimeAsync(700);
		await expect(outcome).resolves.toBe('late after 60700 ms');
	});

	it('needs one timer for many, and none a second after the run', async () => {
		const limits = new TimeLimits();
		for (let count = 0; count < 50; count++) void limits.run(60_000 + count, never(), late);
		await jest.advanceTimersByTimeAsync(10);
		expect(jest.getTimerCount()).toBe(1);
		limits.close();
		// Before 2.41, n8n's own sleep goes on for as long.
		await jest.advanceTimersByTimeAsync(1000);
		expect(jest.getTimerCount()).toBe(0);
	});
});
