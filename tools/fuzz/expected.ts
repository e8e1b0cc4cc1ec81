import type { Observer } from './observer';
import { ME } from './people';
import { canonical } from './same';
import { contradictsItself, editedTags, editsTags, withoutEmptyEdits } from './tagEdits';
import type { Case, FuzzRow, Held, Value } from './types';

/** What the journal shows in place of a password. */
const HIDDEN_IN_JOURNAL = '<password>';

/** More are refused, by the node where it knows the user's. */
export const MOST_TAGS = 20;

/** The user as a row may give it back: references by their label, without what the service adds. */
function writable(field: string, value: unknown): unknown {
	if (field === 'contactMethods')
		return (value as Held[]).map(({ type, values }) => ({ type, values }));
	if (field === 'properties') {
		// The service's own: it changes with the password.
		const entries = Object.entries(value as object);
		return Object.fromEntries(entries.filter(([key]) => key !== 'password_update_timestamp'));
	}
	const isReference = typeof value === 'object' && value !== null && 'label' in value;
	return isReference ? value.label : value;
}

/** A value that changes nothing about the user. */
function heldIn(field: string, user: Held): unknown {
	if (field === 'tagsToRemove') return ['a tag that nobody has'];
	return writable(field, user[field === 'tagsToAdd' ? 'tags' : field]);
}

function usersNamed({ service, by }: Case, key: string, users: readonly Held[]): Held[] {
	if (by === 'me') return users.filter(({ id }) => id === ME);
	if (by === 'email' || (by === 'id' && service === 'upsun')) {
		return users.filter((user) => String(user[by]).toLowerCase() === key.toLowerCase());
	}
	return users.filter((user) => user[by] === key);
}

/** Of several with one address, the one that is spelled exactly like the key. */
function theOne(given: Case, key: string, users: readonly Held[]): string | undefined {
	const named = usersNamed(given, key, users);
	const exact = named.filter((user) => user[given.by] === key);
	const found = exact.length > 0 ? exact : named;
	return found.length === 1 ? found[0].id : undefined;
}

/** What no two users can have the same of. */
export const NAMES = ['username', 'email'] as const;

export const sameName = (a: unknown, b: unknown) =>
	String(a ?? '').toLowerCase() === String(b ?? '').toLowerCase();

/** Addresses are one and the same whatever their case. */
const isNameOf = (field: string, user: Held, name: unknown) =>
	user[field] === name || (field === 'email' && sameName(user.email, name));

/** The case with the values filled in that the service holds. */
export function filledIn(given: Case, users: readonly Held[]): Case {
	const rows = given.rows.map(({ who, values }): FuzzRow => {
		const id = who.key === undefined ? undefined : theOne(given, who.key, users);
		const user = users.find((one) => one.id === id);
		const entries = Object.entries(values).map(([field, value]): [string, Value] => {
			if (!value.same) return [field, value];
			// Somebody who is not there: the first user's values do as well, but for names, which are taken then.
			const held = heldIn(field, user ?? users[0]);
			const isTaken =
				['username', 'email'].includes(field) &&
				users.some((other) => other !== user && isNameOf(field, other, held));
			return [field, { given: held, sent: held, refusedBy: isTaken ? 'service' : undefined }];
		});
		return { who, values: Object.fromEntries(entries) };
	});
	return { ...given, rows };
}

/** What the model knows of one row before it is run. */
export interface Expected {
	/** Why the node has to refuse it without a request, if it has to. */
	isWrong: boolean;
	/** The service refuses one of its values, or its user would have more tags than may be. */
	isRefused: boolean;
	/** Its user would have more tags than may be, which the node sees when it has read the user. */
	isOverfull: boolean;
	/** One of the names that it writes is that of another row, or of another user: nobody gets it. */
	isTaken: boolean;
	/** The fields to write. */
	body: Record<string, unknown>;
	/** The lists of tags that its edits may come to, as JSON, one for each state of its users. */
	tags: Set<string>;
	/** The one user that it is about; undefined where there is none, or not only one. */
	user?: string;
	/** Everybody whom its key has meant at any time. */
	ids: string[];
	passwords: string[];
}

/** Whether two users would have one name, as far as people can tell. */
function isTaken(given: Case, row: FuzzRow, user: string | undefined, users: readonly Held[]) {
	if (given.operation !== 'bulkUpdate') return false;
	return NAMES.some((field) => {
		const name = row.values[field]?.sent;
		const isSame = (other: unknown) => typeof name === 'string' && sameName(name, other);
		const isOfRow = ({ who, values }: FuzzRow) =>
			isSame(values[field]?.sent) || (given.by === field && isSame(who.key));
		return (
			given.rows.some((other) => other !== row && isOfRow(other)) ||
			users.some((other) => other.id !== user && isSame(other[field]))
		);
	});
}

export function expectedOf(given: Case, row: FuzzRow, observer: Observer): Expected {
	const { who, values } = row;
	const set = Object.entries(values).filter(([, { given: value }]) => value !== undefined);
	// An expression that gives nothing is refused; a column that is not there is left alone.
	const isMappedByHand = given.operation === 'update' || given.byHand;
	const wanted = Object.fromEntries(set.map(([field, { sent }]) => [field, sent]));
	const body = withoutEmptyEdits(wanted);
	const everSeen = [...observer.states.values()].flatMap((states) =>
		states.map((state) => JSON.parse(state) as Held),
	);
	const key = given.by === 'me' ? 'me' : who.key;
	const user = key === undefined ? undefined : theOne(given, key, observer.users('before'));
	const isLookedUpOnce = given.operation === 'bulkUpdate';
	const named =
		key === undefined ? [] : [key, ...usersNamed(given, key, everSeen).map(({ id }) => id)];
	const ids = isLookedUpOnce && user !== undefined ? [user] : [...new Set(named)];
	const tags = everSeen
		.filter(({ id }) => ids.includes(id))
		.map((state) => editedTags(body, state));
	const taken = isTaken(given, row, user, observer.users('before'));
	const isOverfull = editsTags(body) && tags.some((list) => list.length > MOST_TAGS);
	return {
		isWrong:
			key === undefined ||
			set.length === 0 ||
			(isMappedByHand && set.length < Object.keys(values).length) ||
			contradictsItself(wanted) ||
			set.some(([, { refusedBy }]) => refusedBy === 'node'),
		isRefused: set.some(([, { refusedBy }]) => refusedBy === 'service') || isOverfull || taken,
		isTaken: taken,
		isOverfull,
		body,
		tags: new Set(editsTags(body) ? tags.map((list) => JSON.stringify(list)) : []),
		user,
		ids,
		passwords: typeof body.password === 'string' ? [body.password] : [],
	};
}

/** Whether what was sent is a part of what the row is to write. */
export const isPartOf = (sent: Record<string, unknown>, { body, tags }: Expected) =>
	Object.entries(sent).every(([field, value]) => {
		if (field === 'password') return value === HIDDEN_IN_JOURNAL && 'password' in body;
		if (field === 'tags' && tags.size > 0) return tags.has(JSON.stringify(value));
		return field in body && canonical(value) === canonical(body[field]);
	});
