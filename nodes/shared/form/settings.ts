import { flag, inOptions, limit, number, type ValuesOf } from './parameters';

/** Stands for as many requests at once as the account's pace needs, see `Client.concurrency`. */
export const BY_PACE = 0;

/** Of every operation. */
export const SENDING_SETTINGS = inOptions({
	maxConcurrentRequests: number({
		displayName: 'Max Concurrent Requests',
		default: 4,
		unset: BY_PACE,
		min: 1,
		max: 100,
		whole: true,
		description:
			'Max number of requests in flight at once. If not set: 4, or as many as Requests per Second lets start in 5 seconds.',
	}),
	retryTimeout: number({
		displayName: 'Retry Timeout (Seconds)',
		default: 120,
		min: 0,
		max: 86_400,
		description:
			'How long to retry a request when the service is busy or the connection is lost. 0 means no retries.',
	}),
	timeout: number({
		displayName: 'Timeout (Seconds)',
		default: 60,
		min: 0.05,
		max: 3600,
		description: 'How long to wait for one response',
	}),
});

const DRY_UNLESS_TOLD =
	'Left out means true: nothing is ever written. Set false in a workflow that has to write.';

/** Not among the options, because n8n drops what it does not know in a collection: a misspelled one would be a run that writes. */
export const dryRun = (byDefault: boolean) =>
	flag({
		displayName: 'Dry Run',
		default: byDefault,
		description: `Whether to only read, compare and report what would change, without writing anything${byDefault ? '. On in a new node: read the plan, then turn it off.' : ''}`,
		...(byDefault && { builderHint: { propertyHint: DRY_UNLESS_TOLD } }),
	});

/** Of every operation that compares before it writes. */
export const PLANNING_SETTINGS = {
	dryRun: dryRun(false),
	...inOptions({
		maxChanges: limit({
			displayName: 'Max Changes',
			default: '',
			description:
				'Max number of users that the run may change, or a share of the input items that name a user, such as 20%. Users are read and compared first. If more would change, nothing is written.',
		}),
	}),
	...SENDING_SETTINGS,
};

/** Of the updates. */
export const UPDATING_SETTINGS = {
	...inOptions({
		skipUnchanged: flag({
			displayName: 'Skip Unchanged',
			default: true,
			unset: false,
			description:
				'Whether to read each user first, send only the fields that differ, and skip users without changes. Needed to undo the run later.',
		}),
	}),
	...PLANNING_SETTINGS,
};

export type SendingSettings = ValuesOf<typeof SENDING_SETTINGS>;
export type PlanningSettings = ValuesOf<typeof PLANNING_SETTINGS>;
export type UpdatingSettings = ValuesOf<typeof UPDATING_SETTINGS>;
