import type { Held } from '../types';
import { type Check, touched, touchedLeavers, when, writesOf } from './findings';

/** All that a user may be named by. */
const namesOf = ({ id, username, email }: Held) =>
	[id, username, email].map((name) => String(name).toLowerCase());

/** As many as a limit allows; a part of a user is none. */
export function most(limit: unknown, of: number): number {
	if (typeof limit === 'number') return limit;
	return limit === undefined || limit === '' ? Infinity : (parseFloat(String(limit)) / 100) * of;
}

export const limits: Check = (run, expected) => {
	const { given, result, requests } = run;
	const { maxLeavers, maxChanges } = given.options;
	// Rounded up, so that one of a few may leave.
	const leaving = Math.ceil(most(maxLeavers, expected.inScope) - 1e-9);
	const stopped = [
		result.message ?? '',
		result.description ?? '',
		...result.items.map(({ json }) => JSON.stringify(json.details ?? '')),
	];
	const isStopped = stopped.some((text) =>
		/Nothing was written|No request was sent|maxLeavers|maxChanges|nobodyInScope|unknownException|scopeNotRead/.test(
			text,
		),
	);
	const count = writesOf(run).length;
	return [
		...when(touchedLeavers(run, expected).length > leaving, 'over Max Leavers'),
		...when(touched(run).length > most(maxChanges, given.rows.length), 'over Max Changes'),
		...when(isStopped && count > 0, 'a run that ended before its first write wrote', count),
		...when(given.options.dryRun === true && count > 0, 'a dry run wrote', count),
		...when(requests.length > 400, 'there is no end of requests', requests.length),
	];
};

/**
 * Whoever is named by a row, well or badly, or by an exception keeps the access, whatever the service does; and where an exception
 * names nobody, everybody does: it may be a misspelled one.
 */
export const protection: Check = (run, expected) => {
	const { given, before, after } = run;
	const users = [...before.values()];
	const isKnown = (name: string) =>
		users.some((user) => namesOf(user).includes(name.toLowerCase()));
	const isUnknown = given.exceptUsers.some((name) => !isKnown(name));
	const named = new Set(
		[...given.exceptUsers, ...given.rows.flatMap(({ username, email }) => [username, email])].map(
			(name) => String(name).toLowerCase(),
		),
	);
	const lost = users.filter((user) => {
		const is = after.get(user.id);
		const isOff = is === undefined || (user.isActive === true && is.isActive === false);
		// A row of its own may switch it off.
		const isListedOff = given.rows.some(
			({ isActive }, item) => isActive === false && expected.users[item]?.id === user.id,
		);
		return isOff && !isListedOff && namesOf(user).some((name) => named.has(name));
	});
	return [
		...when(
			lost.length > 0,
			'somebody who is named lost access',
			lost.map(({ id }) => id),
		),
		...when(
			isUnknown && touchedLeavers(run, expected).length > 0,
			'somebody left although an exception names nobody',
		),
	];
};
