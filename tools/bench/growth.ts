import { median } from 'simple-statistics';

import { inChild } from './child';
import type { Growth } from './children/growth';
import type { SandboxProcess } from './sandboxProcess';
import type { Many } from './workflows';

export interface GrowthBySize {
	operation: Many;
	options: Record<string, boolean>;
	sizes: Array<{ rows: number; ms: number; rssPerRow: number; heapPerRow: number }>;
}

/** Runs of growing size, each in a process of its own, medians over the rounds. */
export async function growth(
	sandbox: SandboxProcess,
	sizes: number[],
	rounds: number,
	operation: Many,
	options: Record<string, boolean> = {},
): Promise<GrowthBySize> {
	const runs: Growth[] = [];
	// The sizes take turns, so that a slow minute of the machine does not hit one of them alone.
	for (let round = 0; round < rounds; round++) {
		for (const rows of sizes) {
			await sandbox.reset();
			const args = [operation, `${rows}`, sandbox.url, sandbox.token, JSON.stringify(options)];
			runs.push(await inChild<Growth>('growth.ts', args));
		}
	}
	return {
		operation,
		options,
		sizes: sizes.map((rows) => {
			const ofSize = runs.filter((run) => run.rows === rows);
			return {
				rows,
				ms: median(ofSize.map(({ ms }) => ms)),
				rssPerRow: median(ofSize.map(({ rssPeak, rssBefore }) => (rssPeak - rssBefore) / rows)),
				heapPerRow: median(ofSize.map(({ heapGrowth }) => heapGrowth / rows)),
			};
		}),
	};
}
