import type { Limit } from '../parse';

/** The limits of a number are in the unit of its title. */
export type Option = { displayName: string; description: string } & (
	| {
			default: number;
			min: number;
			max: number;
			whole?: boolean;
			/** The value when the option is not added, where that is not what it is added with. */
			unset?: number;
	  }
	/** Whoever adds it wants it on. */
	| { default: true; unset: false }
	| { default: boolean }
	/** A number of users or a share of them; '' for none. */
	| { default: string; isLimit: true }
	| { default: string; choices: Array<{ name: string; value: string; description: string }> }
);

/** The options of a run, by the name that workflows are saved with. */
export type OptionTable = Record<string, Option>;

type Widened<D> = D extends boolean ? boolean : D extends number ? number : string;

/** The values of the options, in the unit of their titles; a limit that is '' is undefined. */
export type OptionValues<T extends OptionTable> = {
	[N in keyof T]: T[N] extends { isLimit: true } ? Limit | undefined : Widened<T[N]['default']>;
};

/** Stands for as many requests at once as the account's pace needs, see `Client.concurrency`. */
export const BY_PACE = 0;

/** Offered by every operation. */
export const SENDING_OPTIONS = {
	maxConcurrentRequests: {
		displayName: 'Max Concurrent Requests',
		default: 4,
		unset: BY_PACE,
		min: 1,
		max: 100,
		whole: true,
		description:
			'Max number of requests in flight at once. If not set: 4, or as many as Requests per Second lets start in 5 seconds.',
	},
	retryTimeout: {
		displayName: 'Retry Timeout (Seconds)',
		default: 120,
		min: 0,
		max: 86_400,
		description:
			'How long to retry a request when the service is busy or the connection is lost. 0 means no retries.',
	},
	timeout: {
		displayName: 'Timeout (Seconds)',
		default: 60,
		min: 0.05,
		max: 3600,
		description: 'How long to wait for one response',
	},
} satisfies OptionTable;

/** Offered by every operation that compares before it writes. */
export const PLANNING_OPTIONS = {
	dryRun: {
		displayName: 'Dry Run',
		default: true,
		unset: false,
		description:
			'Whether to only read, compare and report what would change, without writing anything',
	},
	maxChanges: {
		displayName: 'Max Changes',
		default: '',
		isLimit: true,
		description:
			'Max number of users that the run may change, or a share of the input items that name a user, such as 20%. Users are read and compared first. If more would change, nothing is written.',
	},
	...SENDING_OPTIONS,
} satisfies OptionTable;

/** Offered by the updates. */
export const UPDATING_OPTIONS = {
	skipUnchanged: {
		displayName: 'Skip Unchanged',
		default: true,
		unset: false,
		description:
			'Whether to read each user first, send only the fields that differ, and skip users without changes. Needed to undo the run later.',
	},
	...PLANNING_OPTIONS,
} satisfies OptionTable;

export type SendingOptions = typeof SENDING_OPTIONS;
export type PlanningOptions = typeof PLANNING_OPTIONS;
export type UpdatingOptions = typeof UPDATING_OPTIONS;
