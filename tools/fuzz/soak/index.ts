/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console -- a program of its own, never shipped */
import fc from 'fast-check';
import { sleep } from 'n8n-workflow';
import dns from 'node:dns';

import type { LoadedPackage } from '../../engine';
import { asResult, type NodeSetup, workflowOf } from '../../engine/nodeSetup';
import { cases as updates } from '../cases';
import { newTally, type Tally, tallyText } from '../property';
import { DICE, runCase as runUpdate } from '../run';
import { cases as syncs } from '../sync/cases';
import { runCase as runSync } from '../sync/run';
import { type FuzzWorld, startFuzzWorld } from '../world';
import { isFlat, linesOf, measure, type Measurement } from './measure';

/** Worlds side by side, so that executions overlap. */
const LANES = 3;
const WARM_UP_MS = 60_000;
const DRAWN_AT_ONCE = 50;
/** Later than any pause of a rate limiter, and than the time after which an idle one is forgotten. */
const LATER_MS = 3 * 60 * 60_000;
/** One execution in so many is canceled, within this time. */
const CANCEL_ONE_IN = 7;
const CANCEL_WITHIN_MS = 200;
/** One case in so many is of the first account; each of the others has one that never comes again. */
const SAME_ACCOUNT_ONE_IN = 3;
const DOMAIN = '.sandbox.test';

/** Sends every name of the sandbox to the loopback: an account at another address is another account to the nodes. */
function resolveAccountNames(): void {
	const lookup = dns.lookup as (host: string, ...rest: unknown[]) => void;
	const ours = (host: string, ...rest: unknown[]) =>
		lookup(host.endsWith(DOMAIN) ? '127.0.0.1' : host, ...rest);
	Object.assign(dns, { lookup: ours });
}

/** Lets the clocks of this process run ahead. Timers do not notice. */
function moveClocks(ms: number): void {
	const [time, monotonic] = [Date.now, performance.now.bind(performance)];
	Date.now = () => time() + ms;
	performance.now = () => monotonic() + ms;
}

let accounts = 0;
let executions = 0;
let canceled = 0;

/** A world in which accounts come and go, and some executions are canceled. */
function disturbed(world: FuzzWorld): FuzzWorld {
	const { port } = new URL(world.sandbox.url);
	return {
		...world,
		setCredentials(ubidots, upsun) {
			const number = ++accounts % SAME_ACCOUNT_ONE_IN === 0 ? 0 : accounts;
			const url = `http://account-${number}${DOMAIN}:${port}`;
			world.setCredentials({ ...ubidots, baseUrl: url }, { ...upsun, apiUrl: url, authUrl: url });
		},
		async run(setup: NodeSetup, items) {
			const { result, cancel } = world.start(workflowOf(setup, items));
			if (++executions % CANCEL_ONE_IN === 0) {
				canceled++;
				const ended = new AbortController();
				const canceling = sleep((executions * 13) % CANCEL_WITHIN_MS, ended.signal);
				void result.finally(() => ended.abort());
				await canceling.then(cancel, () => undefined);
			}
			return asResult(await result);
		},
	};
}

/** Cases without end, of both models. Which of them overlap depends on the machine all the same. */
function* casesOf(seed: number): Generator<(world: FuzzWorld, tally: Tally) => Promise<void>> {
	for (let draw = seed; ; draw++) {
		const drawn = { seed: draw, numRuns: DRAWN_AT_ONCE };
		const ofSync = fc.sample(syncs, drawn);
		for (const [index, update] of fc.sample(updates, drawn).entries()) {
			yield async (world, tally) => count(tally, await runUpdate(world, update));
			yield async (world, tally) => count(tally, await runSync(world, ofSync[index]));
		}
	}
}

function count(
	tally: Tally,
	{ given, requests }: { given: { rows: unknown[] }; requests: unknown[] },
) {
	tally.cases++;
	tally.rows += given.rows.length;
	tally.requests += requests.length;
}

/** Runs cases for so long, and gives what is left when everything has ended and a long time has passed. */
async function measureAfter(ms: number, worlds: FuzzWorld[], seed: number): Promise<Measurement> {
	const tally = newTally();
	const startedAt = performance.now();
	const given = casesOf(seed);
	const work = async (world: FuzzWorld) => {
		while (performance.now() - startedAt < ms) await given.next().value?.(world, tally);
	};
	await Promise.all(worlds.map(work));
	console.log(`${tallyText(tally, (performance.now() - startedAt) / 1000)}, ${canceled} canceled`);
	for (const { sandbox } of worlds) sandbox.reset();
	moveClocks(LATER_MS);
	// The rate limiters of accounts that are gone are thrown away when another account is used.
	await runUpdate(worlds[0], fc.sample(updates, { seed: 1, numRuns: 1 })[0]);
	return await measure();
}

/**
 * The cases of the fuzz for so long in one process, side by side, some canceled: nothing may pile up.
 * @returns how many of the things that were measured are where they began, and how many are not
 */
export async function soak(loaded: LoadedPackage, minutes: number, seed: number) {
	resolveAccountNames();
	// As each case does for itself: here they overlap.
	Math.random = () => DICE;
	let leakWarnings = 0;
	process.on('warning', ({ name }) => {
		if (name === 'MaxListenersExceededWarning') leakWarnings++;
	});
	const started = await Promise.all(Array.from({ length: LANES }, () => startFuzzWorld(loaded)));
	const worlds = started.map(disturbed);
	const ms = minutes * 60_000;
	const begin = await measureAfter(Math.min(WARM_UP_MS, ms / 3), worlds, seed);
	const end = await measureAfter(ms, worlds, seed + 1_000_000);
	const warnings = { what: 'warnings of too many listeners', begin: 0, end: leakWarnings };
	const lines = [...linesOf(begin, end), { ...warnings, allowed: 0 }];
	for (const line of lines) {
		const [from, to, most] = [line.begin, line.end, line.allowed].map((value) => +value.toFixed(1));
		const verdict = isFlat(line) ? 'ok    ' : 'NOT OK';
		console.log(
			`${verdict}  ${line.what}: ${from} at the beginning, ${to} at the end (${most} allowed)`,
		);
	}
	await Promise.all(worlds.map(async ({ close }) => await close()));
	return {
		passed: lines.filter(isFlat).length,
		failed: lines.filter((one) => !isFlat(one)).length,
	};
}
