import { readFileSync } from 'node:fs';

/** @typedef {import('../../../../tools/n8n/processes.mjs').Running} Running */

/**
 * The worker whose log says that it has started an execution.
 * @param {Running[]} workers
 * @param {string} executionId
 */
export const workerOf = (workers, executionId) =>
	workers.find(({ log }) =>
		new RegExp(`started execution ${executionId}\\b`, 'i').test(readFileSync(log, 'utf8')),
	);
