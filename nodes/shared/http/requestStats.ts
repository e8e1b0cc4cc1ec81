/** Fewer say nothing about a limit. */
const ENOUGH_PASSED = 10;

/** What a run's requests met, over all of them. */
export interface RequestStats {
	/** Attempts beyond the first of each request. */
	retries: number;
	/** Responses 429 or 420. */
	rateLimited: number;
	/** All other responses. */
	passed: number;
	firstRefusal?: { passed: number; atMs: number };
	lastRefusal?: { passed: number; atMs: number };
}

/**
 * Counts a response 429 or 420.
 * @param atMs when it came, see `monotonicMs`
 */
export function noteRefusal(stats: RequestStats, atMs: number): void {
	stats.rateLimited++;
	stats.lastRefusal = { passed: stats.passed, atMs };
	stats.firstRefusal ??= stats.lastRefusal;
}

/** How many requests a second got through while some were refused, from the first refusal to the last; undefined where too few did. */
export function passedPerSecond(stats: RequestStats): number | undefined {
	const { firstRefusal: first, lastRefusal: last } = stats;
	if (!first || !last || last.atMs === first.atMs) return undefined;
	const passed = last.passed - first.passed;
	return passed < ENOUGH_PASSED ? undefined : (1000 * passed) / (last.atMs - first.atMs);
}
