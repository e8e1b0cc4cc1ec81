/* eslint-disable @n8n/community-nodes/no-restricted-globals -- the benchmark runs as a program of its own and is never shipped */
import axios from 'axios';
import { median } from 'simple-statistics';

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
	const items = people(rows);
	const before = process.cpuUsage();
	const started = performance.now();
	let next = 0;
	const lane = async () => {
		while (next < items.length) {
			const { id, firstName } = items[next++];
			await client.patch(`/users/${id}`, { firstName });
		}
	};
	await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
	const ms = performance.now() - started;
	const { user, system } = process.cpuUsage(before);
	return { ms, cpuMs: (user + system) / 1000 };
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
	const costs: Array<Record<Name, Cost>> = [];
	for (let round = 0; round < WARM_UP_ROUNDS + rounds; round++) {
		const costsOfRound: Partial<Record<Name, Cost>> = {};
		// The order turns, so that none always comes first.
		for (let turn = 0; turn < NAMES.length; turn++) {
			const name = NAMES[(turn + round) % NAMES.length];
			await sandbox.reset();
			costsOfRound[name] = await runs[name]();
		}
		if (round >= WARM_UP_ROUNDS) costs.push(costsOfRound as Record<Name, Cost>);
	}
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
