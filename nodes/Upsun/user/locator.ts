import { Failure } from '../../shared/errors';
import { parseLine, parseNamed, shown } from '../../shared/form/parse';
import { entryMode } from '../../shared/form/resourceLocator';
import { type UserKey as Key, userLocator } from '../../shared/form/userLocator';

/** Which user: the one behind the token, or by id, e-mail address or username. */
export type UserKey = Key<'me' | 'id' | 'email' | 'username'>;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const UUID_TEXT = 'd81c8ee2-44b3-429f-b944-a33ad7437690';

export const isUuid = (text: string) => UUID.test(text);

/** The address; undefined when it is none. */
export const parseEmail = (value: unknown): string | undefined =>
	typeof value === 'string' && /^[^\s@]+@[^\s@]+$/.test(value.trim()) ? value.trim() : undefined;

function parseUsername(value: string): UserKey {
	if (!['', '.', '..'].includes(value)) return { by: 'username', value };
	throw new Failure(`'User' is ${shown(value)}, which cannot be a username`);
}

function parseEmailKey(text: string): UserKey {
	const value = parseEmail(text);
	if (value !== undefined) return { by: 'email', value };
	throw new Failure(`'User' is ${shown(text)}, which is not an email address`);
}

/** The `User` parameter; a plain text is `me`, an id or an e-mail address. */
export const userId = userLocator<UserKey['by']>({
	name: 'userId',
	default: { mode: 'list', value: 'me', cachedResultName: 'Me' },
	description: 'The user to work on. The account behind the token can usually change only itself.',
	ways: 'an ID, email address or username',
	modes: [
		entryMode('id', `e.g. ${UUID_TEXT}`, {
			regex: '^([0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|me)$',
			errorMessage: 'Not an Upsun user ID',
		}),
		entryMode('email', 'e.g. name@email.com'),
		entryMode('username', 'e.g. jane-doe'),
	],
	/** That reads the user; `email=` and `username=` are part of it, only their value is encoded (Upsun's SDK). */
	path({ by, value }) {
		if (by === 'me') return '/users/me';
		const name = encodeURIComponent(value);
		return by === 'id' ? `/users/${name}` : `/users/${by}=${name}`;
	},
	ignoresCase: (by) => by === 'email',
	parse(value, mode) {
		const text = parseNamed("'User'", () => parseLine(value)).trim();
		if (mode === 'username') return parseUsername(text);
		if (mode === 'email' || (mode === undefined && text.includes('@'))) return parseEmailKey(text);
		if (text.toLowerCase() === 'me') return { by: 'me', value: 'me' };
		if (isUuid(text)) return { by: 'id', value: text.toLowerCase() };
		throw new Failure(`'User' is ${shown(text)}: an ID looks like ${UUID_TEXT}, or is 'me'`);
	},
});
