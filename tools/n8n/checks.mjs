import assert from 'node:assert/strict';

import { explained } from './problem.mjs';
import { isStopping, never } from './processes.mjs';

export { assert };

/** Lines of a failed check's reason that are shown; the rest is in the logs. */
const MOST_LINES = 14;

let passed = 0;
/** @type {string[]} */
const failed = [];

const seconds = (/** @type {number} */ since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/** @param {string} title */
export function part(title) {
	console.log(`\n${title}`);
}

/**
 * One check: a sentence that is true when `work` does not throw.
 * @template T
 * @param {string} sentence
 * @param {() => Promise<T> | T} work
 * @returns {Promise<T | undefined>}
 */
export async function check(sentence, work) {
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
