import { apiFailure, Failure } from '../../shared/errors';
import { lostFlaw } from '../../shared/form/flaws';
import { isEmpty, parseIdentity, parseNamed } from '../../shared/form/parse';
import { shown } from '../../shared/shown';
import { entryMode } from '../../shared/form/resourceLocator';
import { type UserKey as Key, userLocator } from '../../shared/form/userLocator';
import { idFlaw, idSegment, nameFlaw, nameSegment, path } from '../../shared/path';

/** A user by id, or by username, which has the prefix `~` in paths (Update User page). */
export type UserKey = Key<'id' | 'username'>;

/**
 * Of a user whose id, as Ubidots gave it, cannot be one.
 * @param noun what the user is known by: "username"
 */
export const noId = (noun: string, value: string, id: unknown) =>
	apiFailure(
		`Ubidots gave no ID for the user with the ${noun} ${shown(value)}${isEmpty(id) ? '' : `, only ${shown(id)}`}`,
	);

/** The `User` parameter; a plain text is an id, or with `~` a username. */
export const userKey = userLocator<UserKey['by']>({
	name: 'userKey',
	default: { mode: 'list', value: '' },
	description: 'The user to work on',
	ways: 'an ID or username',
	modes: [
		entryMode('id', 'e.g. 63d3f1247fefea000cd325af', {
			regex: '^[~\\w-]+$',
			errorMessage: 'Not a Ubidots user ID. To enter a username, choose By Username.',
		}),
		entryMode('username', 'e.g. jane-doe'),
	],
	path: ({ by, value }) =>
		by === 'username' ? path`/users/~${nameSegment(value)}` : path`/users/${idSegment(value)}`,
	parse(value, mode) {
		const key = parseNamed("'User'", () => parseIdentity(value, lostFlaw));
		const isUsername = mode === 'username' || key.startsWith('~');
		const name = key.replace(/^~\s*/, '');
		const flaw = isUsername ? nameFlaw(name) : idFlaw(name);
		if (flaw === undefined) return { by: isUsername ? 'username' : 'id', value: name };
		throw new Failure(
			`'User' is ${shown(value)}, which cannot be a user's ID or username: ${flaw}. Enter one of them`,
		);
	},
});
