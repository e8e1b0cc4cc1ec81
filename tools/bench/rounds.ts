/* eslint-disable @n8n/community-nodes/no-restricted-globals -- the benchmark runs as a program of its own and is never shipped */
import type { Cost } from './workflows';

/**
 * Runs all of them in each round, one after the other; the order turns, so that none always comes first.
 * @param warmUp rounds that do not count
 * @param before runs before each of them
 * @returns what each cost, by round
 */
export async function inTurns<N extends string>(
	runs: Record<N, () => Promise<Cost>>,
	{ warmUp, rounds, before }: { warmUp: number; rounds: number; before?: () => Promise<unknown> },
): Promise<Array<Record<N, Cost>>> {
	const names = Object.keys(runs) as N[];
	const costs: Array<Record<N, Cost>> = [];
	for (let round = 0; round < warmUp + rounds; round++) {
		const ofRound: Partial<Record<N, Cost>> = {};
		for (let turn = 0; turn < names.length; turn++) {
			const name = names[(turn + round) % names.length];
			await before?.();
			ofRound[name] = await runs[name]();
		}
		if (round >= warmUp) costs.push(ofRound as Record<N, Cost>);
	}
	return costs;
}

/** What it costs to do this for all of them, so many at once, without n8n. */
export async function inLanes<T>(
	items: readonly T[],
	inFlight: number,
	work: (item: T) => Promise<unknown>,
): Promise<Cost> {
	const before = process.cpuUsage();
	const started = performance.now();
	let next = 0;
	const lane = async () => {
		while (next < items.length) await work(items[next++]);
	};
	await Promise.all(Array.from({ length: inFlight }, lane));
	const ms = performance.now() - started;
	const { user, system } = process.cpuUsage(before);
	return { ms, cpuMs: (user + system) / 1000 };
}
