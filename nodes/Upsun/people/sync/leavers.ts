import { Failure } from '../../../shared/errors';
import { counted } from '../../../shared/run/summary';
import { findLeavers, type InScope, type Leavers } from '../../../shared/sync/leavers';
import { type KnownUser, nameKeysOf } from '../../../shared/sync/users';
import { nameKey } from '../../../shared/nameKey';
import { shownList } from '../../../shared/shown';
import type { Invitation, Person } from '../places/place';
import type { Leaver, PersonPlan, PlaceNow } from './plan';
import type { ListRow } from './rows';
import { isInScope, type Scope } from './scope';
import { type PlaceRun, staysAnyway } from './settings';

/** Somebody who is there, or who is only invited. */
type Present = KnownUser & {
	readonly email?: string;
	readonly person?: Person;
	readonly invitation?: Invitation;
};

const ofPerson = (person: Person): Present => {
	const { user_id: id, email, username } = person;
	return { id, email, username, person };
};

const ofInvitation = (invitation: Invitation): Present => {
	const { id, email } = invitation;
	return { id, email, invitation };
};

/** Whom a list is about, and by what it names them. */
interface Whom {
	readonly scope: Scope;
	readonly byEmail: boolean;
	/** The IDs of those who never leave. */
	readonly stays: ReadonlySet<string>;
}

const actionOf = ({ invitation }: Present) => (invitation ? 'cancel' : 'remove');

/** What people may do there is kept in the output: nobody else remembers it. */
function toLeaver(present: Present): Leaver {
	const { id, email = '', person, invitation } = present;
	const named =
		email === '' ? { by: 'user_id' as const, value: id } : { by: 'email' as const, value: email };
	const permissions = person?.permissions ?? invitation?.permissions;
	const row: ListRow = {
		item: undefined,
		requested: { ...named, where: { by: 'id', value: '' } },
		result: undefined,
	};
	const changes = {
		...(permissions && { permissions: { from: permissions, to: [] } }),
		...(invitation && { invitation: { from: 'pending', to: null } }),
	};
	return {
		...{ row, id, name: named.value, changes, person, invitation },
		action: actionOf(present),
	};
}

/**
 * The pending invitations that a list may be about.
 * @throws Failure where those of leavers may stay open, and nobody would know
 */
function invitationsInScope(
	{ hint }: Pick<PlaceRun, 'hint'>,
	{ roster, invitations, invitationGap: gap }: PlaceNow,
	scope: Scope,
): Invitation[] {
	if (gap !== undefined) {
		throw new Failure(
			`The pending invitations of ${roster.text} cannot be listed as a whole, so those of leavers could stay open: ${gap}. Nothing was written. Cancel old invitations first, or set 'Leavers' to Keep`,
			{ kind: 'api', details: { code: 'scopeNotRead' }, isOfRun: true },
		);
	}
	const unclear = invitations.filter((one) => isInScope(scope, one) === undefined);
	if (unclear.length > 0) {
		hint(
			`Upsun does not show what these invitations permit, so it cannot be told whether they are in the scope, and they stay open: ${shownList(unclear.map(({ email }) => email))}`,
		);
	}
	return invitations.filter((one) => isInScope(scope, one));
}

/**
 * Without those of whom it cannot be told whether the list is about them, because Upsun does not show their address: they stay, and
 * are named.
 */
function withAddress(
	{ hint, settings: { exceptUsers } }: PlaceRun,
	people: readonly Person[],
	{ scope, byEmail, stays }: Whom,
): Person[] {
	const needsAddress = byEmail || scope.emailEndsWith !== undefined;
	const isHidden = ({ email = '' }: Person) => needsAddress && email === '';
	const mayLeave = (person: Person) =>
		isInScope(scope, person) !== false &&
		!stays.has(person.user_id) &&
		!exceptUsers?.has(nameKey(person.user_id));
	const hidden = people.filter((person) => isHidden(person) && mayLeave(person));
	if (hidden.length > 0) {
		hint(
			`Upsun does not show the email address of ${counted(hidden.length, 'user')}, so it cannot be told whether the list names them, and they stay: ${shownList(hidden.map(({ user_id }) => user_id))}`,
		);
	}
	return people.filter((person) => !isHidden(person));
}

/** Those whom the list is about. */
function presentInScope(run: PlaceRun, now: PlaceNow, whom: Whom): InScope<Present> {
	const { scope, byEmail } = whom;
	const people = withAddress(run, now.people, whom);
	const users = people.filter((person) => isInScope(scope, person)).map(ofPerson);
	const unclear = people.filter((person) => isInScope(scope, person) === undefined).map(ofPerson);
	const addresses = new Set(users.map(({ email = '' }) => nameKey(email)));
	// A list of IDs names no invitation, so that all but those of people who are there would be those of leavers.
	const invited = invitationsInScope(run, now, scope).filter(
		({ email }) => byEmail || addresses.has(nameKey(email)),
	);
	return { users: [...users, ...invited.map(ofInvitation)], unclear };
}

/** The IDs of the people whom rows name, and of their invitations. */
function namedBy(rows: readonly ListRow[], plans: readonly PersonPlan[], now: PlaceNow) {
	const names = new Set(rows.map(({ requested }) => nameKey(requested.value)));
	const invited = now.invitations.filter(({ email }) => names.has(nameKey(email)));
	return new Set([
		...plans.flatMap(({ id }) => id ?? []),
		...invited.map(({ id }) => id),
		// Rows that have failed name people as well.
		...now.people.flatMap(({ user_id: id, email = '' }) =>
			names.has(nameKey(email)) || names.has(nameKey(id)) ? id : [],
		),
	]);
}

/** Without the invitations of people who are there and stay: whoever is excepted by username or ID, or owns the place, is as safe as by address. */
function withoutStaying(
	{ leavers, canLeave }: Leavers<Leaver>,
	{ people }: PlaceNow,
): Leavers<Leaver> {
	const leaving = new Set(leavers.map(({ person }) => person));
	const staying = new Set(
		people.flatMap((person) => (leaving.has(person) ? [] : nameKey(person.email ?? ''))),
	);
	const others = leavers.filter(
		({ invitation }) => !invitation || !staying.has(nameKey(invitation.email)),
	);
	return { leavers: others, canLeave: canLeave - (leavers.length - others.length) };
}

/**
 * The people in scope whom no row names, and the pending invitations that no row names.
 * @throws Failure when it cannot be told who they are
 */
export async function findPlaceLeavers(
	run: PlaceRun,
	now: PlaceNow,
	rows: readonly ListRow[],
	plans: readonly PersonPlan[],
): Promise<Leavers<Leaver>> {
	const { scope = {}, exceptUsers = new Map<string, string>() } = run.settings;
	const byEmail = rows[0].requested.by === 'email';
	const stays = new Set<string>();
	for (const person of now.people) {
		if ((await now.roster.protection(person)) !== undefined) stays.add(person.user_id);
	}
	const known = new Set(
		[...now.people.map(ofPerson), ...now.invitations.map(ofInvitation)].flatMap(nameKeysOf),
	);
	const list = {
		rows,
		named: namedBy(rows, plans, now),
		valueOf: ({ requested }: ListRow) => requested.value,
		namesOf: ({ requested: { by, value } }: ListRow) => (by === 'email' ? [value] : []),
	};
	const inScope = presentInScope(run, now, { scope, byEmail, stays });
	const canBeRemoved = inScope.users.filter(({ id, person }) => person && !stays.has(id)).length;
	const found = await findLeavers(run, inScope, list, {
		action: 'remove',
		exceptUsers,
		nobodyExcepted: `'Except Users' names nobody. ${staysAnyway(now.roster.place)} Add whoever else shall never lose access`,
		others: 'Remove',
		mayLeave: ({ id }) => !stays.has(id),
		actionOf,
		toLeaver,
		fetchUnknown: async (names) =>
			new Map(names.filter((name) => !known.has(nameKey(name))).map((name) => [name, undefined])),
	});
	return { ...withoutStaying(found, now), canLeaveBy: new Map([['remove', canBeRemoved]]) };
}
