/* eslint-disable @n8n/community-nodes/no-restricted-imports, no-console -- runs in a real n8n, never shipped */
import { loadavg } from 'node:os';
import { median } from 'simple-statistics';

import { openBench } from './bench';
import { VARIANTS } from './variants';
import type { Sandbox } from '../../../../tools/n8n/sandbox';

type Ratio = {
	latencyMs: number;
	key: string;
	title: string;
	toPeer: number;
	wanted: number | undefined;
};

const ROWS = 1000;
/** Without a credential to read for each item: the fastest that the HTTP Request node can do. */
const PEER = 'httpPlain';
/** What is compared, by how long each answer takes, and the most of the peer's time that is wanted. */
const CASES = [
	{ latencyMs: 0, wanted: { update: 0.95, updateWide: 0.95 } },
	{ latencyMs: 50, wanted: { updateWide: 1 } },
];

/**
 * Update of 1,000 rows beside the HTTP Request node with the token typed in, by turns in one n8n.
 * @returns medians of the ratios within each round
 */
export async function measureRatios(
	tarball: string,
	sandbox: Sandbox,
	rounds: number,
): Promise<Ratio[]> {
	const bench = await openBench(tarball, sandbox, 0);
	const ratios: Ratio[] = [];
	for (const { latencyMs, wanted } of CASES) {
		await sandbox.options({ latencyMs });
		const keys = [PEER, ...Object.keys(wanted)];
		// The engine compiles what runs often: the first rounds of either are slow.
		for (const key of keys) await bench.run(VARIANTS[key], ROWS);
		const seconds: Array<Record<string, number>> = [];
		for (let round = 0; round < rounds; round++) {
			const ofRound: Record<string, number> = {};
			for (let turn = 0; turn < keys.length; turn++) {
				const key = keys[(turn + round) % keys.length];
				ofRound[key] = (await bench.run(VARIANTS[key], ROWS)).seconds;
			}
			seconds.push(ofRound);
		}
		for (const [key, most] of Object.entries(wanted)) {
			const toPeer = median(seconds.map((one) => one[key] / one[PEER]));
			ratios.push({ latencyMs, key, title: VARIANTS[key].title, toPeer, wanted: most });
		}
	}
	await sandbox.options({ latencyMs: 0 });
	await bench.close();
	return ratios;
}

export function printRatios(ratios: Ratio[]) {
	const load = loadavg()[0].toFixed(1);
	console.log(
		`\n  ${ROWS} rows one by one, to ${VARIANTS[PEER].title} (time, medians; the machine's load now: ${load})`,
	);
	for (const { latencyMs, title, toPeer, wanted = Infinity } of ratios) {
		const verdict = `wanted at most ${wanted.toFixed(2)} x: ${toPeer <= wanted ? 'met' : 'NOT MET'}`;
		console.log(`    ${title}, ${latencyMs} ms latency: ${toPeer.toFixed(2)} x (${verdict})`);
	}
}
