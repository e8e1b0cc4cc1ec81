import type { IDataObject } from 'n8n-workflow';

import { apiFailure, Failure } from '../../../shared/errors';
import { isEmpty } from '../../../shared/form/parse';
import { shown } from '../../../shared/shown';
import { asText } from '../../../shared/objects';
import { counted, isFailed } from '../../../shared/run/summary';
import type { BulkRow } from '../bulk/rows';
import { isMissing, lookUpIn } from '../lookup';
import { identity, type MatchColumn } from '../lookup/matchColumns';
import type { UbidotsUser } from '../userObject';
import type { People } from './people';
import { type Leaver, type SyncRun, type LeaverAction, type LeaverRules } from './settings';
import { fetchScope } from './scope';

/** The usernames and email addresses with which rows name people, each with its row. */
function namesOf(rows: readonly BulkRow[]): Map<string, BulkRow> {
	const names = new Map<string, BulkRow>();
	for (const row of rows) {
		const { by, value, patch } = row.requested;
		const { username, email } = patch.set;
		for (const name of [by === 'id' ? '' : value, asText(username), asText(email)])
			if (name !== '') names.set(identity(name), row);
	}
	return names;
}

const identitiesOf = ({ username, email }: IDataObject) =>
	[username, email].flatMap((name) => (isEmpty(name) ? [] : identity(String(name))));

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

/**
 * The users in scope whom no row names. A user whom a row names in another way than by what it is matched by is none: that row fails.
 * @param named the IDs of the users of the rows
 * @returns also how many users in the scope could be leavers
 * @throws Failure when they cannot be listed, or when the list names nobody in the scope, which is certainly a mistake
 */
export async function findLeavers(
	run: SyncRun,
	{ action, scope, exceptUsers }: LeaverRules,
	rows: readonly BulkRow[],
	{ named }: Pick<People, 'named'>,
): Promise<{ leavers: Leaver[]; inScope: number }> {
	const { users, unclear } = await fetchScope(run.client.request, scope);
	const left = unclear.filter(({ id }) => !named.has(String(id))).length;
	if (left > 0) {
		run.hint(
			`${counted(left, 'user')} left as they are: Ubidots does not show enough of them to tell whether they are leavers`,
		);
	}
	if (users.length + unclear.length === 0) checkEmptyScope(run, named);
	const names = namesOf(rows);
	const excepted = new Set<string>();
	const leavers: Leaver[] = [];
	for (const user of users) {
		const identities = identitiesOf(user);
		const exceptions = [...identities, identity(user.id)].filter((name) => exceptUsers.has(name));
		for (const name of exceptions) excepted.add(name);
		if (named.has(user.id) || exceptions.length > 0) continue;
		const row = identities.map((name) => names.get(name)).find(Boolean);
		if (row) {
			if (!isFailed(row)) row.result = namesAnother(row, user);
			continue;
		}
		if (action === 'deactivate' && user.isActive === false) continue;
		leavers.push(toLeaver(user, action, rows[0].requested.by));
	}
	const unknown = [...exceptUsers].flatMap(([key, name]) => (excepted.has(key) ? [] : name));
	await checkExceptions(run, unknown, leavers);
	const isMistake = leavers.length > 0 && !users.some(({ id }) => named.has(id));
	// Who is off already cannot leave, and must not make a share larger.
	const inScope = users.filter((user) => action === 'delete' || user.isActive !== false).length;
	if (!isMistake) return { leavers, inScope };
	throw new Failure(
		`No row of the list names one of the ${counted(users.length, 'user')} in the scope, so all of them would be ${action}d. Nothing was written. Check that list and scope are about the same people`,
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
		`${text}. Nothing was written. Check 'Scope': upper and lower case of a tag matter`,
		{
			details: { code: 'nobodyInScope' },
			isOfRun: true,
		},
	);
}

/** Those of the names that no user has. */
async function fetchUnknown(run: SyncRun, names: readonly string[]): Promise<string[]> {
	const isAddress = (name: string) => name.includes('@');
	const addresses = names.filter(isAddress);
	const others = names.filter((name) => !isAddress(name));
	const byEmail = await lookUpIn(run, 'email', addresses);
	const byUsername = await lookUpIn(run, 'username', others);
	return [
		...addresses.filter((name) => isMissing(byEmail.get(name))),
		...others.filter((name) => isMissing(byUsername.get(name))),
	];
}

/**
 * A misspelled exception would switch off the very user whom it shall protect.
 * @param outside exceptions that are nobody in the scope; who is outside of it is safe anyway
 * @throws Failure when one of them is nobody at all and users would leave, except in a dry run, which gets a hint
 */
async function checkExceptions(
	run: SyncRun,
	outside: readonly string[],
	leavers: readonly Leaver[],
): Promise<void> {
	if (outside.length === 0 || leavers.length === 0) return;
	const unknown = await fetchUnknown(run, outside);
	if (unknown.length === 0) return;
	const text = `'Except Users' names ${unknown.slice(0, 10).map(shown).join(', ')}, but no user has that username or email address`;
	if (run.settings.dryRun) return run.hint(text);
	throw new Failure(`${text}. Nothing was written. Check the spelling, or remove the name`, {
		details: { code: 'unknownException' },
		isOfRun: true,
	});
}

const namesAnother = ({ requested }: BulkRow, user: UbidotsUser) =>
	apiFailure(
		`The row of ${shown(requested.value)} also names ${shown(asText(user.username) || user.id)} (ID ${user.id}), by username or email address: correct the list so that it names each person in one way only`,
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
