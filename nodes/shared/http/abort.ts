import { sleep } from 'n8n-workflow';

import { Failure } from '../errors';

/** A cancel is looked for this often even where n8n's own `sleep` does not take a signal (before 2.41). */
const LONGEST_SLEEP_MS = 1000;

const canceled = () => new Failure('The execution was canceled', { kind: 'canceled' });

/** @throws Failure of kind `canceled` when the execution was stopped */
export function throwIfCanceled(signal?: AbortSignal): void {
	if (signal?.aborted) throw canceled();
}

/** The promise's own outcome, or a Failure of kind `canceled` as soon as the execution is stopped. */
export async function rejectWhenCanceled<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
	if (!signal) return await promise;
	let onAbort = () => {};
	const stopped = new Promise<never>((_resolve, reject) => {
		onAbort = () => reject(canceled());
		signal.addEventListener('abort', onAbort, { once: true });
		if (signal.aborted) onAbort();
	});
	return await Promise.race([promise, stopped]).finally(() =>
		signal.removeEventListener('abort', onAbort),
	);
}

/** The promise's own outcome, or what `late` gives when that takes longer than `limitMs`. */
export async function orAfter<T>(limitMs: number, promise: Promise<T>, late: () => T): Promise<T> {
	const settled = new AbortController();
	const end = waitUntil(Date.now() + limitMs, settled.signal);
	const limit = end.then(late, async () => await promise);
	return await Promise.race([promise, limit]).finally(() => settled.abort());
}

/**
 * Waits until the clock shows `until` (ms since 1970).
 * @throws Failure of kind `canceled` at once when the execution is stopped meanwhile
 */
export async function waitUntil(until: number, signal?: AbortSignal): Promise<void> {
	for (;;) {
		throwIfCanceled(signal);
		const leftMs = until - Date.now();
		if (leftMs <= 0) return;
		await sleep(Math.min(leftMs, LONGEST_SLEEP_MS), signal).then(undefined, () => undefined);
	}
}
