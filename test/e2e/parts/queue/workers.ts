/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in a real n8n, never shipped */
import { readFileSync } from 'node:fs';
import type { Running } from '../../../../tools/n8n/processes';

/** The worker whose log says that it has started an execution. */
export const workerOf = (workers: Running[], executionId: string) =>
	workers.find(({ log }) =>
		new RegExp(`started execution ${executionId}\\b`, 'i').test(readFileSync(log, 'utf8')),
	);
