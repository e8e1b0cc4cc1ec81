/* eslint-disable @n8n/community-nodes/no-restricted-imports -- never shipped */
import { inspect } from 'node:util';
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

interface Details {
	seed: number;
	counterexample: [unknown] | null;
	counterexamplePath: string | null;
	errorInstance?: unknown;
}

const shown = (value: unknown) =>
	inspect(value, { depth: 9, breakLength: 110, maxArrayLength: 50 });

/** `300 cases, 2,345 rows, 4,567 requests in 12.3 s (24.4 cases a second)`. */
export function tallyText({ cases, rows, requests }: Tally, seconds: number): string {
	const [c, r, q] = [cases, rows, requests].map((count) => count.toLocaleString('en'));
	return `${c} cases, ${r} rows, ${q} requests in ${seconds.toFixed(1)} s (${(cases / seconds).toFixed(1)} cases and ${(rows / seconds).toFixed(0)} rows a second)`;
}

/** `clean: 120, with leavers: 45` */
export const sortsText = (sorts: Record<string, number>) =>
	Object.entries(sorts)
		.map(([sort, count]) => `${sort}: ${count}`)
		.join(', ');

/** A violation of the model: what is wrong, with which case, and how to run that again. */
export function findingText(
	{ seed, counterexample, counterexamplePath, errorInstance }: Details,
	model: Model = 'updates',
): string {
	const what =
		errorInstance instanceof ModelViolated
			? errorInstance.message
			: errorInstance instanceof Error
				? String(errorInstance.stack)
				: String(errorInstance);
	return [
		'The model does not hold:',
		what,
		'',
		`Case: ${shown(counterexample?.[0])}`,
		'',
		`Run it again: ${replayCommand(seed, counterexamplePath ?? '', model)}`,
	].join('\n');
}
