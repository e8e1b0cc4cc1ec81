/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console -- a command line of its own, never shipped */
import { Command } from 'commander';

import { soak } from './soak';

async function main(): Promise<void> {
	const command = new Command('npm run soak --');
	const number = (text: string) => {
		const value = Number(text);
		return value >= 0 ? value : command.error(`"${text}" is no number.`);
	};
	const { minutes, seed } = command
		.description('Thousands of executions in one process, with faults; nothing may pile up.')
		.option('--minutes <number>', 'for how long, after a warm-up; may be a fraction', number, 10)
		.option('--seed <number>', 'repeats what an earlier run did', number, Date.now() % 1e6)
		.showHelpAfterError()
		.parse()
		.opts<{ minutes: number; seed: number }>();
	console.log(`Seed ${seed}`);
	if (!(await soak(minutes, seed))) process.exitCode = 1;
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.stack : error);
	process.exitCode = 1;
});
