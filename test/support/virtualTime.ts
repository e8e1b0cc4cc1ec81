/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- watches the requests of the process, beside its faked timers */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';

/** So many rounds of the event loop are enough for whatever follows from a response, and for the next request to begin. */
const ROUNDS = 20;
/** While a request is under way these are longer: they wait for the loopback. */
const ROUND_MS = 1;
/** So many of these are waited for a request that reaches no server: nothing else is known of it. */
const MOST_ROUNDS = 3000;

const { setTimeout: setRealTimeout } = globalThis;
const round = async () => await new Promise<void>((resolve) => setImmediate(resolve));
const longRound = async () =>
	await new Promise<void>((resolve) => setRealTimeout(resolve, ROUND_MS));

/**
 * Runs the work, its requests included, in a time that stands still while something is done, and jumps to the next timer when nothing is:
 * the clocks and timers of the nodes and of the sandbox go as on a machine that is infinitely fast. What the HTTP client itself times
 * (its timeout) stays in real time.
 */
export async function inVirtualTime<T>(work: () => Promise<T>): Promise<T> {
	const underWay = new Set<ClientRequest>();
	/** By the port of the client: what a server has not yet answered. Once it has all of it, only a timer brings it on. */
	const held = new Map<number | undefined, IncomingMessage>();
	let changes = 0;
	const watch = {
		'http.client.request.start': ({ request }: { request: ClientRequest }) => {
			underWay.add(request);
			changes++;
			request.once('close', () => {
				underWay.delete(request);
				changes++;
			});
		},
		'http.server.request.start': ({ request }: { request: IncomingMessage }) => {
			held.set(request.socket.remotePort, request);
			changes++;
		},
		'http.server.response.finish': ({ request }: { request: IncomingMessage }) => {
			held.delete(request.socket.remotePort);
			changes++;
		},
	};
	const isInTransit = () =>
		[...underWay].some(({ socket }) => !held.get(socket?.localPort ?? undefined)?.complete);
	for (const [name, listener] of Object.entries(watch)) subscribe(name, listener as never);
	// A faked process has just begun; what was to wait in the real one would have to wait for all of its time again.
	const ran = Math.round(performance.now());
	jest.useFakeTimers({
		now: Date.now() - ran,
		doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'],
	});
	jest.advanceTimersByTime(ran);
	try {
		let isOver = false;
		const outcome = work().finally(() => (isOver = true));
		outcome.catch(() => undefined);
		while (!isOver) {
			let seen = changes;
			for (let quiet = 0; quiet < (isInTransit() ? MOST_ROUNDS : ROUNDS) && !isOver; quiet++) {
				await (underWay.size > 0 ? longRound() : round());
				if (changes !== seen) quiet = 0;
				seen = changes;
			}
			if (!isOver) await jest.advanceTimersToNextTimerAsync();
		}
		return await outcome;
	} finally {
		jest.useRealTimers();
		for (const [name, listener] of Object.entries(watch)) unsubscribe(name, listener as never);
	}
}
