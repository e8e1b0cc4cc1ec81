import { RateLimiter } from '../../../../../../nodes/shared/http/pace/rateLimiter';
import { gaps, turnTimes } from '../../../../../support/turns';

const START = Date.UTC(2025, 0, 1);

beforeEach(() => {
	jest.useFakeTimers({ now: START - 50_000 });
	jest.advanceTimersByTime(50_000);
});
afterEach(() => jest.useRealTimers());

describe('a pause that the service asked for', () => {
	it('makes everybody wait, also who waits already', async () => {
		const limiter = new RateLimiter();
		await limiter.acquire(4);
		const waiting = turnTimes(limiter, 3, 4);
		limiter.pause(7000);
		const [first, ...others] = await waiting;
		expect(first).toBeGreaterThanOrEqual(7000);
		expect(first).toBeLessThan(7100);
		expect(gaps([first, ...others]).every((gap) => gap >= 250)).toBe(true);
	});

	it('counts without a pace as well', async () => {
		const limiter = new RateLimiter();
		limiter.pause(3000);
		expect(Math.min(...(await turnTimes(limiter, 4, 0)))).toBeGreaterThanOrEqual(3000);
	});

	it('is never shortened by a later, shorter one', async () => {
		const limiter = new RateLimiter();
		limiter.pause(5000);
		limiter.pause(10);
		expect((await turnTimes(limiter, 1, 0))[0]).toBeGreaterThanOrEqual(5000);
	});

	it('is an hour at most: the number may be a mistake', async () => {
		const limiter = new RateLimiter();
		limiter.pause(7 * 3600_000);
		expect(await turnTimes(limiter, 1, 0)).toEqual([3600_000]);
	});
});

describe('a pause that is longer than a caller may wait', () => {
	it('sends it away at once, and it uses up no turn', async () => {
		const limiter = new RateLimiter();
		limiter.pause(60_000);
		await expect(limiter.acquire(1, undefined, 30_000)).rejects.toThrow('60 s');
		expect((await turnTimes(limiter, 1, 1))[0]).toBeLessThanOrEqual(60_100);
	});

	it('sends it away also when the pause comes while it waits', async () => {
		const limiter = new RateLimiter();
		await limiter.acquire(1);
		const outcome = limiter.acquire(1, undefined, 30_000).catch((error: Error) => error.message);
		limiter.pause(60_000);
		await jest.advanceTimersByTimeAsync(2000);
		await expect(Promise.race([outcome, 'still waiting'])).resolves.toContain('60 s');
	});

	it('sends it away also when it stands behind one who may', async () => {
		const limiter = new RateLimiter();
		limiter.pause(60_000);
		const patient = limiter.acquire(1, undefined, 3600_000);
		const outcome = limiter.acquire(1, undefined, 30_000).catch((error: Error) => error.message);
		await jest.advanceTimersByTimeAsync(2000);
		await expect(Promise.race([outcome, 'still waiting'])).resolves.not.toBe('still waiting');
		await jest.advanceTimersByTimeAsync(60_000);
		await patient;
	});

	it('sends it away also when the pause comes while both wait', async () => {
		const limiter = new RateLimiter();
		await limiter.acquire(1);
		const patient = limiter.acquire(1, undefined, 3600_000);
		const outcome = limiter.acquire(1, undefined, 30_000).catch((error: Error) => error.message);
		limiter.pause(60_000);
		await jest.advanceTimersByTimeAsync(2000);
		await expect(Promise.race([outcome, 'still waiting'])).resolves.not.toBe('still waiting');
		await jest.advanceTimersByTimeAsync(60_000);
		await patient;
	});

	it.each([20_000, 30_000])('is sat out when it is short enough: %i of 30,000 ms', async (ms) => {
		const limiter = new RateLimiter();
		limiter.pause(ms);
		const outcome = limiter.acquire(1, undefined, 30_000).then(() => Date.now() - START);
		await jest.advanceTimersByTimeAsync(ms + 1000);
		await expect(outcome).resolves.toBe(ms);
	});
});
