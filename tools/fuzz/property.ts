import fc from 'fast-check';

import { cases } from './cases';
import { CHECKS, seenIn } from './checks';
import { type Run, runCase } from './run';
import type { Case, Finding } from './types';
import type { FuzzWorld } from './world';

/** What is tried: the updates of both services, Sync of Ubidots, Sync of the places of Upsun, or texts in all parameters of both. */
export const MODELS = ['updates', 'sync', 'upsun', 'secrets'] as const;
export type Model = (typeof MODELS)[number];

/** How much was run; cases that shrinking tries are in it. */
export interface Tally {
	cases: number;
	rows: number;
	requests: number;
}

export const newTally = (): Tally => ({ cases: 0, rows: 0, requests: 0 });

/** What is wrong with a run. */
export function findingsIn(run: Run): Finding[] {
	const seen = seenIn(run);
	return CHECKS.flatMap((check) => check(seen));
}

/** Violations of the model, one a line. */
export class ModelViolated extends Error {
	constructor(readonly findings: readonly Finding[]) {
		const lines = findings.map(({ rule, item, text }) =>
			[`- ${rule}`, item === undefined ? '' : `[item ${item}]`, text].filter(Boolean).join(': '),
		);
		super(lines.join('\n'));
	}
}

/** Every case satisfies the model. */
export const theModelHolds = (world: FuzzWorld, tally: Tally) =>
	fc.asyncProperty(cases, async (given: Case) => {
		const run = await runCase(world, given);
		tally.cases++;
		tally.rows += given.rows.length;
		tally.requests += run.requests.length;
		const findings = findingsIn(run);
		if (findings.length > 0) throw new ModelViolated(findings);
	});

/** How to run a counterexample again. */
export const replayCommand = (seed: number, path: string, model: Model) =>
	`npm run fuzz -- ${model === 'updates' ? '' : `--model ${model} `}--seed ${seed} --path ${path}`;
