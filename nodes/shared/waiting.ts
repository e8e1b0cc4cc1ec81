import { sleep } from 'n8n-workflow';

import { Failure } from './errors';

/**
 * Milliseconds on a clock that only runs forward, for measuring and waiting: the time of day may be set back, and a pace that trusts it
 * would stand still for as long.
 */
export const monotonicMs = () => performance.now();

/** Where n8n's own `sleep` does not take a signal (before 2.41), a timer that is not needed any more ends after this. */
const LONGEST_SLEEP_MS = 1000;

/** One for all: a new one for each request, and an abort without a reason, would make a stack each. */
const CANCELED = new Failure('The execution was canceled', { kind: 'canceled' });

/**
 * Ends what waits, now or later, with a failure. Not an AbortSignal: all requests of a run wait for the same stop, and Node.js warns of
 * a leak when a signal has more than ten listeners. Nor AbortSignal.any: Node.js 20 may garbage-collect what it gives while it is awaited.
 */
export class Stop {
	reason?: Failure;
	readonly waits = new Set<() => void>();

	/** @param reason what the waits throw */
	trigger(reason = CANCELED): void {
		this.reason ??= reason;
		for (const wake of this.waits) wake();
	}
}

const byUser = new WeakMap<AbortSignal, Stop>();

/**
 * The user's stop, with a Failure of kind `canceled`. The same for all nodes of the execution: its signal outlives a node, which may run
 * a thousand times, and each would leave a listener.
 */
export function stopByUser(signal?: AbortSignal): Stop {
	const known = signal && byUser.get(signal);
	if (known) return known;
	const stop = new Stop();
	if (signal?.aborted) stop.trigger();
	signal?.addEventListener('abort', () => stop.trigger());
	if (signal) byUser.set(signal, stop);
	return stop;
}

/** @throws the reason of the first that was triggered */
export function throwIfStopped(...stops: Stop[]): void {
	for (const { reason } of stops) if (reason) throw reason;
}

/**
 * @param until see `monotonicMs`
 * @throws the reason of a stop as soon as it is triggered
 */
export async function waitUntil(until: number, ...stops: Stop[]): Promise<void> {
	for (;;) {
		throwIfStopped(...stops);
		const leftMs = until - monotonicMs();
		if (leftMs <= 0) return;
		const over = new AbortController();
		let wake = () => {};
		const woken = new Promise<void>((resolve) => (wake = resolve));
		for (const { waits } of stops) waits.add(wake);
		await Promise.race([sleep(Math.min(leftMs, LONGEST_SLEEP_MS), over.signal), woken]);
		for (const { waits } of stops) waits.delete(wake);
		over.abort(CANCELED);
	}
}

/**
 * Settles like the work, or with the result of `late` after `limitMs`. However it ends, the work's signal is aborted then: what is
 * not waited for any more is not left open.
 * @throws the reason of `stop` as soon as it is triggered
 */
export async function withTimeout<T>(
	limitMs: number,
	work: (signal: AbortSignal) => Promise<T>,
	late: () => T,
	stop = new Stop(),
): Promise<T> {
	throwIfStopped(stop);
	const [closed, ended] = [new AbortController(), new Stop()];
	const timeout = waitUntil(monotonicMs() + limitMs, stop, ended).then(late);
	try {
		return await Promise.race([work(closed.signal), timeout]);
	} finally {
		ended.trigger();
		closed.abort(CANCELED);
	}
}
