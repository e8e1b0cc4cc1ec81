import { monotonicMs } from '../clock';
import { waitUntil } from './abort';

interface Limited {
	/** See `monotonicMs`. */
	until: number;
	end(): void;
}

/** The time limits of all requests of a run, watched by one timer: one for each request would cost more than the node's other work for it. */
export class TimeLimits {
	private readonly open = new Set<Limited>();
	private watchesUntil = Infinity;
	/** Ends the wait for the next limit; undefined when nobody waits. */
	private wait: AbortController | undefined;

	/** Settles like the promise, or with the result of `late` after `limitMs`. */
	async run<T>(limitMs: number, promise: Promise<T>, late: () => T): Promise<T> {
		let end = () => {};
		const over = new Promise<T>((resolve) => (end = () => resolve(late())));
		const limited = { until: monotonicMs() + limitMs, end };
		this.open.add(limited);
		if (!this.wait) void this.watch();
		else if (limited.until < this.watchesUntil) this.wait.abort();
		try {
			return await Promise.race([promise, over]);
		} finally {
			this.open.delete(limited);
		}
	}

	/** To be called after the last one: the timer would keep the process alive. */
	close(): void {
		this.open.clear();
		this.wait?.abort();
	}

	private async watch(): Promise<void> {
		while (this.open.size > 0) {
			const now = monotonicMs();
			this.watchesUntil = Infinity;
			for (const limited of this.open) {
				if (limited.until > now) this.watchesUntil = Math.min(this.watchesUntil, limited.until);
				else {
					this.open.delete(limited);
					limited.end();
				}
			}
			if (this.watchesUntil === Infinity) break;
			this.wait = new AbortController();
			// Woken, it looks anew which is next.
			await waitUntil(this.watchesUntil, this.wait.signal).catch(() => undefined);
		}
		this.wait = undefined;
	}
}
