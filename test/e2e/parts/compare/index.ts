/* eslint-disable @n8n/community-nodes/no-restricted-imports, no-console -- runs in a real n8n, never shipped */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { check, part } from '../../checks';
import { packProject } from '../../../../tools/n8n/package';
import { N8N_VERSION, ROOT } from '../../../../tools/n8n/paths';
import { type Sandbox, startSandbox } from '../../../../tools/n8n/sandbox';
import { type Measurement, openBench } from './bench';
import { drawChart } from './chart';
import { checkFigures } from './figures';
import { measureRatios, printRatios } from './ratios';
import { table } from './table';
import { type Variant, VARIANTS } from './variants';
import type { RunOptions } from '../../main';

export type Line = Measurement & { key: string; title: string };

const RESULT = join(ROOT, '.cache', 'compare.json');
const LIMIT_PER_SECOND = 4;
/** The window of the limit is over before the next variant begins. */
const BETWEEN_RUNS_MS = 2000;

const FULL = {
	rows: [1000, 5000],
	variants: ['bulk', 'update', 'updateWide', 'http', 'httpPlain'],
	/** They wait for most of their time, so that one run tells it all. */
	slowVariants: ['httpBatched'],
	rounds: 3,
	ratioRounds: 9,
	limitedRows: 200,
	limitedVariants: ['bulk', 'update', 'http', 'httpBatched', 'httpPaced'],
};
const QUICK = {
	rows: [1000],
	variants: ['bulk', 'updateWide', 'http'],
	slowVariants: [],
	rounds: 2,
	ratioRounds: 3,
	limitedRows: 40,
	limitedVariants: ['bulk', 'update', 'http'],
};

/** Our nodes beside the HTTP Request node, in the same n8n. */
export async function run({ quick, images }: RunOptions) {
	const plan = quick ? QUICK : FULL;
	part(`Beside the HTTP Request node, in n8n ${N8N_VERSION}`);
	const tarball = packProject();
	const most = Math.max(...plan.rows);
	const sandbox = await startSandbox('compare-sandbox', { users: most });
	const unlimited = await measureTimes(tarball, sandbox, plan);
	for (const key of [...plan.variants, ...plan.slowVariants]) {
		const line = unlimited.find((one) => one.key === key && one.rows === most);
		if (line) line.peakMB = await measureMemory(tarball, sandbox, VARIANTS[key], most);
	}
	const ratios = await measureRatios(tarball, sandbox, plan.ratioRounds);
	await sandbox.options({ ubidotsRequestsPerSecond: LIMIT_PER_SECOND });
	const limited = await measureLimited(tarball, sandbox, plan.limitedVariants, plan.limitedRows);
	await sandbox.stop();

	console.log(table('Without a limit', unlimited));
	printRatios(ratios);
	console.log(table(`With a limit of ${LIMIT_PER_SECOND} requests a second`, limited));
	const result = {
		n8n: N8N_VERSION,
		at: new Date().toISOString(),
		quick,
		limitPerSecond: LIMIT_PER_SECOND,
		unlimited,
		ratios,
		limited,
	};
	mkdirSync(join(ROOT, '.cache'), { recursive: true });
	writeFileSync(RESULT, JSON.stringify(result, null, '\t'));
	await check('a chart is drawn from the figures', () => drawChart(result, images));
	await checkFigures(unlimited, limited);
}

/**
 * All variants by turns in one n8n, so that whatever else the machine does meets them all.
 * @returns of each the run of median time
 */
async function measureTimes(
	tarball: string,
	sandbox: Sandbox,
	{ rows: counts, variants, slowVariants, rounds }: typeof FULL | typeof QUICK,
): Promise<Line[]> {
	const bench = await openBench(tarball, sandbox, 0);
	for (const key of variants) await bench.warmUp(VARIANTS[key]);
	const lines: Line[] = [];
	for (const rows of counts) {
		const runs: Map<string, Measurement[]> = new Map();
		for (let round = 0; round < rounds; round++) {
			for (const key of round === 0 ? [...variants, ...slowVariants] : variants) {
				runs.set(key, [...(runs.get(key) ?? []), await bench.run(VARIANTS[key], rows)]);
			}
		}
		for (const [key, all] of runs) {
			const { title } = VARIANTS[key];
			console.log(
				`  ${title}, ${rows} rows: ${all.map(({ seconds }) => seconds.toFixed(2)).join(' ')} s`,
			);
			const median = all.sort((a, b) => a.seconds - b.seconds)[all.length >> 1];
			lines.push({ key, ...median, title, peakMB: undefined, progress: [] });
		}
	}
	await bench.close();
	return lines;
}

/** In an n8n of its own, because memory that one run has taken is not given back before the next. */
async function measureMemory(tarball: string, sandbox: Sandbox, variant: Variant, rows: number) {
	const bench = await openBench(tarball, sandbox, 0);
	await bench.warmUp(variant);
	const { peakMB } = await bench.run(variant, rows);
	await bench.close();
	return peakMB;
}

async function measureLimited(
	tarball: string,
	sandbox: Sandbox,
	keys: string[],
	rows: number,
): Promise<Line[]> {
	const bench = await openBench(tarball, sandbox, LIMIT_PER_SECOND);
	const lines = [];
	for (const key of keys) {
		await sleep(BETWEEN_RUNS_MS);
		const measured = await bench.run(VARIANTS[key], rows);
		lines.push({ key, title: VARIANTS[key].title, ...measured, peakMB: undefined });
	}
	await bench.close();
	return lines;
}
