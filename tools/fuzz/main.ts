/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console -- a command line of its own, never shipped */
import { Command, Option } from 'commander';
import fc from 'fast-check';
import { join } from 'node:path';
import { Script } from 'node:vm';

import { loadPackage, type LoadedPackage } from '../engine';
import {
	findingText,
	type Model,
	MODELS,
	newTally,
	sortsText,
	tallyText,
	theModelHolds,
} from './property';
import { everyParameter } from './secrets/parameters';
import { noSecretShows } from './secrets/property';
import { soak } from './soak';
import { type Sorts, thePlaceModelHolds, theSyncModelHolds } from './sync/property';
import { type FuzzWorld, startFuzzWorld } from './world';

// n8n gives the pattern of a picker 250 ms by the clock, which a busy machine may spend on something else.
const { runInContext } = Script.prototype;
Script.prototype.runInContext = function (context, options) {
	return runInContext.call(this, context, { ...options, timeout: undefined }) as unknown;
};

interface Arguments {
	minutes: number;
	cases?: number;
	soak?: true;
	model: Model;
	seed: number;
	path?: string;
}

function readArguments(): Arguments {
	const command = new Command('npm run fuzz --');
	const number = (name: string) => (text: string) => {
		const value = Number(text);
		if (text.trim() !== '' && Number.isFinite(value)) return value;
		return command.error(`--${name} needs a number, not "${text}".`);
	};
	return command
		.description('Random runs of the nodes against the sandbox, checked against a model.')
		.option('--minutes <number>', 'how long to go on', number('minutes'), 1)
		.option('--cases <number>', 'in place of minutes: how many', number('cases'))
		.option('--soak', 'the cases side by side, some canceled: looks at what piles up')
		.addOption(new Option('--model <name>', 'what to try').choices(MODELS).default('updates'))
		.option('--seed <number>', 'the cases of an earlier run', number('seed'), newSeed())
		.option('--path <path>', 'with --seed: only the case that was found')
		.showHelpAfterError()
		.parse()
		.opts<Arguments>();
}

const newSeed = () => Math.floor(Math.random() * 0x7fffffff);

/** Sorts of runs of Sync without which nothing would have been looked at. */
const SORTS: Partial<Record<Model, string[]>> = {
	sync: ['clean', 'with leavers', 'with creations', 'ended', 'with failures'],
	upsun: [
		...['clean', 'with leavers', 'with additions', 'ended', 'with failures'],
		...['run twice', 'changed under the run'],
	],
};
/** So many cases hold some of each. */
const ENOUGH_CASES = 100;

async function fuzz(
	loaded: LoadedPackage,
	world: FuzzWorld,
	{ minutes, cases, model, seed, path }: Arguments,
) {
	const tally = newTally();
	const sorts: Sorts = {};
	const startedAt = Date.now();
	const property: fc.IAsyncProperty<[unknown]> = await {
		updates: () => theModelHolds(world, tally),
		sync: () => theSyncModelHolds(world, tally, sorts),
		upsun: () => thePlaceModelHolds(world, tally, sorts),
		secrets: async () => noSecretShows(world, await everyParameter(loaded), tally),
	}[model]();
	const details = await fc.check(property, {
		seed,
		path,
		endOnFailure: path !== undefined,
		numRuns: path === undefined ? (cases ?? Infinity) : 1,
		interruptAfterTimeLimit: cases === undefined ? minutes * 60_000 : undefined,
	});
	console.log(tallyText(tally, (Date.now() - startedAt) / 1000));
	const hasFound = details.failed && details.counterexample !== null;
	if (hasFound) console.error(findingText(details, model));
	const missing =
		tally.cases >= ENOUGH_CASES ? (SORTS[model] ?? []).filter((sort) => !sorts[sort]) : [];
	if (Object.keys(sorts).length > 0) console.log(sortsText(sorts));
	if (missing.length > 0) console.error(`No case was: ${missing.join(', ')}`);
	const failed = (hasFound ? 1 : 0) + missing.length;
	return { passed: hasFound ? 0 : tally.cases, failed };
}

async function main(): Promise<void> {
	const given = readArguments();
	console.log(`Seed ${given.seed}`);
	const loaded = await loadPackage(join(__dirname, '..', '..'));
	let outcome: { passed: number; failed: number };
	if (given.soak) outcome = await soak(loaded, given.minutes, given.seed);
	else {
		const world = await startFuzzWorld(loaded);
		outcome = await fuzz(loaded, world, given);
		await world.close();
	}
	console.log(`${outcome.passed} passed, ${outcome.failed} failed`);
	if (outcome.failed > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
