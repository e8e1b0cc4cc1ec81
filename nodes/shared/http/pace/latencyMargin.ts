/** What is assumed of the way to the service before any response has come. */
const FIRST_MEAN_MS = 30;
const FIRST_MARGIN_MS = 200;
const LEAST_MARGIN_MS = 10;
const MOST_MARGIN_MS = 500;
/** How much of the margin each refusal adds, and each request that was served takes away. */
const WIDER = 1.5;
const NARROWER = 0.99;
/** A longer response says nothing about the way there. */
const LONGEST_MS = 1000;
/** The weight of the latest response in the mean, as for TCP's round trip time (RFC 6298, section 2). */
const WEIGHT = 1 / 8;

/**
 * How much later than the quickest one a request may have reached the service. That is known only from how long its response took, which
 * holds the service's own work and the way back as well: the margin says how much of it to believe, and only refusals widen it.
 */
export class LatencyMargin {
	private least = Infinity;
	private most = 0;
	private responses = 0;
	private mean = FIRST_MEAN_MS;
	private margin = FIRST_MARGIN_MS;

	/** @param tookMs how long the response took; undefined when there is none yet */
	of(tookMs: number | undefined): number {
		if (tookMs === undefined) return Math.min(this.mean, this.margin);
		// The least of a few responses is not the least there can be.
		const unseen = (2 * Math.min(this.spreadMs, LONGEST_MS)) / (this.responses + 1);
		return Math.min(tookMs - this.least + unseen, this.margin);
	}

	/** How much the responses differ in how long they took. */
	get spreadMs(): number {
		return this.most - this.least;
	}

	note(tookMs: number): void {
		this.responses++;
		this.least = Math.min(this.least, tookMs);
		this.most = Math.max(this.most, tookMs);
		this.mean += (Math.min(tookMs - this.least, LONGEST_MS) - this.mean) * WEIGHT;
	}

	widen(): void {
		this.margin = Math.min(this.margin * WIDER, MOST_MARGIN_MS);
	}

	narrow(): void {
		this.margin = Math.max(this.margin * NARROWER, LEAST_MARGIN_MS);
	}
}
