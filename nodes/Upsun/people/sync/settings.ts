import {
	choice,
	inOptions,
	NOT_IN_TOOLS,
	shownWhere,
	type ValuesOf,
} from '../../../shared/form/parameters';
import { PLANNING_SETTINGS } from '../../../shared/form/settings';
import type { Run } from '../../../shared/run/operation';
import { exceptUsers, maxLeavers, STARTS_DRY } from '../../../shared/sync/settings';
import type { Place } from '../places/place';
import { scopeOf } from './scope';

const forLeavers = { leavers: ['remove'] };

/** Whom nobody has to except. */
export const staysAnyway = ({ ownerIn }: Pick<Place, 'ownerIn'>) =>
	ownerIn === undefined
		? 'The account behind the token is never removed anyway.'
		: 'The owner and the account behind the token are never removed anyway.';

/** The settings of a sync of a place. */
export const settingsOf = (place: Place) => ({
	missingUsers: choice<'add' | 'fail'>({
		displayName: 'Missing Users',
		noDataExpression: true,
		choices: [
			{
				name: 'Add',
				value: 'add',
				description: place.invitations
					? 'Add each. Whoever cannot be added at once gets an invitation by email.'
					: 'Add each. They have to be members of the organization.',
			},
			{
				name: 'Fail',
				value: 'fail',
				description: 'Report each as an error, and leave all leavers alone',
			},
		],
		default: 'add',
		description: `What to do with people in the list who are not in the ${place.kind} yet`,
	}),
	// A model hands over one person at a time, who would be taken for the whole list.
	leavers: choice<'keep' | 'remove'>({
		displayOptions: NOT_IN_TOOLS,
		displayName: 'Leavers',
		noDataExpression: true,
		choices: [
			{ name: 'Keep', value: 'keep', description: 'Leave them as they are' },
			{
				name: 'Remove',
				value: 'remove',
				description: place.invitations
					? `Remove them from the ${place.kind}, and cancel their pending invitations`
					: `Remove them from the ${place.kind}`,
			},
		],
		default: 'keep',
		description:
			'What to do with users in the scope who are not in the list. The whole list must arrive in one run: in a loop or after two branches, each part is taken for the whole list.',
	}),
	scope: shownWhere(forLeavers, scopeOf(place)),
	exceptUsers: shownWhere(
		forLeavers,
		exceptUsers({
			happens: 'removed',
			advice: staysAnyway(place),
		}),
	),
	...inOptions({
		maxLeavers: maxLeavers(
			'Max number of users to remove, or a share of the users in the scope such as 20%. If more would leave, nothing is written. A share is rounded up, so that one may leave; 0% lets nobody leave.',
		),
	}),
	...PLANNING_SETTINGS,
	dryRun: STARTS_DRY,
});

export type PlaceSettings = ValuesOf<ReturnType<typeof settingsOf>>;

export type PlaceRun = Run<PlaceSettings>;
