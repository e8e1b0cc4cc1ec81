import type { INodeProperties } from 'n8n-workflow';

interface Common {
	displayName: string;
	description: string;
}

/** A number; its limits are in the unit of the title. */
interface NumberOption extends Common {
	default: number;
	min: number;
	max: number;
	whole?: boolean;
}

interface BooleanOption extends Common {
	default: boolean;
}

interface ChoiceOption extends Common {
	default: string;
	choices: Array<{ name: string; value: string; description: string }>;
}

export type Option = NumberOption | BooleanOption | ChoiceOption;

/** The options of all operations, by the name that workflows are saved with. */
export const OPTIONS = {
	batchSize: {
		displayName: 'Batch Size',
		default: 100,
		min: 1,
		max: 10_000,
		whole: true,
		description: 'How many users to send in one request at most',
	},
	confirm: {
		displayName: 'Confirm',
		default: false,
		description:
			'Whether to read the users back until every change is visible. Ubidots carries a bulk update out later and offers no way to ask how it went.',
	},
	confirmTimeout: {
		displayName: 'Confirm Timeout (Seconds)',
		default: 60,
		min: 0,
		max: 86_400,
		description: 'How long to wait for changes to become visible when Confirm is on',
	},
	dryRun: {
		displayName: 'Dry Run',
		default: false,
		description:
			'Whether to only read, compare and report what would change, without writing anything',
	},
	isolateBadRows: {
		displayName: 'Isolate Bad Rows',
		default: true,
		description:
			'Whether to send a refused batch again in halves until the rows at fault stand alone, so that they do not hold back the others',
	},
	maxBatchBytes: {
		displayName: 'Max Batch Bytes',
		default: 10_000,
		min: 100,
		max: 100_000_000,
		whole: true,
		description: 'How many bytes one request body may have at most. Ubidots documents 10,000.',
	},
	maxConcurrentRequests: {
		displayName: 'Max Concurrent Requests',
		default: 4,
		min: 1,
		max: 100,
		whole: true,
		description: 'How many requests may be under way at once',
	},
	output: {
		displayName: 'Output',
		default: 'users',
		choices: [
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
		description: 'What comes out of the node',
	},
	retryTimeout: {
		displayName: 'Retry Timeout (Seconds)',
		default: 120,
		min: 0,
		max: 86_400,
		description:
			'How long one request may be retried when the service is busy or the connection breaks off. 0 means no retry.',
	},
	skipUnchanged: {
		displayName: 'Skip Unchanged',
		default: false,
		description:
			'Whether to read each user first, send only the fields that differ, and send nothing for a user with none',
	},
	timeout: {
		displayName: 'Timeout (Seconds)',
		default: 60,
		min: 0.05,
		max: 3600,
		description: 'How long to wait for one answer',
	},
} satisfies Record<string, Option>;

export type OptionName = keyof typeof OPTIONS;

/** The control of one option in the form. */
export function optionProperty(name: OptionName): INodeProperties {
	const option: Option = OPTIONS[name];
	const { displayName, default: byDefault, description } = option;
	const shared = { displayName, name, default: byDefault, description };
	if ('min' in option) {
		const typeOptions = { minValue: option.min, maxValue: option.max };
		return { ...shared, type: 'number', typeOptions };
	}
	if ('choices' in option) return { ...shared, type: 'options', options: option.choices };
	return { ...shared, type: 'boolean' };
}
