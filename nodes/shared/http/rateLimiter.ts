import { monotonicMs } from '../clock';
import { rejectOnAbort, throwIfAborted, waitUntil } from './abort';

/** Requests are set this much further apart than the limit asks, against jitter on the way to the server. */
const JITTER_MARGIN = 1.02;
/**
 * The first request after a rest is slow on its way (connection, compilation), the next ones are not: without this
 * they would catch up with it at the server.
 */
const COLD_START_MS = 30;
const REST_MS = 2000;
/** A service that asks for more is asked again after this: the number may be a slip, or no seconds at all. */
const LONGEST_PAUSE_MS = 60 * 60_000;
/** An unused pace is forgotten after this long, so that accounts that are gone do not pile up. */
const FORGET_AFTER_MS = 10 * 60_000;

/** The server asked everyone on this account to wait longer than this request may. */
export class PausedTooLong extends Error {
	constructor(readonly pauseMs: number) {
		super(`Paused for ${Math.ceil(pauseMs / 1000)} s`);
	}
}

/**
 * The pace of one account: hands out one permit after the other, evenly spaced. Even spacing keeps to a limit
 * whatever window the server counts in; a burst at the start would not.
 */
export class RateLimiter {
	private nextPermitAt = 0;
	private pausedUntil = 0;
	private queue: Promise<void> = Promise.resolve();
	private lastUsedAt = 0;
	/** For everybody who waits: whether a new pause is too long for them. */
	private readonly waiting = new Set<() => void>();
	private readonly madeAt = monotonicMs();

	/**
	 * Resolves when this caller may send one request.
	 * @param requestsPerSecond may be a fraction (5 a minute = 0.083); 0 = no pacing, only the pauses the server asked for
	 * @param longestPauseMs a longer pause that the server asked for is not sat out
	 * @throws PausedTooLong, or Failure of kind `canceled` when the execution is stopped while waiting
	 */
	async acquire(
		requestsPerSecond: number,
		signal?: AbortSignal,
		longestPauseMs = Infinity,
	): Promise<void> {
		const intervalMs = requestsPerSecond > 0 ? (1000 / requestsPerSecond) * JITTER_MARGIN : 0;
		/** Whoever is stopped or sent away leaves at once, even from the middle of the queue, and takes no permit. */
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
			// A pause may be added while this permit is being waited for.
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

	/** Whether nobody has used it for long, and nobody waits for a permit. */
	isForgotten(now: number): boolean {
		if (this.waiting.size > 0) return false;
		return now - Math.max(this.madeAt, this.lastUsedAt, this.freeAt) > FORGET_AFTER_MS;
	}

	/** Nobody on this account gets a permit for the next `ms`: the server said so. */
	pause(ms: number): void {
		this.pausedUntil = Math.max(this.pausedUntil, monotonicMs() + Math.min(ms, LONGEST_PAUSE_MS));
		for (const check of this.waiting) check();
	}
}

const limiters = new Map<string, RateLimiter>();

/** The one limiter that everything in this n8n process shares for the account. */
export function limiterFor(key: string): RateLimiter {
	const now = monotonicMs();
	for (const [other, limiter] of limiters) {
		if (other !== key && limiter.isForgotten(now)) limiters.delete(other);
	}
	const limiter = limiters.get(key) ?? new RateLimiter();
	limiters.set(key, limiter);
	return limiter;
}
