import type { OptionTable } from '../../../shared/form/options';
import { BATCH_OPTIONS } from '../bulkUpdate/options';

export const OPTIONS = {
	...BATCH_OPTIONS,
	maxLeavers: {
		displayName: 'Max Leavers',
		default: '20%',
		of: 'the users in scope',
		description:
			'How many users may be deactivated or deleted at most, as a number or as a share of the users in the scope. If there are more, nothing is written at all. Up to five are always within a share.',
	},
} satisfies OptionTable;

export type SyncOptions = typeof OPTIONS;
