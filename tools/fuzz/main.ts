/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console -- a command line of its own, never shipped */
import { Command, Option } from 'commander';
import fc from 'fast-check';
import { join } from 'node:path';

import { loadPackage } from '../engine';
import { type Model, MODELS, newTally, theModelHolds } from './property';
import { findingText, tallyText } from './report';
import { everyParameter } from './secrets/parameters';
import { noSecretShows } from './secrets/property';
import { theSyncModelHolds } from './sync/property';
import { startFuzzWorld } from './world';

interface Arguments {
	minutes: number;
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
		.addOption(new Option('--model <name>', 'what to try').choices(MODELS).default('updates'))
		.option('--seed <number>', 'the cases of an earlier run', number('seed'), newSeed())
		.option('--path <path>', 'with --seed: only the case that was found')
		.showHelpAfterError()
		.parse()
		.opts<Arguments>();
}

const newSeed = () => Math.floor(Math.random() * 0x7fffffff);

async function main(): Promise<void> {
	const { minutes, model, seed, path } = readArguments();
	console.log(`Seed ${seed}`);
	const loaded = await loadPackage(join(__dirname, '..', '..'));
	const world = await startFuzzWorld(loaded);
	const tally = newTally();
	const startedAt = Date.now();
	const property: fc.IAsyncProperty<[unknown]> =
		model === 'sync'
			? theSyncModelHolds(world, tally)
			: model === 'secrets'
				? noSecretShows(world, await everyParameter(loaded), tally)
				: theModelHolds(world, tally);
	const details = await fc.check(property, {
		seed,
		path,
		endOnFailure: path !== undefined,
		numRuns: path === undefined ? Infinity : 1,
		interruptAfterTimeLimit: minutes * 60_000,
	});
	console.log(tallyText(tally, (Date.now() - startedAt) / 1000));
	if (details.failed && details.counterexample) {
		console.error(findingText(details, model));
		process.exitCode = 1;
	}
	await world.close();
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
