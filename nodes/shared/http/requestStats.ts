import { isOverLimit } from '../statuses';

/** Fewer say nothing about a limit. */
const ENOUGH_PASSED = 10;

/** What a run's requests met, over all of them. */
export class RequestStats {
	/** Attempts beyond the first of each request. */
	retries = 0;
	/** Responses 429 or 420. */
	rateLimited = 0;
	/** All other responses. */
	private passed = 0;
	private firstRefusal: { passed: number; atMs: number } | undefined;
	private lastRefusal: { passed: number; atMs: number } | undefined;

	/** @param nowMs when the response came, see `monotonicMs` */
	responded(status: number, nowMs: number): void {
		if (!isOverLimit(status)) {
			this.passed++;
			return;
		}
		this.rateLimited++;
		this.lastRefusal = { passed: this.passed, atMs: nowMs };
		this.firstRefusal ??= this.lastRefusal;
	}

	/** How many requests a second got through while some were refused, from the first refusal to the last; undefined where too few did. */
	get perSecond(): number | undefined {
		const { firstRefusal: first, lastRefusal: last } = this;
		if (!first || !last || last.atMs === first.atMs) return undefined;
		const passed = last.passed - first.passed;
		return passed < ENOUGH_PASSED ? undefined : (1000 * passed) / (last.atMs - first.atMs);
	}
}
