import type { IDataObject } from 'n8n-workflow';

import { apiFailure, Failure } from '../../../shared/errors';
import { isEmpty, shown } from '../../../shared/form/parse';
import { asText } from '../../../shared/objects';
import { counted, isFailed } from '../../../shared/run/summary';
import { rowBytes } from '../bulkUpdate/parseRow';
import type { MatchColumn } from '../matchColumns';
import type { LeaverRow, PersonRow, SyncRun } from './row';
import { fetchScope } from './scope';
import { identity, type LeaverAction, type Settings } from './settings';

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
		changes:
			action === 'deactivate'
				? { isActive: { ...(isShown && { from: isActive }), to: false } }
				: {},
	};
}

/**
 * The users in scope whom no row names. A user whom a row names in another way than by what it is matched by is none: that row fails.
 * @param names see `namesOf`
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
	if (users.length + unclear.length === 0)
		run.hint('No user is in the scope, so there are no leavers');
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
	checkExceptions(
		run,
		[...except].filter((name) => !excepted.has(name)),
		leavers,
	);
	const isMistake = leavers.length > 0 && !users.some(({ id }) => named.has(String(id)));
	if (!isMistake) return { leavers, inScope: users.length };
	throw new Failure(
		`No row of the list names one of the ${counted(users.length, 'user')} in the scope, so all of them would be ${action}d. Nothing was written. Check that list and scope are about the same people`,
		{ details: { code: 'nobodyInScope' }, isOfRun: true },
	);
}

/**
 * A misspelled exception would switch off the very user whom it shall protect.
 * @param unknown exceptions that are nobody in the scope
 * @throws Failure when users would leave, except in a dry run, which gets a hint
 */
function checkExceptions(
	{ options: { dryRun }, hint }: SyncRun,
	unknown: readonly string[],
	leavers: readonly LeaverRow[],
): void {
	if (unknown.length === 0) return;
	const text = `'Except Users' names ${unknown.slice(0, 10).map(shown).join(', ')}, but no user in the scope has that username or email address`;
	if (dryRun || leavers.length === 0) return hint(text);
	throw new Failure(`${text}. Nothing was written. Correct the name, or remove it`, {
		details: { code: 'unknownException' },
		isOfRun: true,
	});
}

const namesAnother = ({ key }: PersonRow, user: IDataObject) =>
	apiFailure(
		`The row of ${shown(key)} also names ${shown(asText(user.username) || user.id)} (ID ${String(user.id)}), by username or email address: correct the list, so that each person is named in one way only`,
	);

/** Leavers are left alone when anything has failed before: the list may be wrong. */
export function keepAll(leavers: readonly LeaverRow[], why: string): void {
	for (const leaver of leavers) {
		leaver.state = new Failure(
			`The user ${shown(leaver.name)} was not ${leaver.action}d, because ${why}, and leavers are only touched when everything before went well`,
			{ kind: 'api', details: { code: 'leaversKept' } },
		);
	}
}
