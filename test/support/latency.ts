import type { World } from './world';

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
