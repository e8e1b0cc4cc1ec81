import { apiFailure } from '../../shared/errors';
import { emailFlaw, lostFlaw } from '../../shared/form/flaws';
import { isEmpty, parseIdentity, WrongValue } from '../../shared/form/parse';
import { asText } from '../../shared/objects';
import { shown } from '../../shared/shown';
import { entryMode, type UserKey as Key, userLocator } from '../../shared/form/resourceLocator';
import { idFlaw, idSegment, nameFlaw, nameSegment, path } from '../../shared/path';

/** A user by what paths know. */
export type PathKey = Key<'id' | 'username'>;

/** A user; one by email address has to be looked up, see `pathKey`. */
export type UserKey = Key<PathKey['by'] | 'email'>;

/** A username has the prefix `~` (Update User page). */
export const userPath = ({ by, value }: PathKey) =>
	by === 'username' ? path`/users/~${nameSegment(value)}` : path`/users/${idSegment(value)}`;

/**
 * Of a user whose id, as Ubidots gave it, cannot be one.
 * @param noun what the user is known by: "username"
 */
export const noId = (noun: string, value: string, id: unknown) =>
	apiFailure(
		`Ubidots gave no ID for the user with the ${noun} ${shown(value)}${isEmpty(id) ? '' : `, only ${shown(id)}`}`,
	);

/** The `User` parameter; a plain text is an id, with `~` a username, with `@` an email address. */
export const userKey = userLocator<UserKey['by']>({
	name: 'userKey',
	default: { mode: 'list', value: '' },
	description: 'The user to work on',
	ways: 'an ID, username or email address',
	modes: [
		entryMode('id', 'e.g. 63d3f1247fefea000cd325af', {
			regex: '^[~\\w-]+$',
			errorMessage:
				'Not a Ubidots user ID. To enter a username or email address, choose By Username or By Email.',
		}),
		entryMode('username', 'e.g. jane-doe'),
		entryMode('email', 'e.g. name@email.com'),
	],
	ignoresCase: (by) => by === 'email',
	parse(value, mode) {
		const isEmail = mode === 'email' || (mode === undefined && /^[^~].*@/.test(asText(value)));
		if (isEmail) return { by: 'email', value: parseIdentity(value, emailFlaw) };
		const key = parseIdentity(value, lostFlaw);
		const isUsername = mode === 'username' || key.startsWith('~');
		const name = key.replace(/^~\s*/, '');
		const flaw = isUsername ? nameFlaw(name) : idFlaw(name);
		if (flaw === undefined) return { by: isUsername ? 'username' : 'id', value: name };
		throw new WrongValue(
			`is ${shown(value)}, which cannot be a user's ID or username: ${flaw}. Enter one of them, or choose By Email`,
		);
	},
});
