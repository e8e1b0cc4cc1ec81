import { Failure } from '../../shared/errors';
import { hasControlCharacters, parseNamed, parseText, shown } from '../../shared/form/parse';
import { entryMode } from '../../shared/form/resourceLocator';
import { type UserKey as Key, userLocator } from '../../shared/form/userLocator';

/** A user by id, or by username, which has the prefix `~` in paths (Update User page). */
export type UserKey = Key<'id' | 'username'>;

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
	path: ({ by, value }) => `/users/${by === 'username' ? '~' : ''}${encodeURIComponent(value)}`,
	parse(value, mode) {
		const key = parseNamed("'User'", () => parseText(value));
		const trimmed = key.trim();
		const isUsername = mode === 'username' || trimmed.startsWith('~');
		const name = trimmed.replace(/^~/, '').trim();
		// A dot would change the path, and `_` stands for all users there.
		const isPath = ['', '.', '..'].includes(name) || (!isUsername && name === '_');
		if (isPath || hasControlCharacters(key)) {
			throw new Failure(
				`'User' is ${shown(value)}, which cannot be a user's ID or username: enter one of them`,
			);
		}
		return { by: isUsername ? 'username' : 'id', value: name };
	},
});
