/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console -- the soak runs as a program of its own and is never shipped */
import { loadPackage } from '../engine';
import { resolveAccountNames } from './accounts';
import { moveClock } from './clock';
import { Lane } from './lane';
import { heapAfterCollection, measure, type Measurement, sharedMaps } from './measure';
import { type Plan, plansOf } from './plans';
import { type SoakSandbox, startSoakSandbox } from './sandbox';
import { Tally } from './tally';
import { drawTable, isFlat, linesOf } from './verdict';

const LANES = 5;
const LINE_EVERY_MS = 10_000;
/** Lines between two that tell the heap after a collection, which halts everything. */
const LINES_PER_COLLECTION = 3;
const LONGEST_WARM_UP_MS = 60_000;
/** More than the longest pause of a rate limiter, and the time after which an idle one is forgotten. */
const LATER_MS = 3 * 60 * 60_000;

/** From the plans of the warm-up to those of the run. */
const OTHER_PLANS = 1_000_000;

/** The rate limiters of accounts that are gone are thrown away when another account is used. */
const LAST_PLAN: Plan = {
	job: {
		service: 'ubidots',
		parameters: { resource: 'user', operation: 'getAll', limit: 1 },
		items: [{}],
	},
	account: { signIn: 'token', number: 0, requestsPerSecond: 0 },
};

/** Drives the nodes for a while, and compares the process with what it was before. */
class Soak {
	readonly tally = new Tally();
	private readonly lanes: Lane[];
	private readonly startedAt = performance.now();
	private lines = 0;

	constructor(
		loaded: Awaited<ReturnType<typeof loadPackage>>,
		private readonly sandbox: SoakSandbox,
	) {
		this.lanes = Array.from({ length: LANES }, () => new Lane(loaded, sandbox, this.tally));
	}

	/** Executions for so long, side by side, from plans that the seed decides. */
	async run(ms: number, seed: number): Promise<void> {
		const until = performance.now() + ms;
		const plans = plansOf(seed);
		const work = async (lane: Lane) => {
			while (performance.now() < until) await lane.perform(plans.next().value as Plan);
		};
		const ticker = setInterval(() => void this.printLine(), LINE_EVERY_MS);
		await Promise.all(this.lanes.map(work));
		clearInterval(ticker);
	}

	/** What has happened so far, as a line. */
	describe(): string {
		const { executions, rows, requests, cancels, failures } = this.tally;
		const { limiters, latest } = sharedMaps();
		const seconds = Math.round((performance.now() - this.startedAt) / 1000);
		return `${seconds} s: ${executions} executions (${cancels} canceled), ${rows} rows, ${requests} requests, ${failures} expected failures, ${limiters} limiters, ${latest} sessions`;
	}

	private async printLine(): Promise<void> {
		const hasHeap = this.lines++ % LINES_PER_COLLECTION === 0;
		const heap = hasHeap ? `, heap ${Math.round(heapAfterCollection() / 2 ** 20)} MB` : '';
		console.log(this.describe() + heap);
		await this.sandbox.tidy();
		if (hasHeap) await this.sandbox.reset();
	}

	/** What is left when everything has ended and a long time has passed. */
	async measure(): Promise<Measurement> {
		await this.sandbox.tidy();
		moveClock(LATER_MS);
		await this.lanes[0].perform(LAST_PLAN);
		return await measure();
	}
}

/** @returns whether everything is where it began */
export async function soak(minutes: number, seed: number): Promise<boolean> {
	resolveAccountNames();
	const sandbox = await startSoakSandbox();
	try {
		const one = new Soak(await loadPackage('.'), sandbox);
		const ms = minutes * 60_000;
		await one.run(Math.min(LONGEST_WARM_UP_MS, ms / 3), seed);
		const begin = await one.measure();
		await one.run(ms, seed + OTHER_PLANS);
		console.log(one.describe());
		const end = await one.measure();
		const { abortListenersLeft, leakWarnings, surpriseCount, surprises } = one.tally;
		const lines = [
			...linesOf(begin, end),
			{ what: "listeners left on n8n's signals", begin: 0, end: abortListenersLeft, allowed: 0 },
			{ what: 'warnings of too many listeners', begin: 0, end: leakWarnings, allowed: 0 },
			{ what: 'outcomes that cannot be right', begin: 0, end: surpriseCount, allowed: 0 },
		];
		console.log(`\n${drawTable(lines)}`);
		for (const text of surprises) console.log(text);
		return lines.every(isFlat);
	} finally {
		await sandbox.stop();
	}
}
