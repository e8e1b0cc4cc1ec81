import type { Doubts } from '../doubts/types';
import type { UpsunOrganization, UpsunUser } from './model';
import { ME, generatedPerson, seedPeople } from './seedPeople';
import { twinsOf } from './twins';

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
