/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console -- part of the driver of a real n8n, never shipped */
import assert from 'node:assert/strict';

import { explained } from '../../tools/n8n/problem';
import { isStopping, never } from '../../tools/n8n/processes';

export { assert };

/** Lines of a failed check's reason that are shown; the rest is in the logs. */
const MOST_LINES = 14;

let passed = 0;
const failed: string[] = [];

const seconds = (since: number) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

export function part(title: string) {
	console.log(`\n${title}`);
}

/** One check: a sentence that is true when `work` does not throw. */
export async function check<T>(
	sentence: string,
	work: () => Promise<T> | T,
): Promise<T | undefined> {
	const began = Date.now();
	try {
		const result = await work();
		passed++;
		console.log(`  ok    ${sentence} (${seconds(began)})`);
		return result;
	} catch (error) {
		// What it waited for was ended on purpose.
		if (isStopping()) await never();
		failed.push(sentence);
		const reason = explained(error).split('\n').slice(0, MOST_LINES);
		console.log(`  FAIL  ${sentence} (${seconds(began)})\n        ${reason.join('\n        ')}`);
		return undefined;
	}
}

/** How many checks have failed so far. */
export const failures = () => failed.length;

/** Prints the outcome, and sets the exit code. */
export function conclude() {
	if (failed.length > 0) console.log(`\nFailed:\n${failed.map((one) => `  ${one}`).join('\n')}`);
	console.log(`\n${passed} passed, ${failed.length} failed`);
	if (failed.length > 0) process.exitCode = 1;
}
