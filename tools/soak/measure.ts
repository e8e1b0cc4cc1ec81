/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- the soak runs as a program of its own and is never shipped */
import { sleep } from 'n8n-workflow';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { queryObjects } from 'node:v8';

import { mapSizes } from './moduleMaps';

type Exports = Record<string, new (...args: never[]) => object> &
	Record<string, (...args: never[]) => unknown>;

const load = createRequire(__filename);

/** A module of the built package: the very one that the nodes use. */
const built = (path: string) => load(join(__dirname, '../../dist/nodes/shared', path)) as Exports;

type Class = Parameters<typeof queryObjects>[0];

/** How many objects of a class there are, those of derived classes included. */
const aliveOf = (type: Class) => Number(queryObjects(type));

/** What has to be the same after thousands of executions. */
export type Measurement = Record<string, number>;

/** Entries of the maps that all executions in the process share. */
export function sharedMaps() {
	const { limiters } = mapSizes(built('http/pace/rateLimiter').limiterFor);
	const { latest, underWay } = mapSizes(built('credentials/exchange').fetchSessionToken);
	return { limiters, latest, underWay };
}

/** Bytes of the heap in use, after a collection. */
export function heapAfterCollection(): number {
	if (!globalThis.gc) throw new Error('Run it with --expose-gc');
	globalThis.gc();
	return process.memoryUsage().heapUsed;
}

const TRIES = 100;
const TRY_EVERY_MS = 100;

const activeResources = () => process.getActiveResourcesInfo();
const openSockets = () => activeResources().filter((type) => type.startsWith('TCP')).length;

/** Until what was under way has ended, or for ten seconds: by then it is a leak. */
async function settle(): Promise<void> {
	for (let count = 0; count < TRIES && openSockets() > 0; count++) await sleep(TRY_EVERY_MS);
	heapAfterCollection();
	// What a collection sets free may clean up after itself, a moment later.
	await sleep(TRY_EVERY_MS);
}

/** Measures a process in which no execution is under way. */
export async function measure(): Promise<Measurement> {
	await settle();
	const resources = activeResources();
	const { limiters, latest, underWay } = sharedMaps();
	const timers = resources.filter((type) => type === 'Timeout' || type === 'Immediate').length;
	const listeners = process
		.eventNames()
		.reduce((sum, name) => sum + process.listenerCount(name), 0);
	// Each look takes a second, and collects first. Signals stand for executions too, as each has one.
	const alive = {
		'clients of the nodes alive': aliveOf(built('http/client').Client),
		'signals alive': aliveOf(AbortSignal),
		'promises alive': aliveOf(Promise),
	};
	return {
		heap: heapAfterCollection(),
		timers,
		sockets: openSockets(),
		'other handles': resources.length - timers - openSockets(),
		'listeners on the process': listeners,
		'rate limiters': limiters,
		'sessions kept': latest,
		'exchanges under way': underWay,
		...alive,
	};
}
