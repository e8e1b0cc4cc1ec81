import type { JsonObject } from '../json';
import type { PutUser, UserRecord } from './model';
import { fieldsOf } from './rules';
import type { UserStore } from './store';

/** Writes a checked body into a user. */
export function changeUser(
	store: UserStore,
	user: UserRecord,
	body: JsonObject,
	now: number,
): void {
	store.assign(user, changesOf(user, body, now));
}

/** What a checked body changes in a user. */
export function changesOf(user: UserRecord, body: JsonObject, now: number): PutUser {
	const fields = fieldsOf(body);
	const properties = {
		...user.properties,
		// Whether PATCH merges or replaces properties is not documented; merging keeps the system's own keys.
		...fields.properties,
		// The user object page: epoch milliseconds of the last password change.
		...(fields.password === undefined ? {} : { password_update_timestamp: now }),
	};
	return { ...fields, properties };
}
