import { apiFailure, Failure } from '../errors';
import { nameKey } from '../nameKey';
import { asText } from '../objects';
import type { Row } from '../run/operation';
import { counted, isFailed } from '../run/summary';
import { listed, shown } from '../shown';
import { refuseUnknown, type Unknown } from './exceptions';
import { type Action, doneWord, type Leaver } from './plans';
import type { SyncRun } from './settings';
import { type KnownUser, nameKeysOf, nameOf } from './users';

/** What is known of the users whom a list is about. */
export interface InScope<U extends KnownUser> {
	/** Each of them checked. */
	readonly users: readonly U[];
	/** Those of whom the service does not show what is needed to tell whether they are leavers. */
	readonly unclear: ReadonlyArray<{ [name in keyof KnownUser]?: unknown }>;
}

/** The list of those who are to be there. */
export interface Listed<R extends Row> {
	readonly rows: readonly R[];
	/** The IDs of the users whom rows name. */
	readonly named: ReadonlySet<string>;
	/** For texts: what the row's user is matched by. */
	valueOf(row: R): string;
	/** Usernames and email addresses with which a row names its user. */
	namesOf(row: R): string[];
}

/** What becomes of users in scope whom no row names. */
export interface LeaverRules<U extends KnownUser, L extends Leaver> {
	readonly action: Action;
	/** Never leavers: names as they were entered, by their `nameKey`. */
	readonly exceptUsers: ReadonlyMap<string, string>;
	/** The hint where there are none. */
	readonly nobodyExcepted: string;
	/** With which operations somebody can be treated alone: `Update or Delete`. */
	readonly others: string;
	/** Not somebody who has left already, or never may. */
	mayLeave(user: U): boolean;
	/** What would become of the user: `action`, unless the service has several. */
	actionOf?(user: U): Action;
	toLeaver(user: U): L;
	/** Looks up exceptions that are nobody in the scope; who is outside of it is safe anyway. */
	fetchUnknown(names: readonly string[]): Promise<Unknown>;
}

export interface Leavers<L extends Leaver> {
	readonly leavers: L[];
	/** How many of the users in scope could be leavers. */
	readonly canLeave: number;
	/** How many of them in one way, where a share is to be of those as well: whoever else is in scope shall not make it larger. */
	readonly canLeaveBy?: ReadonlyMap<Action, number>;
}

export const NO_LEAVERS: Leavers<never> = { leavers: [], canLeave: 0 };

/** The failure of a run whose scope could not be read. */
export const scopeFailure = (message: string) =>
	new Failure(message, { kind: 'api', details: { code: 'scopeNotRead' }, isOfRun: true });

/** @throws Failure when there are any users of whom it cannot be told whether they are leavers */
function checkClear(unclear: InScope<KnownUser>['unclear']): void {
	if (unclear.length === 0) return;
	const names = unclear.map(({ username, email, id = null }) => {
		const name = asText(username) || asText(email);
		return name === '' ? `ID ${shown(id)}` : `${shown(name)} (ID ${shown(id)})`;
	});
	const users = counted(unclear.length, 'user');
	throw scopeFailure(
		`The service does not show enough of ${users} to tell whether they are leavers: ${listed(names)}. Nothing was written. Check what the token may see; to leave users as they are, name them in 'Except Users'`,
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
		`${text}. Nothing was written. Check 'Scope', upper and lower case included. If nobody is in it yet, bring people into it first, with 'Leavers' set to Keep`,
		{ details: { code: 'nobodyInScope' }, isOfRun: true },
	);
}

const nobodyStays = (action: Action, inScope: number, others: string) =>
	new Failure(
		`No row of the list names one of the ${counted(inScope, 'user')} in the scope, so all of them would be ${doneWord(action)}. Nothing was written. Check that list and scope are about the same people; if all of them have left, ${action} them with ${others}`,
		{ details: { code: 'nobodyInScope' }, isOfRun: true },
	);

/** @throws Failure when no row names anybody to whom the same could happen as to leavers */
function checkSomebodyStays<U extends KnownUser, L extends Leaver>(
	users: readonly U[],
	leavers: readonly L[],
	named: ReadonlySet<string>,
	{ action, others, actionOf = () => action }: LeaverRules<U, L>,
): void {
	const alike = users.filter((user) => actionOf(user) === action);
	const isNamed = ({ id }: U) => named.has(id);
	const isAnyAlike = leavers.some((leaver) => leaver.action === action);
	if (isAnyAlike && !alike.some(isNamed)) throw nobodyStays(action, alike.length, others);
	if (leavers.length > 0 && !users.some(isNamed)) throw nobodyStays(action, users.length, others);
}

const namesAnother = (
	value: string,
	user: KnownUser,
	{ action, others }: { action: Action; others: string },
) =>
	apiFailure(
		`The row of ${shown(value)} also names ${shown(nameOf(user))} (ID ${user.id}), by username or email address: correct the list so that it names each person in one way only. If that is somebody else, who has left, ${action} that user by the ID, with ${others}; to leave that user as it is, add the ID to 'Except Users'`,
	);

/**
 * The users in scope whom no row names. A user whom a row names in another way than by what it is matched by is none: that row fails.
 * @throws Failure when it cannot be told who they are, or when the list names nobody in the scope, which is certainly a mistake
 */
export async function findLeavers<R extends Row, U extends KnownUser, L extends Leaver>(
	run: SyncRun,
	{ users, unclear }: InScope<U>,
	{ rows, named, namesOf, valueOf }: Listed<R>,
	rules: LeaverRules<U, L>,
): Promise<Leavers<L>> {
	const { exceptUsers } = rules;
	const excepted = new Set<string>();
	const isExcepted = (user: { [name in keyof KnownUser]?: unknown }) => {
		const exceptions = nameKeysOf(user).filter((name) => exceptUsers.has(name));
		for (const name of exceptions) excepted.add(name);
		return exceptions.length > 0;
	};
	checkClear(unclear.filter((user) => !isExcepted(user) && !named.has(asText(user.id))));
	if (users.length + unclear.length === 0) checkEmptyScope(run, named);
	const rowsByName = new Map(
		rows.flatMap((row) => namesOf(row).map((name) => [nameKey(name), row] as const)),
	);
	const leavers: L[] = [];
	for (const user of users) {
		if (isExcepted(user) || named.has(user.id) || !rules.mayLeave(user)) continue;
		const names = nameKeysOf(user).filter((name) => rowsByName.has(name));
		const row = names.length > 0 ? rowsByName.get(names[0]) : undefined;
		if (!row) leavers.push(rules.toLeaver(user));
		else if (!isFailed(row)) row.result = namesAnother(valueOf(row), user, rules);
	}
	const outside = [...exceptUsers].flatMap(([key, name]) => (excepted.has(key) ? [] : name));
	refuseUnknown(run, await rules.fetchUnknown(outside), leavers.length > 0);
	if (exceptUsers.size === 0) run.hint(rules.nobodyExcepted);
	checkSomebodyStays(users, leavers, named, rules);
	return { leavers, canLeave: users.filter((user) => rules.mayLeave(user)).length };
}

/** Leavers are left alone when anything has failed before: the list may be wrong. */
export function keepAll(leavers: readonly Leaver[], why: string): void {
	for (const { row, name, action } of leavers) {
		row.result = new Failure(
			`The user ${shown(name)} was not ${doneWord(action)}, because ${why}, and leavers are only touched when all rows of the list succeed`,
			{ kind: 'api', details: { code: 'leaversKept' } },
		);
	}
}

/** How many entries the nodes and APIs that read a list often give at most. */
const COMMON_LIMITS = [20, 50, 100, 200, 500, 1000];

/** Who is missing in a list that the node before has cut is taken for a leaver. */
export function hintAtCutList({ items, hint }: SyncRun, leavers: number): void {
	if (leavers === 0 || !COMMON_LIMITS.includes(items)) return;
	hint(
		`The list has exactly ${items} rows, which is as many as many nodes return at most: check that the node before returns all. Whoever it has cut off is taken for a leaver`,
	);
}
