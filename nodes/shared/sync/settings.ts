import { identityFlaw } from '../form/flaws';
import { limit, type Parameter, type ValuesOf } from '../form/parameters';
import { isBlank, parseList, WrongValue } from '../form/parse';
import { dryRun, PLANNING_SETTINGS } from '../form/settings';
import { nameKey } from '../nameKey';
import type { Run } from '../run/operation';

/**
 * Usernames, email addresses and IDs as they were entered, by their `nameKey`.
 * @param texts what can happen to users: "deactivated or deleted", and whom to name
 */
export const exceptUsers = (texts: {
	happens: string;
	advice: string;
}): Parameter<ReadonlyMap<string, string>> => ({
	property: {
		displayName: 'Except Users',
		type: 'string',
		default: '',
		placeholder: 'e.g. owner, admin@example.com',
		description: `Usernames, email addresses or IDs of users who are never ${texts.happens}, separated by commas. ${texts.advice}`,
	},
	parse(value) {
		const names = isBlank(value) ? [] : parseList(value, 'users', identityFlaw);
		if (isBlank(value) || names.length > 0) {
			return new Map(names.map((name) => [nameKey(name), name]));
		}
		throw new WrongValue('names nobody: enter a username, email address or ID, or leave it blank');
	},
});

/** An option of every sync. */
export const maxLeavers = (description: string) =>
	limit({ displayName: 'Max Leavers', default: '20%', description });

/** Of every sync: a new node only looks. */
export const STARTS_DRY = dryRun(true);

/** What the engine reads. */
export type SyncRun = Run<
	ValuesOf<typeof PLANNING_SETTINGS> & ValuesOf<{ maxLeavers: ReturnType<typeof maxLeavers> }>
>;
