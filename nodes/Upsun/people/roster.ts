import type { IDataObject } from 'n8n-workflow';

import { apiFailure, Failure, orFailure } from '../../shared/errors';
import { asText } from '../../shared/objects';
import { idSegment, nameSegment, path } from '../../shared/path';
import { shown } from '../../shared/shown';
import type { Api } from '../pagination';
import { fetchUser } from '../user/lookup';
import { CANNOT_SEE } from './advice';
import { type InvitationList, listInvitations } from './invitations';
import { listPeople, type PeopleList, placeText } from './list';
import { organization } from './places/organization';
import type { Added, Invitation, Person, Place } from './places/place';

/** How an item names a place. */
export interface PlaceKey {
	by: 'id' | 'name';
	value: string;
}

/** Somebody, by ID or address. */
export interface Who {
	user_id?: string;
	email?: string;
}

/** Why somebody is never changed or removed. */
export type Protection = 'owner' | 'self';

const sameText = (a: string | undefined, b: string | undefined) =>
	a !== undefined && a.toLowerCase() === b?.toLowerCase();

/** What the work gives, asked for once; a failure is that of everybody who asks. */
class Once<T> {
	private asked?: Promise<T>;

	constructor(private readonly ask: () => Promise<T>) {}

	async get(): Promise<T> {
		return await (this.asked ??= this.ask());
	}

	forget(): void {
		this.asked = undefined;
	}

	/** What was given before; nothing is asked for. */
	async known(): Promise<T | undefined> {
		return await this.asked?.catch(() => undefined);
	}
}

/** Who is in one place, who is invited, who may be added, and who may never be touched: each list is read once for all rows of a run. */
export class Roster {
	private readonly about = new Once(async () => await this.fetchPlace());
	private readonly everybody = new Once(
		async () => await listPeople(this.api, this.place, await this.id()),
	);
	private readonly invited = new Once(
		async () => await listInvitations(this.api, this.place, await this.id()),
	);
	private readonly others = new Once(async () => await this.listCandidates());
	private readonly owner = new Once(async () => await this.fetchOwnerId());

	/** What became of the addresses, in lower case, that this run has invited: none gets another mail. */
	readonly mailed = new Map<string, Added>();

	/** @param selfId of the user of the token */
	constructor(
		private readonly api: Api,
		readonly place: Place,
		private readonly key: PlaceKey,
		readonly selfId: () => Promise<string>,
	) {}

	/** Only the ID is accepted by what writes. */
	async id(): Promise<string> {
		return this.key.by === 'id' ? this.key.value : asText((await this.about.get()).id);
	}

	/** What a person calls the place. */
	async title(): Promise<string> {
		const { label, title, id } = await this.about.get();
		return asText(label) || asText(title) || asText(id);
	}

	/** `the organization 'acme'`, as the item named it. */
	get text(): string {
		return placeText(this.place, this.key.value);
	}

	/** @throws Failure when the list cannot be fetched */
	async people(): Promise<PeopleList> {
		return await this.everybody.get();
	}

	/** Pending ones. Where the token cannot see them, none, with a gap. */
	async invitations(): Promise<InvitationList> {
		const found = await orFailure(async () => await this.invited.get());
		if (!(found instanceof Failure)) return found;
		if (found.details.httpCode !== '403') throw found;
		return { invitations: [], gap: found.message };
	}

	/** Those who can be added by their ID: the members of the organization that the place belongs to. */
	async candidates(): Promise<PeopleList> {
		return await this.others.get();
	}

	/** Puts somebody who was added into the list that was read. */
	async put(person: Person): Promise<void> {
		const people = (await this.everybody.known())?.people;
		if (people && !findPerson(people, { user_id: person.user_id })) people.push(person);
	}

	/** Takes somebody who was removed out of the list that was read. */
	async drop({ user_id }: Person): Promise<void> {
		const people = (await this.everybody.known())?.people ?? [];
		const place = people.findIndex((one) => one.user_id === user_id);
		if (place >= 0) people.splice(place, 1);
	}

	/** What was read of people and invitations is read anew when it is needed. */
	forget(): void {
		for (const list of [this.everybody, this.invited, this.others]) list.forget();
	}

	/**
	 * Why this person is never changed or removed; undefined for anybody else.
	 * @throws Failure when it cannot be known
	 */
	async protection(person: Person): Promise<Protection | undefined> {
		if (sameText(person.user_id, await this.selfId())) return 'self';
		if (person.owner || sameText(person.user_id, await this.owner.get())) return 'owner';
		return undefined;
	}

	/** Undefined for a place that nobody owns. A project that does not say whose it is belongs to the owner of its organization. */
	private async fetchOwnerId(): Promise<string | undefined> {
		const { ownerIn, organizationIn = '' } = this.place;
		if (ownerIn === undefined) return undefined;
		const about = await this.about.get();
		const owner = asText(about[ownerIn]);
		if (owner !== '') return owner;
		const value = asText(about[organizationIn]);
		if (value !== '') {
			const above = new Roster(this.api, organization, { by: 'id', value }, this.selfId);
			return await above.fetchOwnerId();
		}
		throw apiFailure(
			`Could not tell who owns ${this.text}, so nobody is changed or removed there: Upsun's response has no '${ownerIn}'`,
		);
	}

	private async fetchPlace(): Promise<IDataObject> {
		const { by, value } = this.key;
		const segment = by === 'id' ? idSegment(value) : path`name=${nameSegment(value)}`;
		const { body } = await this.api.request({
			method: 'GET',
			path: this.place.path(segment),
			idempotent: true,
			responseHas: 'id',
			purpose: `read ${this.text}`,
			advice: CANNOT_SEE,
		});
		if (sameText(asText(body[by]), value)) return body;
		throw apiFailure(`Could not read ${this.text}: Upsun answered with another one`);
	}

	private async listCandidates(): Promise<PeopleList> {
		const { organizationIn } = this.place;
		if (organizationIn === undefined) return { people: [] };
		const id = asText((await this.about.get())[organizationIn]);
		if (id !== '') return await listPeople(this.api, organization, id);
		throw apiFailure(`Could not tell which organization ${this.text} belongs to`);
	}
}

/**
 * The one of these people who is meant.
 * @throws Failure when several have the address
 */
export function findPerson<T extends Person>(people: readonly T[], who: Who): T | undefined {
	const { user_id, email } = who;
	const found = people.filter((person) =>
		user_id !== undefined ? sameText(person.user_id, user_id) : sameText(person.email, email),
	);
	if (found.length < 2) return found[0];
	const ids = found.map((person) => person.user_id).join(', ');
	throw new Failure(`${shown(email)} is the address of several people (${ids}): choose one by ID`);
}

export const findInvitation = (
	invitations: readonly Invitation[],
	email: string | undefined,
): Invitation | undefined => invitations.find((one) => sameText(one.email, email));

/** The places of one run, and the user of its token. */
export class Rosters {
	private readonly known = new Map<string, Roster>();
	private readonly self = new Once(async () => {
		const { id } = await fetchUser(this.api.request, { by: 'me', value: 'me' });
		return String(id);
	});

	constructor(
		private readonly api: Api,
		private readonly place: Place,
	) {}

	at(key: PlaceKey): Roster {
		const name = `${key.by} ${key.value}`;
		const known = this.known.get(name);
		if (known) return known;
		const roster = new Roster(this.api, this.place, key, async () => await this.self.get());
		this.known.set(name, roster);
		return roster;
	}
}

/** What a sentence calls somebody: the address, or the ID where it is not known. */
export const nameOf = ({ email, user_id }: Who) => shown(email ?? user_id);
