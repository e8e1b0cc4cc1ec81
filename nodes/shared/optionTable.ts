import type { INodeProperties } from 'n8n-workflow';

/** What a number may be; in the unit of the option's title. */
export interface NumberRange {
	min: number;
	max: number;
	whole?: boolean;
}

interface Option {
	property: INodeProperties;
	range?: NumberRange;
}

/** In the alphabetical order of their titles, as n8n wants them in a collection. */
export const OPTIONS: Option[] = [
	{
		property: {
			displayName: 'Batch Size',
			name: 'batchSize',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 10000 },
			default: 100,
			description: 'How many users to send in one request at most',
		},
		range: { min: 1, max: 10_000, whole: true },
	},
	{
		property: {
			displayName: 'Confirm',
			name: 'confirm',
			type: 'boolean',
			default: false,
			description:
				'Whether to read the users back until every change is visible. Ubidots carries a bulk update out later and offers no way to ask how it went.',
		},
	},
	{
		property: {
			displayName: 'Confirm Timeout (Seconds)',
			name: 'confirmTimeout',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 60,
			description: 'How long to wait for changes to become visible when Confirm is on',
		},
		range: { min: 0, max: 86_400 },
	},
	{
		property: {
			displayName: 'Dry Run',
			name: 'dryRun',
			type: 'boolean',
			default: false,
			description:
				'Whether to only read, compare and report what would change, without writing anything',
		},
	},
	{
		property: {
			displayName: 'Isolate Bad Rows',
			name: 'isolateBadRows',
			type: 'boolean',
			default: true,
			description:
				'Whether to send a refused batch again in halves until the rows at fault stand alone, so that they do not hold back the others',
		},
	},
	{
		property: {
			displayName: 'Max Batch Bytes',
			name: 'maxBatchBytes',
			type: 'number',
			typeOptions: { minValue: 100 },
			default: 10000,
			description: 'How many bytes one request body may have at most. Ubidots documents 10,000.',
		},
		range: { min: 100, max: 100_000_000, whole: true },
	},
	{
		property: {
			displayName: 'Max Concurrent Requests',
			name: 'maxConcurrentRequests',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 100 },
			default: 4,
			description: 'How many requests may be under way at once',
		},
		range: { min: 1, max: 100, whole: true },
	},
	{
		property: {
			displayName: 'Output',
			name: 'output',
			type: 'options',
			options: [
				{
					name: 'One Item per User',
					value: 'users',
					description: 'One item for every input row, with its user ID, status and task ID',
				},
				{
					name: 'One Item per Batch',
					value: 'batches',
					description: 'One item for every request, with the task ID and the IDs of its users',
				},
			],
			default: 'users',
			description: 'What comes out of the node',
		},
	},
	{
		property: {
			displayName: 'Retry Timeout (Seconds)',
			name: 'retryTimeout',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 120,
			description:
				'How long one request may be retried when the service is busy or the connection breaks off. 0 means no retry.',
		},
		range: { min: 0, max: 86_400 },
	},
	{
		property: {
			displayName: 'Skip Unchanged',
			name: 'skipUnchanged',
			type: 'boolean',
			default: false,
			description:
				'Whether to read each user first, send only the fields that differ, and send nothing for a user with none',
		},
	},
	{
		property: {
			displayName: 'Timeout (Seconds)',
			name: 'timeout',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 60,
			description: 'How long to wait for one answer',
		},
		range: { min: 0.05, max: 3600 },
	},
];

export type OptionName =
	| 'batchSize'
	| 'confirm'
	| 'confirmTimeout'
	| 'dryRun'
	| 'isolateBadRows'
	| 'maxBatchBytes'
	| 'maxConcurrentRequests'
	| 'output'
	| 'retryTimeout'
	| 'skipUnchanged'
	| 'timeout';
