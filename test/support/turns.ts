import type { RateLimiter } from '../../nodes/shared/http/pace/rateLimiter';

/** Milliseconds from now, on the faked clock, at which each of these callers got its turn. */
export async function turnTimes(
	limiter: RateLimiter,
	callers: number,
	rate: number,
): Promise<number[]> {
	const start = Date.now();
	const times: number[] = [];
	const turns = Array.from({ length: callers }, async () => {
		await limiter.acquire(rate);
		times.push(Date.now() - start);
	});
	await jest.advanceTimersByTimeAsync(24 * 3600_000);
	await Promise.all(turns);
	return times;
}

export const gaps = (times: number[]) => times.slice(1).map((time, index) => time - times[index]);
