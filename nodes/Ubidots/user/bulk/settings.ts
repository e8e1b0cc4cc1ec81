import { choice, flag, inOptions, number, type ValuesOf } from '../../../shared/form/parameters';
import { PLANNING_SETTINGS, UPDATING_SETTINGS } from '../../../shared/form/settings';

/** Of every operation that writes in bulk. */
export const BATCH_SETTINGS = {
	...inOptions({
		batchSize: number({
			displayName: 'Batch Size',
			default: 100,
			min: 1,
			max: 10_000,
			whole: true,
			description: 'Max number of users in one request',
		}),
		confirm: flag({
			displayName: 'Confirm',
			default: true,
			unset: false,
			description:
				'Whether to read the users back until every change is visible. Ubidots carries out a bulk update later and offers no way to ask how it went.',
		}),
		confirmTimeout: number({
			displayName: 'Confirm Timeout (Seconds)',
			default: 60,
			min: 0,
			max: 86_400,
			description:
				'How long to wait for changes to become visible when Confirm is on, or when single tags are added or removed',
		}),
		isolateBadRows: flag({
			displayName: 'Isolate Bad Rows',
			default: true,
			description:
				'Whether to split a refused batch until the bad rows are found, so that the others are still written',
		}),
		maxBatchBytes: number({
			displayName: 'Max Batch Bytes',
			default: 10_000,
			min: 100,
			max: 100_000_000,
			whole: true,
			description: 'Max size of one request body, in bytes. Ubidots documents a limit of 10,000.',
		}),
	}),
	...PLANNING_SETTINGS,
};

/** Of Bulk Update. */
export const BULK_SETTINGS = {
	...inOptions({
		output: choice({
			displayName: 'Output',
			default: 'users',
			choices: [
				{
					name: 'One Item per User',
					value: 'users',
					description: 'One item for each input row, with its user ID, status and task ID',
				},
				{
					name: 'One Item per Batch',
					value: 'batches',
					description: 'One item for each request, with its task ID and user IDs',
				},
			],
			description: 'What the node returns',
		}),
	}),
	...BATCH_SETTINGS,
	...UPDATING_SETTINGS,
};

export type BatchSettings = ValuesOf<typeof BATCH_SETTINGS>;
export type BulkSettings = ValuesOf<typeof BULK_SETTINGS>;
