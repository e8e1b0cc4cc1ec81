import { sleep } from 'n8n-workflow';

import { Failure } from './errors';

/**
 * Milliseconds on a clock that only runs forward, for measuring and waiting: the time of day may be set back, and a pace that trusts it
 * would stand still for as long.
 */
export const monotonicMs = () => performance.now();

/** Where n8n's own `sleep` does not take a signal (before 2.41), a timer that is not needed any more ends after this. */
const LONGEST_SLEEP_MS = 1000;

/** One for all: an abort without a reason makes an error with a stack, and there is one abort for each request. */
const CANCELED = new Failure('The execution was canceled', { kind: 'canceled' });

/** @throws Failure of kind `canceled` when the signal is aborted */
export function throwIfAborted(signal?: AbortSignal): void {
	if (signal?.aborted) throw CANCELED;
}

/** Settles like the promise, or throws a Failure of kind `canceled` as soon as the signal is aborted. */
export async function rejectOnAbort<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
	if (!signal) return await promise;
	let onAbort = () => {};
	const aborted = new Promise<never>((_resolve, reject) => {
		onAbort = () => reject(CANCELED);
		signal.addEventListener('abort', onAbort);
		if (signal.aborted) onAbort();
	});
	try {
		return await Promise.race([promise, aborted]);
	} finally {
		signal.removeEventListener('abort', onAbort);
	}
}

/**
 * @param until see `monotonicMs`
 * @throws Failure of kind `canceled` as soon as the signal is aborted
 */
export async function waitUntil(until: number, signal?: AbortSignal): Promise<void> {
	for (;;) {
		throwIfAborted(signal);
		const leftMs = until - monotonicMs();
		if (leftMs <= 0) return;
		// Aborted: seen above, whichever of both says so first.
		await rejectOnAbort(sleep(Math.min(leftMs, LONGEST_SLEEP_MS), signal), signal).catch(
			() => undefined,
		);
	}
}

/**
 * Settles like the work, or with the result of `late` after `limitMs`. However it ends, the work's signal is aborted then: what is
 * not waited for any more is not left open.
 * @throws Failure of kind `canceled` as soon as `canceled` is aborted
 */
export async function withTimeout<T>(
	limitMs: number,
	work: (signal: AbortSignal) => Promise<T>,
	late: () => T,
	canceled?: AbortSignal,
): Promise<T> {
	throwIfAborted(canceled);
	const ended = new AbortController();
	const timeout = waitUntil(monotonicMs() + limitMs, ended.signal).then(late);
	try {
		return await rejectOnAbort(Promise.race([work(ended.signal), timeout]), canceled);
	} finally {
		ended.abort(CANCELED);
	}
}

/**
 * Passes one abort on to many signals: each piece of work gets its own, because Node.js warns of a leak when one signal has many
 * listeners. Not AbortSignal.any: Node.js 20 may garbage-collect the combined signal while it is awaited.
 */
export class AbortFan {
	private readonly controllers = new Set<AbortController>();
	private aborted = false;

	/** @param source its abort is passed on until `close` */
	constructor(private readonly source?: AbortSignal) {
		source?.addEventListener('abort', this.abort);
		if (source?.aborted) this.abort();
	}

	readonly abort = () => {
		this.aborted = true;
		for (const controller of this.controllers) controller.abort(CANCELED);
	};

	/** Runs the work with its own signal. */
	async run<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
		const controller = new AbortController();
		if (this.aborted) controller.abort(CANCELED);
		this.controllers.add(controller);
		try {
			return await work(controller.signal);
		} finally {
			this.controllers.delete(controller);
		}
	}

	/** To be called after the last work: n8n's signal outlives the node, which may run a thousand times. */
	close(): void {
		this.source?.removeEventListener('abort', this.abort);
	}
}
