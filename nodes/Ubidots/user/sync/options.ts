import type { OptionTable } from '../../../shared/form/options';
import { BATCH_OPTIONS } from '../bulkUpdate/options';

export const OPTIONS = {
	...BATCH_OPTIONS,
	maxLeavers: {
		displayName: 'Max Leavers',
		default: '20%',
		isLimit: true,
		description:
			'Most users to deactivate or delete, as a number or as a share of the users in the scope (to deactivate: of the active ones), such as 20%. If more would leave, nothing is written. A share always allows up to five, but never more than half of the scope; enter a number to allow fewer.',
	},
} satisfies OptionTable;

export type SyncOptions = typeof OPTIONS;
