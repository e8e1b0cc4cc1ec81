import { apiFailure, Failure } from '../../../shared/errors';
import { isSameName } from '../../../shared/nameKey';
import { shown } from '../../../shared/shown';
import { severalHave } from '../../people/directory';
import type { Invitation, Person as Member } from '../../people/places/place';
import type { Organization } from './organizations';
import type { Entries, PlaceOf, Snapshot } from './snapshot';

/** Whom an item names. */
export interface Leaver {
	readonly by: 'id' | 'email';
	readonly value: string;
}

/** A pending invitation, and what it is to. */
export interface Invited extends Invitation {
	readonly place: PlaceOf;
}

/** What somebody is in one organization. */
export interface Presence {
	readonly organization: Organization;
	readonly member?: Member;
	readonly invitations: readonly Invited[];
	readonly teams: readonly PlaceOf[];
}

/** Somebody, and all that was found. */
export interface Person {
	/** Undefined for somebody who is nowhere a member. */
	readonly id?: string;
	/** Undefined where only the ID is known. */
	readonly email?: string;
	/** What texts call them. */
	readonly name: string;
	/** Where there is something. */
	readonly presences: readonly Presence[];
}

/** The account behind the token. */
export interface Me {
	readonly id: string;
	readonly email: string;
}

const peopleOf = ({ members, teams }: Snapshot) => [
	...members,
	...teams.flatMap(({ entries }) => entries),
];

function idOf({ by, value }: Leaver, snapshots: readonly Snapshot[]): string | undefined {
	if (by === 'id') return value;
	const found = snapshots.flatMap(peopleOf).filter(({ email }) => isSameName(email, value));
	const ids = [...new Set(found.map(({ user_id }) => user_id.toLowerCase()))];
	if (ids.length < 2) return ids[0];
	throw severalHave(value, ids);
}

function presenceIn(
	{ organization, members, invitations, teams }: Snapshot,
	id: string | undefined,
	emails: ReadonlyArray<string | undefined>,
): Presence {
	const isPerson = ({ user_id }: Member) => isSameName(user_id, id);
	const of = ({ place, entries }: Entries<Invitation>) =>
		entries
			.filter((one) => emails.some((email) => isSameName(one.email, email)))
			.map((one): Invited => ({ ...one, place }));
	return {
		organization,
		member: members.find(isPerson),
		invitations: invitations.flatMap(of),
		teams: teams.filter(({ entries }) => entries.some(isPerson)).map(({ place }) => place),
	};
}

/** Whether there is something. */
export const isThere = ({ member, invitations, teams }: Presence) =>
	member !== undefined || invitations.length + teams.length > 0;

/**
 * What somebody is in these organizations.
 * @param known what is known of the person besides the item: an address, where the item has an ID
 * @throws Failure when several people have the address
 */
export function findPerson(
	leaver: Leaver,
	snapshots: readonly Snapshot[],
	known: Pick<Person, 'id' | 'email'> = {},
): Person {
	const id = idOf(leaver, snapshots) ?? known.id;
	const accounts = snapshots.flatMap(peopleOf).filter(({ user_id }) => isSameName(user_id, id));
	const ofAccount = accounts.map(({ email }) => email).find((one) => one !== undefined);
	const email = leaver.by === 'email' ? leaver.value : (ofAccount ?? known.email);
	const emails = [email, ofAccount, known.email];
	return {
		...(id !== undefined && { id }),
		...(email !== undefined && { email }),
		name: email ?? leaver.value,
		presences: snapshots.map((snapshot) => presenceIn(snapshot, id, emails)).filter(isThere),
	};
}

/** What cannot be checked protects. */
function refuseUnknownOwner({ name, presences }: Person): void {
	const unclear = presences.find(
		({ member, organization: { ownerId } }) =>
			member && member.owner === undefined && ownerId === '',
	);
	if (!unclear) return;
	throw apiFailure(
		`Could not tell who owns the organization ${shown(unclear.organization.name)}, which may be ${shown(name)}, so nothing is taken away: Upsun's response has neither 'owner_id' nor 'owner'. To leave that organization out, name the others in 'Organizations'`,
	);
}

/**
 * Whose access is not taken away.
 * @throws Failure for the account behind the token, and for whoever owns an organization, or may own one
 */
export function refuseProtected(person: Person, snapshots: readonly Snapshot[], me: Me): void {
	const { id, email, name } = person;
	if (isSameName(id, me.id) || isSameName(email, me.email)) {
		throw new Failure(
			`${shown(name)} is the account behind the token, which never takes away its own access: use the token of another administrator`,
		);
	}
	const owned = snapshots.find(
		({ organization: { ownerId }, members }) =>
			isSameName(id, ownerId) ||
			members.some(({ user_id, owner }) => owner && isSameName(user_id, id)),
	);
	if (!owned) return refuseUnknownOwner(person);
	throw new Failure(
		`${shown(name)} owns the organization ${shown(owned.organization.name)}, and is not removed from any: Upsun's support can transfer the ownership first. To leave that organization out, name the others in 'Organizations'`,
	);
}
