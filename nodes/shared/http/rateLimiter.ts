import { monotonicMs } from '../clock';
import { rejectOnAbort, throwIfAborted, waitUntil } from './abort';

/** The interval is this much longer than the limit asks, against jitter on the way to the server. */
const JITTER_MARGIN = 1.02;
/** The first request after a rest is slower (connection, compilation): without this the next one would catch up with it. */
const COLD_START_MS = 30;
const REST_MS = 2000;
/** A longer pause is cut to this: the number may be a mistake, or not in seconds. */
const LONGEST_PAUSE_MS = 60 * 60_000;
/** An unused limiter is dropped after this time. */
const UNUSED_AFTER_MS = 10 * 60_000;

/** The service asked the account to wait longer than this request may. */
export class PausedTooLong extends Error {
	constructor(readonly pauseMs: number) {
		super(`Paused for ${Math.ceil(pauseMs / 1000)} s`);
	}
}

/** Gives the permits of one account evenly spaced, which keeps within the limit in any time window of the server; a burst would not. */
export class RateLimiter {
	private nextPermitAt = 0;
	private pausedUntil = 0;
	private queue: Promise<void> = Promise.resolve();
	private lastUsedAt = 0;
	/** One for each waiting caller: checks whether a new pause is too long for it. */
	private readonly waiting = new Set<() => void>();
	private readonly madeAt = monotonicMs();

	/**
	 * Resolves when the caller may send one request.
	 * @param requestsPerSecond may be a fraction (5 a minute = 0.083); 0 = no pacing, only the pauses that the service asked for
	 * @param longestPauseMs the longest pause of the service to wait for
	 * @throws PausedTooLong, or Failure of kind `canceled` when the signal is aborted
	 */
	async acquire(
		requestsPerSecond: number,
		signal?: AbortSignal,
		longestPauseMs = Infinity,
	): Promise<void> {
		const intervalMs = requestsPerSecond > 0 ? (1000 / requestsPerSecond) * JITTER_MARGIN : 0;
		/** Aborted when the caller leaves, which it does at once from anywhere in the queue, and without a permit. */
		const leaving = new AbortController();
		const stop = () => leaving.abort();
		let tooLong: PausedTooLong | undefined;
		const check = () => {
			const leftMs = this.pausedUntil - monotonicMs();
			if (leftMs <= longestPauseMs) return;
			tooLong = new PausedTooLong(leftMs);
			leaving.abort();
		};
		const mine = this.queue.then(async () => {
			// A pause may start during the wait.
			while (monotonicMs() < this.freeAt) await waitUntil(this.freeAt, leaving.signal);
			throwIfAborted(leaving.signal);
			this.take(intervalMs);
		});
		this.queue = mine.catch(() => undefined);
		signal?.addEventListener('abort', stop, { once: true });
		if (signal?.aborted) stop();
		this.waiting.add(check);
		check();
		try {
			await rejectOnAbort(mine, leaving.signal);
		} catch (error) {
			throw signal?.aborted ? error : (tooLong ?? error);
		} finally {
			this.waiting.delete(check);
			signal?.removeEventListener('abort', stop);
		}
	}

	private take(intervalMs: number): void {
		const now = monotonicMs();
		const wasAtRest = now - this.lastUsedAt > REST_MS + intervalMs;
		this.lastUsedAt = now;
		this.nextPermitAt = now + intervalMs + (wasAtRest && intervalMs > 0 ? COLD_START_MS : 0);
	}

	private get freeAt(): number {
		return Math.max(this.nextPermitAt, this.pausedUntil);
	}

	/** Whether it has been unused for long, and no caller waits. */
	isUnused(now: number): boolean {
		if (this.waiting.size > 0) return false;
		return now - Math.max(this.madeAt, this.lastUsedAt, this.freeAt) > UNUSED_AFTER_MS;
	}

	/** Gives no permit for this time, because the service asked for it. */
	pause(ms: number): void {
		this.pausedUntil = Math.max(this.pausedUntil, monotonicMs() + Math.min(ms, LONGEST_PAUSE_MS));
		for (const check of this.waiting) check();
	}
}

const limiters = new Map<string, RateLimiter>();

/** The limiter of an account, shared by everything in this n8n process. */
export function limiterFor(key: string): RateLimiter {
	const now = monotonicMs();
	for (const [other, limiter] of limiters) {
		if (other !== key && limiter.isUnused(now)) limiters.delete(other);
	}
	const limiter = limiters.get(key) ?? new RateLimiter();
	limiters.set(key, limiter);
	return limiter;
}
