/** What is assumed of the way to the service before any answer has come. */
const FIRST_MEAN_MS = 30;
const FIRST_MARGIN_MS = 200;
const LEAST_MARGIN_MS = 10;
const MOST_MARGIN_MS = 500;
/** How much of the margin each refusal adds, and each request that was served takes away. */
const WIDER = 1.5;
const NARROWER = 0.99;
/** A longer answer says nothing about the way there. */
const LONGEST_MS = 1000;
/** The weight of the latest answer in the averages. */
const WEIGHT = 1 / 8;

/**
 * How much later than the quickest one a request may have reached the service. That is known only from how long its answer took, which
 * holds the service's own work and the way back as well: the margin says how much of it to believe, and only refusals widen it.
 */
export class Lateness {
	private least = Infinity;
	private most = 0;
	private answers = 0;
	private mean = FIRST_MEAN_MS;
	private deviation = 0;
	private margin = FIRST_MARGIN_MS;

	/** @param tookMs how long the answer took; undefined when there is none yet */
	of(tookMs: number | undefined): number {
		if (tookMs === undefined) return Math.min(this.mean + 2 * this.deviation, this.margin);
		// The least of a few answers is not the least there can be.
		const unseen = (2 * Math.min(this.most - this.least, LONGEST_MS)) / (this.answers + 1);
		return Math.min(tookMs - this.least + unseen, this.margin);
	}

	note(tookMs: number): void {
		this.answers++;
		this.least = Math.min(this.least, tookMs);
		this.most = Math.max(this.most, tookMs);
		const late = Math.min(tookMs - this.least, LONGEST_MS);
		this.deviation += (Math.abs(late - this.mean) - this.deviation) * WEIGHT;
		this.mean += (late - this.mean) * WEIGHT;
	}

	widen(): void {
		this.margin = Math.min(this.margin * WIDER, MOST_MARGIN_MS);
	}

	narrow(): void {
		this.margin = Math.max(this.margin * NARROWER, LEAST_MARGIN_MS);
	}
}
