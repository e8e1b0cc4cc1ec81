/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions, no-console -- the benchmark runs as a program of its own and is never shipped */
import axios from 'axios';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent } from 'node:https';
import { join } from 'node:path';
import { median } from 'simple-statistics';

import { inLanes, inTurns } from './rounds';
import { benchEngine, type Cost, measured, people, updateWith } from './workflows';

const NAMES = ['ours', 'fresh', 'kept'] as const;
type Name = (typeof NAMES)[number];

export interface Connections {
	roundTripMs: number;
	rows: number;
	inFlight: number;
	/** Medians over the rounds: our node, axios with a new agent for each request, axios with one that keeps its connections. */
	msPerRow: Record<Name, number>;
	cpuMsPerRow: Record<Name, number>;
}

export interface Addresses {
	direct: string;
	delayed: string;
}

export const ROUND_TRIP_MS = 50;
const WARM_UP_ROUNDS = 1;
const ROUNDS = 5;
const CASES = [
	{ roundTripMs: 0, rows: 300, inFlight: 4 },
	{ roundTripMs: ROUND_TRIP_MS, rows: 20, inFlight: 1 },
	{ roundTripMs: ROUND_TRIP_MS, rows: 1000, inFlight: 100 },
];

async function withAxios(url: string, rows: number, inFlight: number, kept?: Agent): Promise<Cost> {
	return await inLanes(people(rows), inFlight, async ({ id, firstName }) => {
		const httpsAgent = kept ?? new Agent();
		const config = { httpsAgent, proxy: false as const, maxRedirects: 0 };
		await axios.patch(`${url}/api/v2.0/users/${id}`, { firstName }, config);
	});
}

async function measure(url: string, given: (typeof CASES)[number]): Promise<Connections> {
	const { rows, inFlight } = given;
	const engine = await benchEngine({ url, token: 'any' });
	const runs: Record<Name, () => Promise<Cost>> = {
		ours: async () =>
			await measured(engine, updateWith(people(rows), { maxConcurrentRequests: inFlight })),
		fresh: async () => await withAxios(url, rows, inFlight),
		kept: async () => {
			const agent = new Agent({ keepAlive: true, maxSockets: inFlight });
			const cost = await withAxios(url, rows, inFlight, agent);
			agent.destroy();
			return cost;
		},
	};
	const costs = await inTurns(runs, { warmUp: WARM_UP_ROUNDS, rounds: ROUNDS });
	const perRow = (value: (cost: Cost) => number) =>
		Object.fromEntries(
			NAMES.map((name) => [name, median(costs.map((cost) => value(cost[name]) / rows))]),
		) as Record<Name, number>;
	return { ...given, msPerRow: perRow(({ ms }) => ms), cpuMsPerRow: perRow(({ cpuMs }) => cpuMs) };
}

async function main([folder]: string[]): Promise<void> {
	const server = fork(join(__dirname, 'tlsServer.ts'), [folder, `${ROUND_TRIP_MS}`]);
	try {
		const [addresses] = (await once(server, 'message')) as [Addresses];
		const all: Connections[] = [];
		for (const one of CASES)
			all.push(await measure(one.roundTripMs > 0 ? addresses.delayed : addresses.direct, one));
		console.log(JSON.stringify(all));
	} finally {
		server.kill();
	}
}

void main(process.argv.slice(2));
