import type { OptionTable } from '../../../shared/form/options';
import { BATCH_OPTIONS } from '../bulk/options';

export const OPTIONS = {
	...BATCH_OPTIONS,
	maxLeavers: {
		displayName: 'Max Leavers',
		default: '20%',
		isLimit: true,
		description:
			'Max number of users to deactivate or delete, or a share of the users in the scope such as 20% (to deactivate: of the active ones). If more would leave, nothing is written. A share always allows up to five, but never more than half of the scope. To allow fewer, enter a number.',
	},
} satisfies OptionTable;

export type SyncOptions = typeof OPTIONS;
