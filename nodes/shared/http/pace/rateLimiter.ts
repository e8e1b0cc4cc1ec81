import { monotonicMs, Stop, throwIfStopped, waitUntil } from '../../waiting';
import { Pace, type Permit } from './pace';

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

/** Whose turn a request takes, and how long it may wait for it. */
interface Turn {
	/** The run: each run gets turns as often as the others. */
	owner: object;
	/** Was refused before: comes before the others of its run, or it would run out of its time for retries. */
	isRetry?: boolean;
	/** The longest pause of the service to wait for. */
	longestPauseMs?: number;
	/** End the wait. */
	stops?: readonly Stop[];
}

/** A request that waits for its turn. */
interface Waiter extends Turn {
	/** Lets it look anew whether it is its turn. */
	woken: Stop;
}

/** Gives the permits of one account: to each run in turn, at the pace that the account is found to bear. */
export class RateLimiter {
	private readonly pace = new Pace();
	/** Who waits, by run; the run that is next stands first, and goes to the end when it had its turn. */
	private readonly queues = new Map<object, Waiter[]>();
	private pausedUntil = 0;
	private lastUsedAt = monotonicMs();

	/**
	 * Resolves when the caller may send one request.
	 * @param requestsPerSecond the most; may be a fraction (5 a minute = 0.083); 0 = no pacing, only the pauses that the service asked for
	 * @returns to be handed to `responded`; undefined where there is no pacing
	 * @throws PausedTooLong, or the reason of a stop as soon as it is triggered
	 */
	async acquire(requestsPerSecond: number, turn: Turn): Promise<Permit | undefined> {
		throwIfStopped(...(turn.stops ?? []));
		const isFree = this.queues.size === 0 && this.freeAt(requestsPerSecond) <= monotonicMs();
		return isFree ? this.give(requestsPerSecond) : await this.wait(requestsPerSecond, turn);
	}

	/** To be called with the status of the response: the pace learns from it. */
	responded(permit: Permit, status: number): void {
		this.pace.responded(permit, status, monotonicMs(), Math.random());
		this.next?.woken.trigger();
	}

	/** Gives no permit for this time, because the service asked for it. */
	pause(ms: number): void {
		this.pausedUntil = Math.max(this.pausedUntil, monotonicMs() + Math.min(ms, LONGEST_PAUSE_MS));
		for (const { woken } of [...this.queues.values()].flat()) woken.trigger();
	}

	/** Whether it has been unused for long, and no caller waits. */
	isUnused(now: number): boolean {
		if (this.queues.size > 0) return false;
		return now - Math.max(this.lastUsedAt, this.pausedUntil) > UNUSED_AFTER_MS;
	}

	private freeAt(requestsPerSecond: number): number {
		const paceFreeAt = requestsPerSecond > 0 ? this.pace.freeAt(requestsPerSecond) : -Infinity;
		return Math.max(this.pausedUntil, paceFreeAt);
	}

	private give(requestsPerSecond: number): Permit | undefined {
		this.lastUsedAt = monotonicMs();
		if (requestsPerSecond <= 0) return undefined;
		return this.pace.sent(this.lastUsedAt, requestsPerSecond, Math.random());
	}

	private async wait(requestsPerSecond: number, turn: Turn): Promise<Permit | undefined> {
		const { longestPauseMs = Infinity, stops = [] } = turn;
		const waiter: Waiter = { ...turn, woken: new Stop() };
		this.join(waiter);
		try {
			for (;;) {
				throwIfStopped(...stops);
				const now = monotonicMs();
				const pauseMs = this.pausedUntil - now;
				if (pauseMs > longestPauseMs) throw new PausedTooLong(pauseMs);
				const turnAt = waiter === this.next ? this.freeAt(requestsPerSecond) : Infinity;
				if (turnAt <= now) return this.give(requestsPerSecond);
				waiter.woken = new Stop();
				await waitUntil(turnAt, waiter.woken, ...stops).catch(() => undefined);
			}
		} finally {
			this.leave(waiter);
			this.next?.woken.trigger();
		}
	}

	private get next(): Waiter | undefined {
		const [[first] = []] = this.queues.values();
		return first;
	}

	private join(waiter: Waiter): void {
		const { owner, isRetry } = waiter;
		const queue = this.queues.get(owner) ?? [];
		const firstOther = isRetry ? queue.findIndex((other) => !other.isRetry) : -1;
		queue.splice(firstOther < 0 ? queue.length : firstOther, 0, waiter);
		this.queues.set(owner, queue);
	}

	/** The others of its run let the other runs go first. */
	private leave(waiter: Waiter): void {
		const others = this.queues.get(waiter.owner)?.filter((other) => other !== waiter) ?? [];
		this.queues.delete(waiter.owner);
		if (others.length > 0) this.queues.set(waiter.owner, others);
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
