import { isOverLimit } from '../statuses';

/** Fewer say nothing about a limit. */
const ENOUGH_THROUGH = 10;

/** What a run's requests met, over all of them. */
export class Traffic {
	/** Attempts beyond the first of each request. */
	retries = 0;
	/** Answers 429 or 420. */
	overLimit = 0;
	private firstRefusalMs = 0;
	/** Answers since then. */
	private through = 0;
	private measured = { through: 0, ms: 0 };

	/** @param nowMs when the answer came, see `monotonicMs` */
	noteAnswer(status: number, nowMs: number): void {
		if (!isOverLimit(status)) {
			this.through++;
			return;
		}
		if (this.overLimit === 0) {
			this.firstRefusalMs = nowMs;
			this.through = 0;
		}
		this.overLimit++;
		this.measured = { through: this.through, ms: nowMs - this.firstRefusalMs };
	}

	/** How many requests a second got through while some were refused, from the first refusal to the last; undefined where too few did. */
	get perSecond(): number | undefined {
		const { through, ms } = this.measured;
		return through < ENOUGH_THROUGH || ms === 0 ? undefined : (1000 * through) / ms;
	}
}
