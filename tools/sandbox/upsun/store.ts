import type { ReadChanges } from '../doubts';
import type { Doubts } from '../options';
import type { Agenda } from '../timed';
import type { Mail, ResolvedOptions } from '../types';

const START = '2024-01-15T09:00:00Z';

/** Upsun users by id, username and e-mail, and the organizations that the token's owner is in. */
export class UpsunStore {
	organizations: UpsunOrganization[] = [];
	private users = new Map<string, UpsunUser>();

	constructor(private readonly doubts: Doubts) {}

	/** Back to the named people and this many generated ones, all members of the first organization. */
	reset(generated: number): void {
		this.users.clear();
		for (const person of seedPeople) this.put(person);
		for (let n = 1; n <= generated; n += 1) this.put(generatedPerson(n));
		for (const twin of twinsOf(this.doubts)) this.put(twin);
		const ids = [...this.users.keys()];
		this.organizations = [
			organization(1, 'acme-energy', 'Acme Energy', [ME, ...ids.slice(2, 6), ...ids.slice(9)]),
			organization(2, 'city-lights', 'City Lights', [ME, ids[1], ...ids.slice(5, 9)]),
			{ ...organization(3, 'closed-doors', 'Closed Doors', [ids[2], ME]), listsMembers: false },
		];
	}

	all(): UpsunUser[] {
		return [...this.users.values()];
	}

	byId(id: string): UpsunUser | undefined {
		return this.users.get(id.toLowerCase());
	}

	byUsername(username: string): UpsunUser | undefined {
		return this.find((user) => user.username === username);
	}

	/** Whatever the case: an assumption, the pages are silent. */
	byEmail(email: string): UpsunUser | undefined {
		const wanted = email.toLowerCase();
		return this.find((user) => user.email.toLowerCase() === wanted);
	}

	/** Inserts or changes, past every rule. */
	put(changes: Partial<UpsunUser>): UpsunUser {
		const id = changes.id ?? `9d5e1f00-0000-4000-a000-${String(this.users.size).padStart(12, '0')}`;
		const user = { ...(this.byId(id) ?? blank(id)), ...structuredClone(changes), id };
		this.users.set(id.toLowerCase(), user);
		return user;
	}

	private find(fits: (user: UpsunUser) => boolean): UpsunUser | undefined {
		for (const user of this.users.values()) if (fits(user)) return user;
		return undefined;
	}
}

function blank(id: string): UpsunUser {
	return {
		id,
		deactivated: false,
		// The specification's example namespace.
		namespace: 'platformsh',
		username: id,
		email: `${id}@example.org`,
		email_verified: true,
		first_name: '',
		last_name: '',
		picture: 'https://example.com/pictures/default.png',
		company: '',
		website: 'https://example.com',
		country: 'US',
		created_at: START,
		updated_at: START,
		consented_at: START,
		consent_method: 'opt-in',
	};
}

function organization(
	n: number,
	name: string,
	label: string,
	memberIds: string[],
): UpsunOrganization {
	return {
		id: `01HM5Z0QK8S4N2V7X9B3C6D${String(n).padStart(3, '0')}`,
		name,
		label,
		ownerId: memberIds[0],
		createdAt: START,
		listsMembers: true,
		memberIds,
	};
}

/** A user as the API gives it, keys in the order of the update page's example. */
export interface UpsunUser {
	id: string;
	deactivated: boolean;
	namespace: string;
	username: string;
	email: string;
	email_verified: boolean;
	first_name: string;
	last_name: string;
	picture: string;
	company: string;
	website: string;
	country: string;
	created_at: string;
	updated_at: string;
	consented_at: string;
	consent_method: 'opt-in' | 'text-ref';
}

export interface UpsunOrganization {
	id: string;
	name: string;
	label: string;
	ownerId: string;
	createdAt: string;
	/** False: the token may not see who is in it. */
	listsMembers: boolean;
	memberIds: string[];
}

/** What the routes work on. */
export interface UpsunContext {
	options: ResolvedOptions;
	store: UpsunStore;
	mails: Mail[];
	agenda: Agenda;
	readChanges: ReadChanges;
}

/** The id in the update page's path parameter. */
export const ME = 'd81c8ee2-44b3-429f-b944-a33ad7437690';

/** Fictional people on domains reserved for examples. The first one owns the token. */
export const seedPeople: Array<Partial<UpsunUser>> = [
	{
		id: ME,
		username: 'robin-salgado',
		email: 'robin.salgado@example.com',
		first_name: 'Robin',
		last_name: 'Salgado',
		company: 'Acme Energy',
		website: 'https://acme.example.com',
		country: 'CO',
	},
	{
		// The id and address in the update page's example answer; deactivated there too.
		id: '3c90c3cc-0d44-4b50-8888-8dd25736052a',
		deactivated: true,
		username: 'jsmith',
		email: 'jsmith@example.com',
		first_name: 'Jo',
		last_name: 'Smith',
		created_at: '2023-11-07T05:31:56Z',
		updated_at: '2023-11-07T05:31:56Z',
		consented_at: '2023-11-07T05:31:56Z',
	},
	person(1, 'aiko-tanaka', 'Aiko', '田中', 'JP'),
	person(2, 'bjorn-asgeirsson', 'Björn', 'Ásgeirsson', 'IS'),
	person(3, 'chidi-eze', 'Chidi', 'Eze', 'NG'),
	person(4, 'dilnoza-karimova', 'Dilnoza', 'Karimova', 'UZ'),
	person(5, 'eloise-dupre', 'Éloïse', 'Dupré', 'FR'),
	person(6, 'farid-haidari', 'Farid', 'Haidari', 'DE'),
	{ ...person(7, 'greta-lund', 'Greta', 'Lund', 'SE'), email: 'Greta.Lund+upsun@example.org' },
];

/** The uuid of the n-th generated user, counted from 1: the same in every run. */
export function generatedUpsunId(n: number): string {
	return `00000000-0000-4000-9000-${n.toString(16).padStart(12, '0')}`;
}

/** The n-th generated user, counted from 1: `member-00001`. */
export function generatedPerson(n: number): Partial<UpsunUser> {
	const username = `member-${String(n).padStart(5, '0')}`;
	return {
		id: generatedUpsunId(n),
		username,
		email: `${username}@example.org`,
		first_name: 'Member',
		last_name: String(n),
	};
}

function person(n: number, username: string, first: string, last: string, country: string) {
	return {
		id: `7b3f2a10-5c4d-4e6f-8a90-0000000000${String(n).padStart(2, '0')}`,
		username,
		email: `${username.replace('-', '.')}@example.org`,
		first_name: first,
		last_name: last,
		company: 'City Lights',
		country,
	};
}

/** People who share with `jsmith` what one would think belongs to one user alone. */
export function twinsOf({ twins }: Doubts): Array<Partial<UpsunUser>> {
	return twins.map((kind) => people[kind]);
}

const people: Record<Doubts['twins'][number], Partial<UpsunUser>> = {
	email: {
		id: '7b3f2a10-5c4d-4e6f-8a90-000000000101',
		username: 'jsmith-twin',
		email: 'jsmith@example.com',
	},
	username: {
		id: '7b3f2a10-5c4d-4e6f-8a90-000000000102',
		username: 'JSMITH',
		email: 'jsmith.capital@example.com',
	},
};
