import type { IDataObject } from 'n8n-workflow';

import { apiFailure, Failure } from '../../../shared/errors';
import { shown } from '../../../shared/shown';
import { asText } from '../../../shared/objects';
import { counted, isFailed } from '../../../shared/run/summary';
import type { BulkRow } from '../bulk/rows';
import { nameKey } from '../../../shared/nameKey';
import { type MatchColumn } from '../lookup/matchColumns';
import type { UbidotsUser } from '../userObject';
import { checkExceptions, identitiesOf } from './exceptions';
import type { People } from './people';
import { type Leaver, type SyncRun, type LeaverAction, type LeaverRules } from './settings';
import { checkClear, fetchScope } from './scope';

/** The usernames and email addresses with which rows name people, each with its row. */
function namesOf(rows: readonly BulkRow[]): Map<string, BulkRow> {
	const names = new Map<string, BulkRow>();
	for (const row of rows) {
		const { by, value, patch } = row.requested;
		const { username, email } = patch.set;
		for (const name of [by === 'id' ? '' : value, asText(username), asText(email)])
			if (name !== '') names.set(nameKey(name), row);
	}
	return names;
}

function toLeaver(user: UbidotsUser, action: LeaverAction, by: MatchColumn): Leaver {
	const { id, username, email, isActive } = user;
	const body = action === 'deactivate' ? { isActive: false } : {};
	const from = isActive === undefined ? {} : { from: isActive };
	return {
		row: {
			item: undefined,
			requested: { by, value: asText(user[by]), patch: { set: body } },
			result: undefined,
		},
		action,
		name: asText(username) || asText(email) || id,
		id,
		body,
		...(action === 'deactivate' && { changes: { isActive: { ...from, to: false } } }),
	};
}

const NOBODY_EXCEPTED =
	"'Except Users' protects nobody: add the owner of the account, and whoever shall never lose access";

/** What is known of the users in scope. */
export interface Leavers {
	leavers: Leaver[];
	/** How many of the users in scope could be leavers. */
	canLeave: number;
	/** The IDs of the users in scope. */
	inScope: ReadonlySet<string>;
}

export const NO_LEAVERS: Leavers = { leavers: [], canLeave: 0, inScope: new Set() };

/**
 * The users in scope whom no row names. A user whom a row names in another way than by what it is matched by is none: that row fails.
 * @param named the IDs of the users of the rows
 * @returns also who is in the scope, and how many of them could be leavers
 * @throws Failure when they cannot be listed, or when the list names nobody in the scope, which is certainly a mistake
 */
export async function findLeavers(
	run: SyncRun,
	{ action, scope, exceptUsers }: LeaverRules,
	rows: readonly BulkRow[],
	{ named }: Pick<People, 'named'>,
): Promise<Leavers> {
	const { users, unclear } = await fetchScope(run, scope);
	const excepted = new Set<string>();
	const isExcepted = (user: IDataObject) => {
		const exceptions = identitiesOf(user).filter((name) => exceptUsers.has(name));
		for (const name of exceptions) excepted.add(name);
		return exceptions.length > 0;
	};
	checkClear(unclear.filter((user) => !isExcepted(user) && !named.has(asText(user.id))));
	if (users.length + unclear.length === 0) checkEmptyScope(run, named);
	const names = namesOf(rows);
	const leavers: Leaver[] = [];
	for (const user of users) {
		if (isExcepted(user) || named.has(user.id)) continue;
		if (action === 'deactivate' && user.isActive === false) continue;
		const row = identitiesOf(user)
			.map((name) => names.get(name))
			.find(Boolean);
		if (!row) leavers.push(toLeaver(user, action, rows[0].requested.by));
		else if (!isFailed(row)) row.result = namesAnother(row, user);
	}
	const outside = [...exceptUsers].flatMap(([key, name]) => (excepted.has(key) ? [] : name));
	await checkExceptions(run, outside, leavers.length > 0);
	if (exceptUsers.size === 0) run.hint(NOBODY_EXCEPTED);
	const isMistake = leavers.length > 0 && !users.some(({ id }) => named.has(id));
	// Who is off already cannot leave, and must not make a share larger.
	const canLeave = users.filter((user) => action === 'delete' || user.isActive !== false).length;
	if (!isMistake) return { leavers, canLeave, inScope: new Set(users.map(({ id }) => id)) };
	throw new Failure(
		`No row of the list names one of the ${counted(users.length, 'user')} in the scope, so all of them would be ${action}d. Nothing was written. Check that list and scope are about the same people; if all of them have left, deactivate or delete them with Bulk Update or Delete`,
		{ details: { code: 'nobodyInScope' }, isOfRun: true },
	);
}

/**
 * A misspelled scope would leave leavers their access, night after night.
 * @throws Failure when the list names users that there are, except in a dry run, which gets a hint
 */
function checkEmptyScope(
	{ settings: { dryRun }, hint }: SyncRun,
	named: ReadonlySet<string>,
): void {
	const text = 'No user is in the scope, so there are no leavers';
	// At the very first, all are still to be created.
	if (dryRun || named.size === 0) return hint(text);
	throw new Failure(
		`${text}. Nothing was written. Check 'Scope': upper and lower case of a tag matter. If nobody is in it yet, bring people into it first, with 'Leavers' set to Keep`,
		{
			details: { code: 'nobodyInScope' },
			isOfRun: true,
		},
	);
}

const namesAnother = ({ requested }: BulkRow, user: UbidotsUser) =>
	apiFailure(
		`The row of ${shown(requested.value)} also names ${shown(asText(user.username) || user.id)} (ID ${user.id}), by username or email address: correct the list so that it names each person in one way only. If that is somebody else, who has left, deactivate or delete that user by the ID, with Update or Delete; to leave that user as it is, add the ID to 'Except Users'`,
	);

/** Leavers are left alone when anything has failed before: the list may be wrong. */
export function keepAll(leavers: readonly Leaver[], why: string): void {
	for (const leaver of leavers) {
		leaver.row.result = new Failure(
			`The user ${shown(leaver.name)} was not ${leaver.action}d, because ${why}, and leavers are only touched when all rows of the list succeed`,
			{ kind: 'api', details: { code: 'leaversKept' } },
		);
	}
}
