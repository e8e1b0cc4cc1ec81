import { monotonicMs, rejectOnAbort, throwIfAborted, waitUntil } from '../../waiting';
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

/** Whose turn a request takes. */
interface Turn {
	/** The run: each run gets turns as often as the others. */
	owner: object;
	/** Was refused before: comes before the others of its run, or it would run out of its time for retries. */
	isRetry: boolean;
}

/** A request that waits for its permit. */
class Waiter {
	resolve: (permit: Permit) => void = () => {};
	reject: (error: Error) => void = () => {};
	readonly permit = new Promise<Permit>((resolve, reject) => {
		this.resolve = resolve;
		this.reject = reject;
	});

	constructor(
		readonly requestsPerSecond: number,
		readonly longestPauseMs: number,
		readonly turn: Turn,
	) {}
}

/** Gives the permits of one account: to each run in turn, at the pace that the account is found to bear. */
export class RateLimiter {
	private readonly pace = new Pace();
	/** Who waits, by run; the run that is next stands first, and goes to the end when it had its turn. */
	private readonly queues = new Map<object, Waiter[]>();
	private pausedUntil = 0;
	private lastUsedAt = monotonicMs();
	private isServing = false;
	/** Ends the wait for the next permit. */
	private wait: AbortController | undefined;

	/**
	 * Resolves when the caller may send one request.
	 * @param requestsPerSecond the most; may be a fraction (5 a minute = 0.083); 0 = no pacing, only the pauses that the service asked for
	 * @param longestPauseMs the longest pause of the service to wait for
	 * @returns to be handed to `responded`
	 * @throws PausedTooLong, or Failure of kind `canceled` when the signal is aborted
	 */
	async acquire(
		requestsPerSecond: number,
		signal?: AbortSignal,
		longestPauseMs = Infinity,
		{ owner = this, isRetry = false }: Partial<Turn> = {},
	): Promise<Permit> {
		throwIfAborted(signal);
		const waiter = new Waiter(requestsPerSecond, longestPauseMs, { owner, isRetry });
		this.join(waiter);
		this.refuseTooLongPauses();
		void this.serve();
		try {
			return await rejectOnAbort(waiter.permit, signal);
		} finally {
			this.leave(waiter);
		}
	}

	/** To be called with the status of the response: the pace learns from it. */
	responded(permit: Permit, status: number): void {
		this.pace.responded(permit, status, monotonicMs(), Math.random());
		this.wake();
	}

	/** Gives no permit for this time, because the service asked for it. */
	pause(ms: number): void {
		this.pausedUntil = Math.max(this.pausedUntil, monotonicMs() + Math.min(ms, LONGEST_PAUSE_MS));
		this.refuseTooLongPauses();
	}

	/** Whether it has been unused for long, and no caller waits. */
	isUnused(now: number): boolean {
		if (this.queues.size > 0) return false;
		return now - Math.max(this.lastUsedAt, this.pausedUntil) > UNUSED_AFTER_MS;
	}

	/** Gives permits until nobody waits. */
	private async serve(): Promise<void> {
		if (this.isServing) return;
		this.isServing = true;
		// Not in the middle of the caller's own step: a pause or a stop may follow in it.
		await Promise.resolve();
		for (let queue = this.nextQueue; queue; queue = this.nextQueue) {
			const [{ requestsPerSecond }] = queue;
			const now = monotonicMs();
			const freeAt = Math.max(this.pace.freeAt(requestsPerSecond), this.pausedUntil);
			if (now < freeAt) {
				this.wait = new AbortController();
				// Woken, it looks anew who is next, and when.
				await waitUntil(freeAt, this.wait.signal).catch(() => undefined);
				continue;
			}
			this.lastUsedAt = now;
			this.take(queue).resolve(this.pace.sent(now, requestsPerSecond, Math.random()));
		}
		this.isServing = false;
		// It would keep the run alive that made it.
		this.wait = undefined;
	}

	private wake(): void {
		this.wait?.abort();
	}

	private get nextQueue(): Waiter[] | undefined {
		const [queue] = this.queues.values();
		return queue;
	}

	private join(waiter: Waiter): void {
		const { owner, isRetry } = waiter.turn;
		const queue = this.queues.get(owner) ?? [];
		const firstOther = isRetry ? queue.findIndex(({ turn }) => !turn.isRetry) : -1;
		queue.splice(firstOther < 0 ? queue.length : firstOther, 0, waiter);
		this.queues.set(owner, queue);
	}

	/** The first of the queue gets its turn, and the others let the other runs go first. */
	private take([first, ...others]: Waiter[]): Waiter {
		const { owner } = first.turn;
		this.queues.delete(owner);
		if (others.length > 0) this.queues.set(owner, others);
		return first;
	}

	/** Nothing changes for who is not in a queue any more. */
	private leave(waiter: Waiter): void {
		const { owner } = waiter.turn;
		const queue = this.queues.get(owner);
		if (!queue?.includes(waiter)) return;
		if (queue.length === 1) this.queues.delete(owner);
		else queue.splice(queue.indexOf(waiter), 1);
		this.wake();
	}

	private refuseTooLongPauses(): void {
		const leftMs = this.pausedUntil - monotonicMs();
		for (const waiter of [...this.queues.values()].flat()) {
			if (leftMs > waiter.longestPauseMs) {
				this.leave(waiter);
				waiter.reject(new PausedTooLong(leftMs));
			}
		}
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
