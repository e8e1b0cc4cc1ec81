import { type OptionTable, PLANNING_OPTIONS, UPDATING_OPTIONS } from '../../../shared/form/options';

/** Of every operation that writes in bulk. */
export const BATCH_OPTIONS = {
	batchSize: {
		displayName: 'Batch Size',
		default: 100,
		min: 1,
		max: 10_000,
		whole: true,
		description: 'Max number of users in one request',
	},
	confirm: {
		displayName: 'Confirm',
		default: true,
		unset: false,
		description:
			'Whether to read the users back until every change is visible. Ubidots carries out a bulk update later and offers no way to ask how it went.',
	},
	confirmTimeout: {
		displayName: 'Confirm Timeout (Seconds)',
		default: 60,
		min: 0,
		max: 86_400,
		description:
			'How long to wait for changes to become visible when Confirm is on, or when single tags are added or removed',
	},
	isolateBadRows: {
		displayName: 'Isolate Bad Rows',
		default: true,
		description:
			'Whether to split a refused batch until the bad rows are found, so that the others are still written',
	},
	maxBatchBytes: {
		displayName: 'Max Batch Bytes',
		default: 10_000,
		min: 100,
		max: 100_000_000,
		whole: true,
		description: 'Max size of one request body, in bytes. Ubidots documents a limit of 10,000.',
	},
	...PLANNING_OPTIONS,
} satisfies OptionTable;

/** Of Bulk Update. */
export const OPTIONS = {
	output: {
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
	},
	...BATCH_OPTIONS,
	...UPDATING_OPTIONS,
} satisfies OptionTable;

export type BatchOptions = typeof BATCH_OPTIONS;
export type BulkOptions = typeof OPTIONS;
