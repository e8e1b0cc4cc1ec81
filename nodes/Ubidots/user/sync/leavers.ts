import type { IDataObject } from 'n8n-workflow';

import { apiFailure, Failure } from '../../../shared/errors';
import { isEmpty, shown } from '../../../shared/form/parse';
import { asText } from '../../../shared/objects';
import { counted, isFailed } from '../../../shared/run/summary';
import { rowBytes } from '../bulk/rows';
import { UserLookup } from '../lookup';
import type { MatchColumn } from '../lookup/matchColumns';
import {
	type LeaverRow,
	type PersonRow,
	type SyncRun,
	identity,
	type LeaverAction,
	type Settings,
} from './settings';
import { fetchScope } from './scope';

/** The usernames and email addresses with which rows name people, each with its row. */
export function namesOf(rows: readonly PersonRow[]): Map<string, PersonRow> {
	const names = new Map<string, PersonRow>();
	for (const row of rows) {
		const { column, key, body } = row;
		for (const name of [column === 'id' ? '' : key, asText(body.username), asText(body.email)])
			if (name !== '') names.set(identity(name), row);
	}
	return names;
}

const identitiesOf = ({ username, email }: IDataObject) =>
	[username, email].flatMap((name) => (isEmpty(name) ? [] : identity(String(name))));

function toRow(user: IDataObject, action: LeaverAction, column: MatchColumn): LeaverRow {
	const id = String(user.id);
	const body = action === 'deactivate' ? { isActive: false } : {};
	const name = asText(user.username) || asText(user.email) || id;
	const { isActive } = user;
	const isShown = isActive !== undefined;
	return {
		// Of no item.
		itemIndex: -1,
		action,
		name,
		column,
		key: asText(user[column]),
		id,
		body,
		bytes: rowBytes(id, body),
		...(action === 'deactivate' && {
			changes: { isActive: { ...(isShown && { from: isActive }), to: false } },
		}),
	};
}

/**
 * The users in scope whom no row names. A user whom a row names in another way than by what it is matched by is none: that row fails.
 * @param names see `namesOf`
 * @returns also how many users in the scope could be leavers
 * @throws Failure when they cannot be listed, or when the list names nobody in the scope, which is certainly a mistake
 */
export async function findLeavers(
	run: SyncRun,
	{ action, scope, except }: NonNullable<Settings['leavers']>,
	rows: readonly PersonRow[],
	names: ReadonlyMap<string, PersonRow>,
): Promise<{ leavers: LeaverRow[]; inScope: number }> {
	const { users, unclear } = await fetchScope(run.client.request, scope);
	const named = new Set(rows.map(({ id }) => id));
	const left = unclear.filter(({ id }) => !named.has(String(id))).length;
	if (left > 0) {
		run.hint(
			`${counted(left, 'user')} left as they are: Ubidots does not show enough of them to tell whether they are leavers`,
		);
	}
	if (users.length + unclear.length === 0) checkEmptyScope(run, rows);
	const excepted = new Set<string>();
	const leavers: LeaverRow[] = [];
	for (const user of users) {
		const identities = identitiesOf(user);
		const exceptions = [...identities, identity(String(user.id))].filter((name) =>
			except.has(name),
		);
		for (const name of exceptions) excepted.add(name);
		if (named.has(String(user.id)) || exceptions.length > 0) continue;
		const row = identities.map((name) => names.get(name)).find(Boolean);
		if (row) {
			if (!isFailed(row)) row.state = namesAnother(row, user);
			continue;
		}
		if (action === 'deactivate' && user.isActive === false) continue;
		leavers.push(toRow(user, action, rows[0].column));
	}
	const unknown = [...except].flatMap(([key, name]) => (excepted.has(key) ? [] : name));
	await checkExceptions(run, unknown, leavers);
	const isMistake = leavers.length > 0 && !users.some(({ id }) => named.has(String(id)));
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
function checkEmptyScope({ options: { dryRun }, hint }: SyncRun, rows: readonly PersonRow[]): void {
	const text = 'No user is in the scope, so there are no leavers';
	// At the very first, all are still to be created.
	if (dryRun || rows.every(({ id }) => id === '')) return hint(text);
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
	const byEmail = await UserLookup.byColumn(run, 'email', addresses);
	const byUsername = await UserLookup.byColumn(run, 'username', others);
	const isNobody = (lookup: UserLookup) => (name: string) =>
		lookup.usersWith(name).length === 0 && !lookup.failureOf(name);
	return [...addresses.filter(isNobody(byEmail)), ...others.filter(isNobody(byUsername))];
}

/**
 * A misspelled exception would switch off the very user whom it shall protect.
 * @param outside exceptions that are nobody in the scope; who is outside of it is safe anyway
 * @throws Failure when one of them is nobody at all and users would leave, except in a dry run, which gets a hint
 */
async function checkExceptions(
	run: SyncRun,
	outside: readonly string[],
	leavers: readonly LeaverRow[],
): Promise<void> {
	if (outside.length === 0 || leavers.length === 0) return;
	const unknown = await fetchUnknown(run, outside);
	if (unknown.length === 0) return;
	const text = `'Except Users' names ${unknown.slice(0, 10).map(shown).join(', ')}, but no user has that username or email address`;
	if (run.options.dryRun) return run.hint(text);
	throw new Failure(`${text}. Nothing was written. Check the spelling, or remove the name`, {
		details: { code: 'unknownException' },
		isOfRun: true,
	});
}

const namesAnother = ({ key }: PersonRow, user: IDataObject) =>
	apiFailure(
		`The row of ${shown(key)} also names ${shown(asText(user.username) || user.id)} (ID ${String(user.id)}), by username or email address: correct the list so that it names each person in one way only`,
	);

/** Leavers are left alone when anything has failed before: the list may be wrong. */
export function keepAll(leavers: readonly LeaverRow[], why: string): void {
	for (const leaver of leavers) {
		leaver.state = new Failure(
			`The user ${shown(leaver.name)} was not ${leaver.action}d, because ${why}, and leavers are only touched when all rows of the list succeed`,
			{ kind: 'api', details: { code: 'leaversKept' } },
		);
	}
}
