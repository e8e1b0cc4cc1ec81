import {
	choice,
	inOptions,
	NOT_IN_TOOLS,
	shownWhere,
	type ValuesOf,
} from '../../../shared/form/parameters';
import type { Run } from '../../../shared/run/operation';
import { exceptUsers, maxLeavers, STARTS_DRY } from '../../../shared/sync/settings';
import type { Planned } from '../bulk/rows';
import { BATCH_SETTINGS } from '../bulk/settings';
import type { OrganizationsMode } from '../organizations/change';
import { type Scope, scope } from './scope';

const forLeavers = { leavers: ['deactivate', 'delete'] };

export const SYNC_SETTINGS = {
	missingUsers: choice({
		displayName: 'Missing Users',
		noDataExpression: true,
		choices: [
			{
				name: 'Create',
				value: 'create',
				description:
					'Create a user for each. If Password is not mapped, each gets a strong random one that nobody is shown.',
			},
			{
				name: 'Fail',
				value: 'fail',
				description: 'Report each as an error, and leave all leavers alone',
			},
		],
		default: 'create',
		description: 'What to do with people in the list who are not in Ubidots yet',
	}),
	// A model hands over one person at a time, who would be taken for the whole list.
	leavers: choice({
		displayOptions: NOT_IN_TOOLS,
		displayName: 'Leavers',
		noDataExpression: true,
		choices: [
			{ name: 'Keep', value: 'keep', description: 'Leave them as they are' },
			{
				name: 'Deactivate',
				value: 'deactivate',
				description: 'They can no longer sign in; their accounts stay',
			},
			{ name: 'Delete', value: 'delete', description: 'Delete their accounts for good' },
		],
		default: 'keep',
		description:
			'What to do with users in the scope who are not in the list. The whole list must arrive in one run: in a loop or after two branches, each part is taken for the whole list.',
	}),
	scope: shownWhere(forLeavers, scope),
	exceptUsers: shownWhere(
		forLeavers,
		exceptUsers({
			happens: 'deactivated or deleted',
			advice: 'Add the owner of the account.',
		}),
	),
	organizationsMode: choice<OrganizationsMode>({
		displayName: 'Organizations Mode',
		noDataExpression: true,
		choices: [
			{
				name: 'Add',
				value: 'add',
				description: 'Assign those that the row names; the others of the user stay',
			},
			{
				name: 'Exact',
				value: 'exact',
				description:
					'Also take users out of organizations that their row does not name: out of all where the cell is empty. Ubidots does not document that request.',
			},
		],
		default: 'add',
		description:
			"What to do with the column 'Organizations'. Where a row has no such column, nothing happens.",
	}),
	...inOptions({
		maxLeavers: maxLeavers(
			'Max number of users to deactivate or delete, or a share of the users in the scope such as 20% (to deactivate: of the active ones). If more would leave, nothing is written. A share is rounded up, so that one may leave; 0% lets nobody leave.',
		),
	}),
	...BATCH_SETTINGS,
	dryRun: STARTS_DRY,
};

export type SyncSettings = ValuesOf<typeof SYNC_SETTINGS>;

/** What becomes of the users in scope whom the list does not name. */
export type LeaverAction = 'deactivate' | 'delete';

/** Whose access is to be taken away, and never whose. */
export interface LeaverRules {
	readonly action: LeaverAction;
	readonly scope: Scope;
	readonly exceptUsers: ReadonlyMap<string, string>;
}

/** Undefined when leavers are kept. */
export function leaverRules({
	leavers,
	scope,
	exceptUsers,
}: SyncSettings): LeaverRules | undefined {
	if (leavers === 'keep' || !scope || !exceptUsers) return undefined;
	return { action: leavers, scope, exceptUsers };
}

/** A person of the list whom Ubidots has. */
export interface UpdatePlan extends Planned {
	readonly action: 'update' | 'none';
}

/** A person of the list whom Ubidots does not have yet. */
export interface Creation extends Pick<Planned, 'row' | 'body' | 'changes' | 'memberships'> {
	readonly action: 'create';
}

export type PersonPlan = UpdatePlan | Creation;

/** A user in scope whom the list does not name; the row is of no item. */
export interface Leaver extends Planned {
	readonly action: LeaverAction;
	/** For texts. */
	readonly name: string;
}

export type SyncRun = Run<SyncSettings>;
