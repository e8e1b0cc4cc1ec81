import { emailFlaw } from '../../shared/form/flaws';
import { parseIdentity, WrongValue } from '../../shared/form/parse';
import { shown } from '../../shared/shown';
import { entryMode, type UserKey as Key, userLocator } from '../../shared/form/resourceLocator';
import { idSegment, nameFlaw, nameSegment, path } from '../../shared/path';

/** The user of the token, or one by id, email address or username. */
export type UserKey = Key<'me' | 'id' | 'email' | 'username'>;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
export const UUID_TEXT = 'd81c8ee2-44b3-429f-b944-a33ad7437690';

export const isUuid = (text: string) => UUID.test(text);

/** `email=` and `username=` are part of the segment, only their value is encoded (Upsun's SDK). */
export function userPath({ by, value }: UserKey) {
	if (by === 'me') return path`/users/me`;
	if (by === 'id') return path`/users/${idSegment(value)}`;
	const name = nameSegment(value);
	return by === 'email' ? path`/users/email=${name}` : path`/users/username=${name}`;
}

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
	ignoresCase: (by) => by === 'email',
	parse(value, mode) {
		const text = parseIdentity(value);
		const by = mode === undefined && text.includes('@') ? 'email' : mode;
		if (by === 'email') parseIdentity(text, emailFlaw);
		if (by === 'username' || by === 'email') {
			const flaw = nameFlaw(text);
			if (flaw === undefined) return { by, value: text };
			const what = by === 'email' ? 'an email address of a user' : 'a username';
			throw new WrongValue(`is ${shown(text)}, which cannot be ${what}: ${flaw}`);
		}
		if (text.toLowerCase() === 'me') return { by: 'me', value: 'me' };
		if (isUuid(text)) return { by: 'id', value: text.toLowerCase() };
		throw new WrongValue(`is ${shown(text)}: an ID looks like ${UUID_TEXT}, or is 'me'`);
	},
});
