import type { IDataObject } from 'n8n-workflow';

import { apiFailure, Failure, orFailure } from '../../shared/errors';
import { isSameName } from '../../shared/nameKey';
import { asText } from '../../shared/objects';
import { idSegment, nameSegment, path } from '../../shared/path';
import type { Api } from '../pagination';
import { fetchUser } from '../user/lookup';
import { CANNOT_SEE } from './advice';
import { Directory } from './directory';
import { type InvitationList, listInvitations } from './invitations';
import { listPeople, type PeopleList, placeText } from './list';
import { organization } from './places/organization';
import type { Added, Invitation, Person, Place } from './places/place';

/** How an item names a place. */
export interface PlaceKey {
	by: 'id' | 'name';
	value: string;
}

/** Why somebody is never changed or removed. */
export type Protection = 'owner' | 'self';

/** A list with a directory of it. */
export interface People extends PeopleList {
	readonly directory: Directory<Person>;
}

export interface Invited extends InvitationList {
	readonly directory: Directory<Invitation>;
}

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
		async () => await this.listAll(this.place, await this.id()),
	);
	private readonly invited = new Once(async () => await this.listInvited());
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
	async people(): Promise<People> {
		return await this.everybody.get();
	}

	/** Pending ones. Where the token cannot see them, none, with a gap. */
	async invitations(): Promise<Invited> {
		const found = await orFailure(async () => await this.invited.get());
		if (!(found instanceof Failure)) return found;
		if (found.details.httpCode !== '403') throw found;
		return { invitations: [], gap: found.message, directory: new Directory([]) };
	}

	/** Those who can be added by their ID: the members of the organization that the place belongs to. */
	async candidates(): Promise<People> {
		return await this.others.get();
	}

	/** Puts somebody who was added into the list that was read. */
	async put(person: Person): Promise<void> {
		const directory = (await this.everybody.known())?.directory;
		if (directory?.find({ user_id: person.user_id }).length === 0) directory.put(person);
	}

	/** Takes somebody who was removed out of the list that was read. */
	async drop(person: Person): Promise<void> {
		(await this.everybody.known())?.directory.drop(person);
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
		if (isSameName(person.user_id, await this.selfId())) return 'self';
		if (person.owner || isSameName(person.user_id, await this.owner.get())) return 'owner';
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
		if (isSameName(asText(body[by]), value)) return body;
		throw apiFailure(`Could not read ${this.text}: Upsun answered with another one`);
	}

	private async listAll(place: Place, id: string): Promise<People> {
		const list = await listPeople(this.api, place, id);
		return { ...list, directory: new Directory(list.people) };
	}

	private async listInvited(): Promise<Invited> {
		const list = await listInvitations(this.api, this.place, await this.id());
		return { ...list, directory: new Directory(list.invitations) };
	}

	private async listCandidates(): Promise<People> {
		const { organizationIn } = this.place;
		if (organizationIn === undefined) return { people: [], directory: new Directory([]) };
		const id = asText((await this.about.get())[organizationIn]);
		if (id !== '') return await this.listAll(organization, id);
		throw apiFailure(`Could not tell which organization ${this.text} belongs to`);
	}
}

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
