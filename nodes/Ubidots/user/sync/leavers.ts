import { asText } from '../../../shared/objects';
import { findLeavers, type InScope, type Leavers } from '../../../shared/sync/leavers';
import { nameOf } from '../../../shared/sync/users';
import type { BulkRow } from '../bulk/rows';
import type { MatchColumn } from '../lookup/matchColumns';
import { separate } from '../patch';
import type { UbidotsUser } from '../userObject';
import { fetchUnknown } from './exceptions';
import type { Leaver, LeaverAction, LeaverRules, SyncRun } from './settings';

/** The usernames and email addresses with which a row names its user. */
function namesOf({ requested: { by, value, patch } }: BulkRow): string[] {
	const { username, email } = patch.set;
	return [by === 'id' ? '' : value, asText(username), asText(email)].filter((name) => name !== '');
}

function toLeaver(user: UbidotsUser, action: LeaverAction, by: MatchColumn): Leaver {
	const { id, isActive } = user;
	const { body } = separate(action === 'deactivate' ? { isActive: false } : {});
	const from = isActive === undefined ? {} : { from: isActive };
	return {
		row: {
			item: undefined,
			requested: { by, value: asText(user[by]), patch: { set: body } },
			result: undefined,
		},
		action,
		name: nameOf(user),
		id,
		body,
		...(action === 'deactivate' && { changes: { isActive: { ...from, to: false } } }),
	};
}

const NOBODY_EXCEPTED =
	"'Except Users' protects nobody: add the owner of the account, and whoever shall never lose access";

/**
 * The users in scope whom no row names.
 * @param named the IDs of the users of the rows
 * @throws Failure when it cannot be told who they are
 */
export async function findUbidotsLeavers(
	run: SyncRun,
	{ action, exceptUsers }: LeaverRules,
	inScope: InScope<UbidotsUser>,
	rows: readonly BulkRow[],
	named: ReadonlySet<string>,
): Promise<Leavers<Leaver>> {
	const valueOf = ({ requested }: BulkRow) => requested.value;
	const list = { rows, named, namesOf, valueOf };
	return await findLeavers(run, inScope, list, {
		action,
		exceptUsers,
		nobodyExcepted: NOBODY_EXCEPTED,
		others: 'Bulk Update, Update or Delete',
		// Who is off already cannot leave, and must not make a share larger.
		mayLeave: ({ isActive }) => action === 'delete' || isActive !== false,
		toLeaver: (user) => toLeaver(user, action, rows[0].requested.by),
		fetchUnknown: async (names) => await fetchUnknown(run, names),
	});
}
