/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console -- a command line of its own, never shipped */
import { Argument, Command } from 'commander';
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { median } from 'simple-statistics';

import { blocked } from './blocked';
import { inChild } from './child';
import { fleetReport } from './fleet';
import { growth } from './growth';
import { type Figures, linesOf } from './lines';
import type { Load } from './children/load';
import { pace } from './pace';
import { perRow } from './perRow';
import { type SandboxProcess, startSandboxProcess } from './sandboxProcess';
import { table } from './table';

interface Scale {
	rows: number;
	rounds: number;
	pacedRows: number;
	sizes: number[];
	growthRounds: number;
	loads: number;
}

const FULL: Scale = {
	rows: 400,
	rounds: 25,
	pacedRows: 24,
	sizes: [1000, 10_000, 100_000],
	growthRounds: 3,
	loads: 5,
};
const QUICK: Scale = {
	rows: 150,
	rounds: 3,
	pacedRows: 12,
	sizes: [1000, 10_000],
	growthRounds: 1,
	loads: 3,
};

const progress = (text: string) => process.stderr.write(`${text}\n`);

async function loadTime(times: number): Promise<Load> {
	const loads: Load[] = [];
	for (let count = 0; count < times; count++) loads.push(await inChild<Load>('load.ts', []));
	return {
		coreMs: median(loads.map(({ coreMs }) => coreMs)),
		packageMs: median(loads.map(({ packageMs }) => packageMs)),
	};
}

async function measureAll(sandbox: SandboxProcess, scale: Scale): Promise<Figures> {
	const { rows, rounds, pacedRows, sizes, growthRounds, loads } = scale;
	progress(`1 of 5: what a row costs (${rows} rows, ${rounds} rounds)`);
	const costs = await perRow(sandbox, rows, rounds);
	progress(`2 of 5: pace, and bulk against one by one (${pacedRows} rows at 4 a second)`);
	const paced = await pace(sandbox, pacedRows);
	progress(`3 of 5: growth with rows (${sizes.join(', ')}, ${growthRounds} rounds)`);
	const grown = await growth(sandbox, sizes, growthRounds, 'bulkUpdate');
	const last = sizes.slice(-2);
	const grownWithReading = await growth(sandbox, last, growthRounds, 'bulkUpdate', {
		skipUnchanged: true,
	});
	const grownSync = await growth(sandbox, last, growthRounds, 'sync');
	progress(`4 of 5: loading the package (${loads} times)`);
	const load = await loadTime(loads);
	progress('5 of 5: how long n8n is held up');
	const heldUp = await blocked(sandbox);
	return {
		perRow: costs,
		pace: paced,
		growth: grown,
		growthWithReading: grownWithReading,
		growthOfSync: grownSync,
		load,
		blocked: heldUp,
	};
}

async function main(): Promise<void> {
	const command = new Command('npm run bench --')
		.description('Speed and memory of the built package, against the sandbox.')
		.addArgument(
			new Argument(
				'[part]',
				'instead: how processes that do not know each other share a limit',
			).choices(['fleet']),
		)
		.option('--quick', 'fewer rows and rounds', false)
		.option('--json <file>', 'write the figures into this file as well')
		.showHelpAfterError()
		.parse();
	const { quick, json } = command.opts<{ quick: boolean; json?: string }>();
	if (command.args.length > 0) {
		console.log(`\n${await fleetReport(progress)}`);
		return;
	}
	const scale = quick ? QUICK : FULL;
	const sandbox = await startSandboxProcess(Math.max(...scale.sizes));
	const figures = await measureAll(sandbox, scale).finally(async () => await sandbox.close());
	const [{ model }] = cpus();
	const machine = `Node.js ${process.versions.node}, ${cpus().length} x ${model}`;
	console.log(`\n${table(linesOf(figures))}\n\n${machine}`);
	if (json === undefined) return;
	const file = { measuredOn: machine, quick, ...figures, lines: linesOf(figures) };
	await writeFile(json, `${JSON.stringify(file, undefined, '\t')}\n`);
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
