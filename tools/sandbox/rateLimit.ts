export interface RateLimit {
	/** 0 = let through and counted; otherwise milliseconds until the next one would be. */
	check(requestsPerSecond: number): number;
	reset(): void;
}

/**
 * A sliding window: at most `rate` requests within any one second, or one request within 1/rate seconds where the
 * rate is below one. Refused requests are not counted.
 */
export function createRateLimit(now: () => number): RateLimit {
	let passed: number[] = [];
	return {
		check(requestsPerSecond) {
			if (requestsPerSecond <= 0) return 0;
			const capacity = Math.max(1, Math.floor(requestsPerSecond));
			const windowMs = (1000 * capacity) / requestsPerSecond;
			const at = now();
			passed = passed.filter((time) => at - time < windowMs);
			if (passed.length >= capacity) return passed[passed.length - capacity] + windowMs - at;
			passed.push(at);
			return 0;
		},
		reset: () => {
			passed = [];
		},
	};
}
