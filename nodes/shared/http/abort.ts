import { sleep } from 'n8n-workflow';

import { monotonicMs } from '../clock';
import { Failure } from '../errors';

/** Where n8n's own `sleep` does not take a signal (before 2.41), a timer that is not needed any more ends after this. */
const LONGEST_SLEEP_MS = 1000;

const canceled = () => new Failure('The execution was canceled', { kind: 'canceled' });

/** @throws Failure of kind `canceled` when the signal is aborted */
export function throwIfAborted(signal?: AbortSignal): void {
	if (signal?.aborted) throw canceled();
}

/** Settles like the promise, or throws a Failure of kind `canceled` as soon as the signal is aborted. */
export async function rejectOnAbort<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
	if (!signal) return await promise;
	let onAbort = () => {};
	const aborted = new Promise<never>((_resolve, reject) => {
		onAbort = () => reject(canceled());
		signal.addEventListener('abort', onAbort);
		if (signal.aborted) onAbort();
	});
	try {
		return await Promise.race([promise, aborted]);
	} finally {
		signal.removeEventListener('abort', onAbort);
	}
}

/** Settles like the promise, or with the result of `late` after `limitMs`. */
export async function withTimeLimit<T>(
	limitMs: number,
	promise: Promise<T>,
	late: () => T,
): Promise<T> {
	const settled = new AbortController();
	// Nobody waits for this pause once the promise has settled.
	const pause = async (ms: number) => await sleep(ms, settled.signal);
	const limit = isOver(monotonicMs() + limitMs, pause, settled.signal).then(async (over) =>
		over ? late() : await promise,
	);
	try {
		return await Promise.race([promise, limit]);
	} finally {
		// Without a reason, an error with its stack would be made for every request.
		settled.abort('settled');
	}
}

/** True at that time (see `monotonicMs`), or false as soon as the signal is aborted. */
async function isOver(
	until: number,
	pause: (ms: number) => Promise<void>,
	signal?: AbortSignal,
): Promise<boolean> {
	for (;;) {
		if (signal?.aborted) return false;
		const leftMs = until - monotonicMs();
		if (leftMs <= 0) return true;
		try {
			await pause(Math.min(leftMs, LONGEST_SLEEP_MS));
		} catch {
			// Aborted: the check above sees it.
		}
	}
}

/**
 * @param until see `monotonicMs`
 * @throws Failure of kind `canceled` as soon as the signal is aborted
 */
export async function waitUntil(until: number, signal?: AbortSignal): Promise<void> {
	const pause = async (ms: number) => await rejectOnAbort(sleep(ms, signal), signal);
	if (!(await isOver(until, pause, signal))) throw canceled();
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
		for (const controller of this.controllers) controller.abort();
	};

	/** Runs the work with its own signal. */
	async run<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
		const controller = new AbortController();
		if (this.aborted) controller.abort();
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
