import type { ReadChanges } from '../doubts';
import type { Agenda } from '../timed';
import type { Mail, ResolvedOptions } from '../types';
import type { Places } from './people/places';

const START = '2024-01-15T09:00:00Z';

/** How somebody signs in, which only references show. */
export interface SignIn {
	mfa_enabled: boolean;
	sso_enabled: boolean;
}

/** Upsun users by id, username and e-mail. */
export class UpsunStore {
	private users = new Map<string, UpsunUser>();
	private signIns = new Map<string, Partial<SignIn>>();

	reset(): void {
		this.users.clear();
		this.signIns.clear();
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

	/** The account is gone, its memberships are not: their references are null. */
	remove(id: string): void {
		this.users.delete(id.toLowerCase());
	}

	signInOf(id: string): SignIn {
		return { mfa_enabled: false, sso_enabled: false, ...this.signIns.get(id.toLowerCase()) };
	}

	setSignIn(id: string, signIn: Partial<SignIn>): void {
		this.signIns.set(id.toLowerCase(), { ...this.signInOf(id), ...signIn });
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

/** What the routes work on. */
export interface UpsunContext {
	options: ResolvedOptions;
	/** As answers write it. */
	now(): string;
	store: UpsunStore;
	places: Places;
	mails: Mail[];
	agenda: Agenda;
	readChanges: ReadChanges;
}

/** The id in the update page's path parameter. */
export const ME = 'd81c8ee2-44b3-429f-b944-a33ad7437690';
