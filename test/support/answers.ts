import type { World } from './world';

/** The next PATCH is answered like this. */
export const answerOnce = (
	{ sandbox }: World,
	status: number,
	body?: unknown,
	contentType?: string,
) => sandbox.faults.add({ match: { method: 'PATCH' }, answer: { status, body, contentType } });

/** Every answer waits as long as this says when its request comes. */
export const setLatency = ({ sandbox }: World, latencyMs: () => number) =>
	Object.defineProperty(sandbox.options, 'latencyMs', {
		configurable: true,
		get: latencyMs,
		// What the options are put back to before the next test.
		set: (value: number) => setFixed(sandbox.options, value),
	});

const setFixed = (options: object, value: number) =>
	Object.defineProperty(options, 'latencyMs', { configurable: true, writable: true, value });
