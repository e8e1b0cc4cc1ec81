import type { ResolvedOptions } from '../types';
import type { Catalog } from './catalog';
import type { ContactMethod, PutUser, UserRecord, WrittenContactMethod } from './model';
import { generatedUser, pageExamples, seedPeople, twinsOf } from './people';

/** Users by id, username and e-mail, so that 100,000 of them cost no more per look-up than ten. */
export class UserStore {
	/** In order of creation. */
	all: UserRecord[] = [];
	private ids = new Map<string, UserRecord>();
	private usernames = new NameIndex<UserRecord>();
	private emails = new NameIndex<UserRecord>();
	private created = 0;

	constructor(
		private readonly catalog: Catalog,
		private readonly options: ResolvedOptions,
	) {}

	/** Back to the named people and this many generated ones. */
	reset(generated: number): void {
		this.all = [];
		this.ids.clear();
		this.usernames.clear();
		this.emails.clear();
		this.created = 0;
		const people = [...seedPeople, ...pageExamples, ...twinsOf(this.options)];
		for (const person of people) this.insert(person);
		for (let n = 1; n <= generated; n += 1) this.insert(generatedUser(n));
	}

	byId(id: string): UserRecord | undefined {
		return this.ids.get(id);
	}

	withId(id: string): UserRecord[] {
		const user = this.ids.get(id);
		return user ? [user] : [];
	}

	withUsername(username: string): UserRecord[] {
		const held = this.usernames.get(username.toLowerCase());
		if (this.options.ignoreCaseOf.includes('username')) return held;
		return held.filter((user) => user.username === username);
	}

	/** Addresses are one and the same whatever their case: an assumption, the pages are silent. */
	withEmail(email: string): UserRecord[] {
		return this.emails.get(email.toLowerCase());
	}

	/** By `<id>` or `~<username>`: the update page's user_key. */
	byKey(key: string): UserRecord | undefined {
		return key.startsWith('~') ? this.withUsername(key.slice(1))[0] : this.byId(key);
	}

	insert(user: PutUser): UserRecord {
		const record = blankUser(this.nextId('64f0'), this.options.now());
		this.all.push(record);
		this.assign(record, user);
		return record;
	}

	/** Changes as they are held; references come as id, label or `~label`. */
	resolve(changes: PutUser): Partial<UserRecord> {
		const { defaultOrganization, defaultDashboard, contactMethods, ...resolved } = copied(changes);
		const held: Partial<UserRecord> = resolved;
		if (defaultOrganization !== undefined) {
			held.defaultOrganization = this.idOf('organization', defaultOrganization);
		}
		if (defaultDashboard !== undefined) {
			held.defaultDashboard = this.idOf('dashboard', defaultDashboard);
		}
		if (contactMethods !== undefined) {
			held.contactMethods = contactMethods.map((one) => this.contactMethod(one));
		}
		return held;
	}

	/** Sets fields and keeps the look-ups true. */
	assign(record: UserRecord, changes: PutUser): void {
		const held = this.resolve(changes);
		this.forget(record);
		Object.assign(record, held);
		this.ids.set(record.id, record);
		this.usernames.add(record.username.toLowerCase(), record);
		this.emails.add(record.email.toLowerCase(), record);
	}

	remove(record: UserRecord): void {
		this.forget(record);
		this.all.splice(this.all.indexOf(record), 1);
	}

	private idOf(kind: 'organization' | 'dashboard', key: string | null): string | null {
		if (key === null) return null;
		const found = this.catalog[kind](key);
		if (!found) throw new Error(`there is no ${kind} "${key}"`);
		return found.id;
	}

	/** Every method has an id and properties when read; whether a sent id counts is not documented: it is kept. */
	private contactMethod({ id, type, values, properties }: WrittenContactMethod): ContactMethod {
		return { id: id ?? this.nextId('64c0'), type, values, properties: properties ?? {} };
	}

	/** 24 hex characters, the same in every run. */
	private nextId(prefix: string): string {
		this.created += 1;
		return prefix + this.created.toString(16).padStart(20, '0');
	}

	private forget(record: UserRecord): void {
		this.ids.delete(record.id);
		this.usernames.remove(record.username.toLowerCase(), record);
		this.emails.remove(record.email.toLowerCase(), record);
	}
}

/** Lists and objects are not shared with the caller. Plain values need no copying, and most fields are. */
function copied(changes: PutUser): PutUser {
	const copy: Record<string, unknown> = {};
	for (const [key, value] of Object.entries(changes)) {
		copy[key] = typeof value === 'object' ? structuredClone(value) : value;
	}
	return copy;
}

/** What the named people start with; it opens nothing. */
const INITIAL = 'Sandbox-password-1';

/** The defaults of the create page. */
export function blankUser(id: string, createdAt: number): UserRecord {
	return {
		id,
		isOwner: false,
		username: id,
		password: INITIAL,
		firstName: '',
		lastName: '',
		email: `${id}@example.com`,
		defaultOrganization: null,
		defaultRole: null,
		defaultDashboard: null,
		language: null,
		website: '',
		timezone: null,
		decimalPlaces: null,
		numberFormat: null,
		isActive: true,
		tags: [],
		contactMethods: [],
		properties: {},
		firstTime: true,
		lastLogin: null,
		createdAt: timestamp(createdAt),
		memberships: [],
	};
}

/** As the pages print dates: UTC with microseconds. */
function timestamp(milliseconds: number): string {
	return new Date(milliseconds).toISOString().replace('Z', '000Z');
}

/** Items by a name. Two may share one: direct access can put what the API would refuse. */
export class NameIndex<T> {
	private readonly byName = new Map<string, T[]>();

	get(name: string): T[] {
		return this.byName.get(name) ?? [];
	}

	add(name: string, item: T): void {
		const held = this.byName.get(name);
		if (held) held.push(item);
		else this.byName.set(name, [item]);
	}

	remove(name: string, item: T): void {
		const rest = this.get(name).filter((held) => held !== item);
		if (rest.length > 0) this.byName.set(name, rest);
		else this.byName.delete(name);
	}

	clear(): void {
		this.byName.clear();
	}
}
