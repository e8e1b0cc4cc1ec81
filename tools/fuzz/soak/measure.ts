/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a program of its own, never shipped */
import { sleep } from 'n8n-workflow';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { queryObjects, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { mapSizes } from './moduleMaps';

type Exports = Record<string, new (...args: never[]) => object> &
	Record<string, (...args: never[]) => unknown>;

const load = createRequire(__filename);

/** A module of the built package: the very one that the nodes use. */
const built = (path: string) =>
	load(join(__dirname, '../../../dist/nodes/shared', path)) as Exports;

type Class = Parameters<typeof queryObjects>[0];

/** How many objects of a class there are. Each look takes a second, and collects first. */
const aliveOf = (type: Class) => Number(queryObjects(type));

/** A collection of garbage; V8 has it for those who ask. */
function collect(): void {
	setFlagsFromString('--expose-gc');
	(runInNewContext('gc') as () => void)();
}

const resourcesOf = (...types: string[]) =>
	process.getActiveResourcesInfo().filter((type) => types.includes(type)).length;

const TRIES = 100;
const TRY_EVERY_MS = 100;

/** Waits until what was under way has ended, or for ten seconds: by then it is a leak. */
async function settle(): Promise<void> {
	for (let count = 0; count < TRIES && resourcesOf('TCPSocketWrap') > 0; count++)
		await sleep(TRY_EVERY_MS);
	collect();
	// What a collection sets free may clean up after itself, a moment later.
	await sleep(TRY_EVERY_MS);
}

/** What has to be the same after thousands of executions. */
export type Measurement = Record<string, number>;

/** Measures a process in which no execution is under way. */
export async function measure(): Promise<Measurement> {
	await settle();
	const { limiters } = mapSizes(built('http/pace/rateLimiter').limiterFor);
	const { latest, underWay } = mapSizes(built('credentials/exchange').fetchSessionToken);
	const names = process.eventNames();
	const alive = {
		'clients of the nodes alive': aliveOf(built('http/client').Client),
		'signals alive': aliveOf(AbortSignal),
	};
	collect();
	return {
		'heap (MB)': process.memoryUsage().heapUsed / 2 ** 20,
		timers: resourcesOf('Timeout', 'Immediate'),
		sockets: resourcesOf('TCPSocketWrap'),
		'listeners on the process': names.reduce((sum, name) => sum + process.listenerCount(name), 0),
		'rate limiters': limiters,
		'sessions kept': latest,
		'exchanges under way': underWay,
		...alive,
	};
}

/** One thing that was measured, and the most that it may be at the end. */
export interface Line {
	what: string;
	begin: number;
	end: number;
	allowed: number;
}

/** V8 goes on compiling and optimizing: this much of a heap comes and goes. */
const HEAP_ROOM = 0.05;
const HEAP_ROOM_MB = 4;
/** What is known without looking at the beginning. */
const MOST: Measurement = {
	timers: 0,
	sockets: 0,
	// That of the account that was used last.
	'rate limiters': 1,
	// `MOST_SESSIONS` of the nodes: so many are kept for good, however many accounts there were.
	'sessions kept': 200,
	'exchanges under way': 0,
	'clients of the nodes alive': 0,
};

/** Everything is to be where it began; only the heap gets some room, and what is counted in `MOST` has a limit of its own. */
export const linesOf = (begin: Measurement, end: Measurement): Line[] =>
	Object.keys(begin).map((what) => {
		const room = what === 'heap (MB)' ? Math.max(HEAP_ROOM_MB, begin[what] * HEAP_ROOM) : 0;
		const allowed = MOST[what] ?? begin[what] + room;
		return { what, begin: begin[what], end: end[what], allowed };
	});

export const isFlat = ({ end, allowed }: Line) => end <= allowed;
