/* eslint-disable @n8n/community-nodes/no-restricted-imports -- never shipped */
import { inspect } from 'node:util';

import { type Model, ModelViolated, replayCommand, type Tally } from './property';

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
