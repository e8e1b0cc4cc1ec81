import { nameKey } from '../nameKey';
import { asText } from '../objects';

/** Somebody whom a service has. */
export interface KnownUser {
	readonly id: string;
	readonly username?: unknown;
	readonly email?: unknown;
}

/** What texts call a user. */
export const nameOf = ({ username, email, id }: KnownUser) =>
	asText(username) || asText(email) || id;

/** All that an exception, or a row, may name a user by, as `nameKey`s. */
export const nameKeysOf = ({ username, email, id }: { [name in keyof KnownUser]?: unknown }) =>
	[username, email, id].flatMap((name) => (asText(name) === '' ? [] : nameKey(asText(name))));
