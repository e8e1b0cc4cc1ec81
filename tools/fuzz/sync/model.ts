import type { IDataObject } from 'n8n-workflow';

import { canonical } from '../same';
import type { Held } from '../types';
import type { SyncCase } from './cases';
import type { SyncRun, Users } from './run';

const lower = (value: unknown) => String(value ?? '').toLowerCase();

/** The one user whom a row is matched with. */
function matched({ by }: SyncCase, row: IDataObject, users: Users): Held | undefined {
	const key = String(row[by] ?? '');
	const all = [...users.values()];
	const exact = all.filter((user) => user[by] === key);
	const found =
		by === 'email' && exact.length === 0
			? all.filter((user) => lower(user.email) === lower(key))
			: exact;
	return found.length === 1 ? found[0] : undefined;
}

function isInScope({ scope }: SyncCase, { email, tags }: Held): boolean {
	const { emailEndsWith, tag } = scope;
	const hasEnd = emailEndsWith === undefined || lower(email).endsWith(lower(emailEndsWith));
	return hasEnd && (tag === undefined || (tags as unknown[]).includes(tag));
}

/** What the model knows of a run before it has begun. */
export interface Expected {
	/** The user of each row, where there is one. */
	users: Array<Held | undefined>;
	/** The IDs of those who may be switched off or deleted. */
	leavers: Set<string>;
	inScope: number;
}

export function expectedOf({ given, before }: SyncRun): Expected {
	const { rows, by, leavers, exceptUsers } = given;
	const users = rows.map((row) => matched(given, row, before));
	const found = new Set(users.map((user) => user?.id));
	const names = new Set(
		rows.flatMap((row) => [by === 'id' ? undefined : row[by], row.username, row.email]).map(lower),
	);
	const excepted = new Set(exceptUsers.map(lower));
	// Whoever may be active is switched off.
	const showsActive = !given.sandbox.omittedFields?.includes('isActive');
	const inScope = [...before.values()].filter((user) => isInScope(given, user));
	const mayLeave = ({ id, username, email, isActive }: Held) =>
		leavers !== 'keep' &&
		!found.has(id) &&
		![username, email].some((name) => names.has(lower(name)) || excepted.has(lower(name))) &&
		(leavers === 'delete' || isActive === true || !showsActive);
	return {
		users,
		leavers: new Set(inScope.filter(mayLeave).map(({ id }) => id)),
		inScope: inScope.filter(
			({ isActive }) => leavers === 'delete' || isActive === true || !showsActive,
		).length,
	};
}

/** What follows from other fields, or from time. */
const DERIVED = ['mugshotUrl', 'properties', 'url'];

/** In whichever case an address is: it is written again where the service does not show it. */
const bare = (user: Held) =>
	canonical({
		...Object.fromEntries(Object.entries(user).filter(([name]) => !DERIVED.includes(name))),
		email: lower(user.email),
	});

export const isUntouched = (before: Held | undefined, after: Held | undefined) =>
	canonical(before) === canonical(after);

/** The user as the row makes it. */
export function asListed(user: Held, row: IDataObject): Held {
	const { firstName, isActive, tagsToAdd, username, email } = row;
	const sent = Object.fromEntries(
		Object.entries({ firstName, isActive, username, email }).filter(
			([name, value]) =>
				value !== undefined && !(name === 'email' && lower(value) === lower(user.email)),
		),
	);
	const tags = [
		...new Set([...(user.tags as string[]), ...(tagsToAdd ? [String(tagsToAdd)] : [])]),
	];
	return { ...user, ...sent, tags };
}

export const isAs = (wanted: Held, user: Held | undefined) =>
	user !== undefined && bare(user) === bare(wanted);

/** Whether the user has what the row says, whatever else. */
export const hasFields = (row: IDataObject, user: Held | undefined) =>
	user !== undefined &&
	['username', 'firstName', 'isActive'].every(
		(name) => row[name] === undefined || user[name] === row[name],
	) &&
	(row.email === undefined || lower(user.email) === lower(row.email));
