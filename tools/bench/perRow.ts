import axios from 'axios';
import { median } from 'simple-statistics';

import { inLanes, inTurns } from './rounds';
import type { SandboxProcess } from './sandboxProcess';
import {
	bareUpdate,
	benchEngine,
	type Cost,
	IN_FLIGHT,
	measured,
	people,
	update,
} from './workflows';

/** V8 goes on making the code faster for the first few thousand requests, on both sides. */
const WARM_UP_ROUNDS = 4;

const NAMES = ['axios', 'bare', 'bareWithParameters', 'ours'] as const;
type Name = (typeof NAMES)[number];

export interface PerRow {
	rows: number;
	rounds: number;
	inFlight: number;
	/** Medians over all rounds. */
	msPerRow: Record<Name, number>;
	cpuMsPerRow: Record<Name, number>;
	/** How many times the others' cost ours is: medians of the ratios within each round, in which all ran in turn. */
	oursTo: Record<Name, number>;
	oursToByCpu: Record<Name, number>;
}

/** Plain axios with the same number in flight: no n8n at all. */
async function withAxios({ url, token }: SandboxProcess, rows: number): Promise<Cost> {
	const client = axios.create({
		baseURL: `${url}/api/v2.0`,
		headers: { 'X-Auth-Token': token },
		proxy: false,
	});
	return await inLanes(people(rows), IN_FLIGHT, async ({ id, firstName }) => {
		await client.patch(`/users/${id}`, { firstName });
	});
}

/** What one updated user costs, beside plain axios and beside the least that a node of n8n can do. */
export async function perRow(
	sandbox: SandboxProcess,
	rows: number,
	rounds: number,
): Promise<PerRow> {
	const engine = await benchEngine(sandbox);
	const runs: Record<Name, () => Promise<Cost>> = {
		axios: async () => await withAxios(sandbox, rows),
		bare: async () => await measured(engine, bareUpdate(sandbox.url, people(rows), false)),
		bareWithParameters: async () =>
			await measured(engine, bareUpdate(sandbox.url, people(rows), true)),
		ours: async () => await measured(engine, update(people(rows))),
	};
	const costs = await inTurns(runs, {
		warmUp: WARM_UP_ROUNDS,
		rounds,
		before: async () => await sandbox.reset(),
	});
	const byName = (value: (cost: Record<Name, Cost>, name: Name) => number) =>
		Object.fromEntries(
			NAMES.map((name) => [name, median(costs.map((cost) => value(cost, name)))]),
		) as Record<Name, number>;
	return {
		rows,
		rounds,
		inFlight: IN_FLIGHT,
		msPerRow: byName((cost, name) => cost[name].ms / rows),
		cpuMsPerRow: byName((cost, name) => cost[name].cpuMs / rows),
		oursTo: byName((cost, name) => cost.ours.ms / cost[name].ms),
		oursToByCpu: byName((cost, name) => cost.ours.cpuMs / cost[name].cpuMs),
	};
}
