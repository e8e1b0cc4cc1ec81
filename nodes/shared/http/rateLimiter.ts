import { rejectOnAbort, throwIfAborted, waitUntil } from '../abort';
import { monotonicMs } from '../clock';
import { Pace, type Sent } from './pace';
import { Turns, type Waiting } from './turns';

/** A longer pause is cut to this: the number may be a mistake, or not in seconds. */
const LONGEST_PAUSE_MS = 60 * 60_000;
/** An unused limiter is dropped after this time, and with it what it has learned. */
const UNUSED_AFTER_MS = 10 * 60_000;

/** The service asked the account to wait longer than this request may. */
export class PausedTooLong extends Error {
	constructor(readonly pauseMs: number) {
		super(`Paused for ${Math.ceil(pauseMs / 1000)} s`);
	}
}

interface Caller extends Waiting {
	requestsPerSecond: number;
	/** Checks whether a new pause is too long for it. */
	check(): void;
	go(sent: Sent): void;
}

/** Gives the permits of one account: to each run in turn, at the pace that the account is found to bear. */
export class RateLimiter {
	private readonly pace = new Pace(Date.now() - monotonicMs());
	private readonly turns = new Turns<Caller>();
	private pausedUntil = 0;
	private lastUsedAt = 0;
	private readonly madeAt = monotonicMs();
	private isGivingTurns = false;
	/** Ends the wait for the next turn. */
	private wait: AbortController | undefined;

	/**
	 * Resolves when the caller may send one request.
	 * @param requestsPerSecond the most; may be a fraction (5 a minute = 0.083); 0 = no pacing, only the pauses that the service asked for
	 * @param longestPauseMs the longest pause of the service to wait for
	 * @param turn whose turn it is, and whether the request was refused before
	 * @returns to be handed to `answered`
	 * @throws PausedTooLong, or Failure of kind `canceled` when the signal is aborted
	 */
	async acquire(
		requestsPerSecond: number,
		signal?: AbortSignal,
		longestPauseMs = Infinity,
		turn: Partial<Waiting> = {},
	): Promise<Sent> {
		throwIfAborted(signal);
		if (requestsPerSecond <= 0) {
			// Not in the middle of the caller's own step: a pause or a stop may follow in it.
			await Promise.resolve();
			throwIfAborted(signal);
			const now = monotonicMs();
			if (now >= this.pausedUntil && this.turns.size === 0)
				return this.send(now, requestsPerSecond);
		}
		const leaving = new AbortController();
		const leave = () => {
			this.turns.leave(caller);
			this.wake();
			leaving.abort();
		};
		let tooLong: PausedTooLong | undefined;
		let go: (sent: Sent) => void = () => {};
		const mine = new Promise<Sent>((resolve) => (go = resolve));
		const check = () => {
			const leftMs = this.pausedUntil - monotonicMs();
			if (leftMs <= longestPauseMs) return;
			tooLong = new PausedTooLong(leftMs);
			leave();
		};
		const caller: Caller = { of: this, again: false, ...turn, requestsPerSecond, check, go };
		signal?.addEventListener('abort', leave, { once: true });
		this.turns.add(caller);
		check();
		void this.giveTurns();
		try {
			return await rejectOnAbort(mine, leaving.signal);
		} catch (error) {
			throw signal?.aborted ? error : (tooLong ?? error);
		} finally {
			signal?.removeEventListener('abort', leave);
		}
	}

	/** Gives turns until nobody waits. */
	private async giveTurns(): Promise<void> {
		if (this.isGivingTurns) return;
		this.isGivingTurns = true;
		// Not in the middle of the caller's own step: a pause or a stop may follow in it.
		await Promise.resolve();
		for (let next = this.turns.next; next; next = this.turns.next) {
			const { requestsPerSecond } = next;
			const freeAt = Math.max(this.pace.freeAt(requestsPerSecond), this.pausedUntil);
			const now = monotonicMs();
			if (now >= freeAt) {
				this.turns.take(next);
				next.go(this.send(now, requestsPerSecond));
				continue;
			}
			this.wait = new AbortController();
			// Woken, it looks anew who is next, and when.
			await waitUntil(freeAt, this.wait.signal).catch(() => undefined);
		}
		this.isGivingTurns = false;
		// It would keep the run alive whose turn it was.
		this.wait = undefined;
	}

	private send(now: number, requestsPerSecond: number): Sent {
		this.lastUsedAt = now;
		return this.pace.sent(now, requestsPerSecond, Math.random());
	}

	private wake(): void {
		this.wait?.abort();
	}

	/** To be called with the status of the answer: the pace learns from it. */
	answered(sent: Sent, status: number): void {
		this.pace.answered(sent, status, monotonicMs(), Math.random());
		this.wake();
	}

	/** Whether it has been unused for long, and no caller waits. */
	isUnused(now: number): boolean {
		if (this.turns.size > 0) return false;
		return now - Math.max(this.madeAt, this.lastUsedAt, this.pausedUntil) > UNUSED_AFTER_MS;
	}

	/** Gives no permit for this time, because the service asked for it. */
	pause(ms: number): void {
		this.pausedUntil = Math.max(this.pausedUntil, monotonicMs() + Math.min(ms, LONGEST_PAUSE_MS));
		for (const { check } of this.turns) check();
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
