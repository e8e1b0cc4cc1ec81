import { Failure } from '../../shared/errors';
import { parseLine, parseNamed, shown } from '../../shared/form/parse';
import { entryMode } from '../../shared/form/resourceLocator';
import { type UserKey as Key, userLocator } from '../../shared/form/userLocator';

/** The user of the token, or one by id, email address or username. */
export type UserKey = Key<'me' | 'id' | 'email' | 'username'>;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const UUID_TEXT = 'd81c8ee2-44b3-429f-b944-a33ad7437690';

export const isUuid = (text: string) => UUID.test(text);

/** Undefined when it is not an email address. */
export const parseEmail = (value: unknown): string | undefined =>
	typeof value === 'string' && /^[^\s@]+@[^\s@]+$/.test(value.trim()) ? value.trim() : undefined;

/** The `User` parameter; a plain text is `me`, an id or an email address. */
export const userId = userLocator<UserKey['by']>({
	name: 'userId',
	default: { mode: 'list', value: 'me', cachedResultName: 'Me' },
	description: 'The user to work on. A token can usually change only the account it belongs to.',
	ways: 'an ID, email address or username',
	modes: [
		entryMode('id', `e.g. ${UUID_TEXT}`, {
			regex: '^([0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|me)$',
			errorMessage: 'Not an Upsun user ID',
		}),
		entryMode('email', 'e.g. name@email.com'),
		entryMode('username', 'e.g. jane-doe'),
	],
	/** `email=` and `username=` are part of the path, only their value is encoded (Upsun's SDK). */
	path({ by, value }) {
		if (by === 'me') return '/users/me';
		const name = encodeURIComponent(value);
		return by === 'id' ? `/users/${name}` : `/users/${by}=${name}`;
	},
	ignoresCase: (by) => by === 'email',
	parse(value, mode) {
		const text = parseNamed("'User'", () => parseLine(value)).trim();
		if (mode === 'username') {
			if (!['', '.', '..'].includes(text)) return { by: 'username', value: text };
			throw new Failure(`'User' is ${shown(text)}, which cannot be a username`);
		}
		if (mode === 'email' || (mode === undefined && text.includes('@'))) {
			if (parseEmail(text) !== undefined) return { by: 'email', value: text };
			throw new Failure(`'User' is ${shown(text)}, which is not an email address`);
		}
		if (text.toLowerCase() === 'me') return { by: 'me', value: 'me' };
		if (isUuid(text)) return { by: 'id', value: text.toLowerCase() };
		throw new Failure(`'User' is ${shown(text)}: an ID looks like ${UUID_TEXT}, or is 'me'`);
	},
});
