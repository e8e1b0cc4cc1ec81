import { apiFailure } from '../../shared/errors';
import { nameKey } from '../../shared/nameKey';
import { shown } from '../../shared/shown';
import { nameKeysOf } from '../../shared/sync/users';
import type { Person } from './places/place';

/** Somebody, by ID or address. */
export interface Who {
	readonly user_id?: string;
	readonly email?: string;
}

/** What a sentence calls somebody: the address, or the ID where it is not known. */
export const nameOf = ({ email, user_id }: Who) => shown(email ?? user_id);

/** Of several people, none is guessed. */
export const severalHave = (email: string, ids: readonly string[]) =>
	apiFailure(
		`${ids.length} users have the email address ${shown(email)} (IDs ${ids.join(', ')}): name the one who is meant by ID`,
	);

const keysOf = ({ user_id: id, email }: Who) => nameKeysOf({ id, email });

/** Entries of a list, such as people or invitations, found by ID or address. Who is one person is told by `nameKey`. */
export class Directory<T extends Who> {
	private readonly byName = new Map<string, T[]>();

	/** @param entries which `put` and `drop` change */
	constructor(private readonly entries: T[]) {
		for (const entry of entries) this.index(entry);
	}

	/** All who have the ID, or the address where there is no ID. */
	find({ user_id, email = '' }: Who): readonly T[] {
		return this.byName.get(nameKey(user_id ?? email)) ?? [];
	}

	put(entry: T): void {
		this.entries.push(entry);
		this.index(entry);
	}

	drop(entry: Who): void {
		const isDropped = ({ user_id }: T) => user_id === entry.user_id;
		const place = this.entries.findIndex(isDropped);
		if (place >= 0) this.entries.splice(place, 1);
		for (const key of keysOf(entry)) {
			const others = this.byName.get(key)?.filter((one) => !isDropped(one)) ?? [];
			this.byName.set(key, others);
		}
	}

	private index(entry: T): void {
		for (const key of keysOf(entry)) {
			const known = this.byName.get(key);
			if (known) known.push(entry);
			else this.byName.set(key, [entry]);
		}
	}
}

/**
 * The only one who is meant.
 * @throws Failure when several have the address
 */
export function theOne(people: Directory<Person>, who: Who): Person | undefined {
	const found = people.find(who);
	if (found.length < 2) return found[0];
	throw severalHave(
		who.email ?? '',
		found.map(({ user_id }) => user_id),
	);
}
