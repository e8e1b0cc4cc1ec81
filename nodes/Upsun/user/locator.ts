import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Naming } from '../../shared/run/runner';
import { Failure } from '../../shared/errors';
import type { Sender } from '../../shared/http/client';
import { readLine, readNamed, shown } from '../../shared/form/parse';
import { locatorMode, locatorValue } from '../../shared/form/itemParameters';

/** Which user: the one behind the token, or by id, e-mail address or username. */
export interface UserId {
	by: 'me' | 'id' | 'email' | 'username';
	value: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const UUID_TEXT = 'd81c8ee2-44b3-429f-b944-a33ad7437690';

/** The path that reads this user; `email=` and `username=` are part of it, only their value is encoded (Upsun's SDK). */
export function userPath({ by, value }: UserId): string {
	if (by === 'me') return '/users/me';
	if (by === 'id') return `/users/${encodeURIComponent(value)}`;
	return `/users/${by}=${encodeURIComponent(value)}`;
}

/** For rows whose order counts: which of them are about the same user. */
export const namingBy = <T>(userIn: (value: T) => UserId): Naming<T> => ({
	keyOf(value) {
		const user = userIn(value);
		const path = userPath(user);
		return user.by === 'email' ? path.toLowerCase() : path;
	},
	wayOf: (value) => userIn(value).by,
});

/**
 * The user that the `User` parameter names; a plain text, as an expression may give, is `me`, an id or an e-mail address.
 * @throws Failure for a malformed id or address
 */
export function readUserId(parameter: unknown): UserId {
	const value = locatorValue(parameter);
	if (value === undefined || value === null || value === '') {
		const what = value === '' ? 'empty' : String(value);
		throw new Failure(`'User' is ${what}: choose a user, or give an ID, email address or username`);
	}
	const text = readNamed("'User'", () => readLine(value)).trim();
	const mode = locatorMode(parameter);
	if (mode === 'username') return checkName(text);
	if (mode === 'email' || (mode === undefined && text.includes('@'))) return checkEmail(text);
	if (text.toLowerCase() === 'me') return { by: 'me', value: 'me' };
	if (UUID.test(text)) return { by: 'id', value: text.toLowerCase() };
	return refuse(`'User' is ${shown(text)}: an ID looks like ${UUID_TEXT}, or is 'me'`);
}

const refuse = (message: string): never => {
	throw new Failure(message);
};

const checkName = (value: string): UserId =>
	value === '' || value === '.' || value === '..'
		? refuse(`'User' is ${shown(value)}, which cannot be a username`)
		: { by: 'username', value };

/** The address; undefined when it is none. */
export const readEmail = (value: unknown): string | undefined =>
	typeof value === 'string' && /^[^\s@]+@[^\s@]+$/.test(value.trim()) ? value.trim() : undefined;

function checkEmail(text: string): UserId {
	const value = readEmail(text);
	return value === undefined
		? refuse(`'User' is ${shown(text)}, which is no email address`)
		: { by: 'email', value };
}

/** Whether the answer is about somebody else than was asked for, as far as it shows. */
function isSomebodyElse({ by, value }: UserId, user: IDataObject): boolean {
	const answered = by === 'me' ? undefined : user[by];
	return typeof answered === 'string' && answered.toLowerCase() !== value.toLowerCase();
}

/**
 * The user, with an id.
 * @throws Failure when there is no such user, the token may not see it, or another one came back
 */
export async function readUser(sender: Sender, user: UserId): Promise<IDataObject> {
	const who = user.by === 'me' ? 'your own user' : `the user ${shown(user.value)}`;
	const { body: found } = await sender.send({
		method: 'GET',
		path: userPath(user),
		repeatable: true,
		purpose: `read ${who}`,
	});
	if (typeof found.id !== 'string' || !UUID.test(found.id)) {
		throw new Failure(`Could not read ${who}: Upsun's answer holds no ID`, { kind: 'api' });
	}
	if (isSomebodyElse(user, found)) {
		throw new Failure(`Could not read ${who}: Upsun answered with another user`, { kind: 'api' });
	}
	return found;
}

/**
 * Gives the ids that the write endpoints need; each user is asked for once in a run, however many items name it.
 */
export class UserIds {
	private readonly known = new Map<string, Promise<string>>();

	constructor(private readonly sender: Sender) {}

	/** @throws Failure when there is no such user, or the token may not see it */
	async idOf(user: UserId): Promise<string> {
		if (user.by === 'id') return user.value;
		const key = userPath(user);
		const asked = this.known.get(key) ?? readUser(this.sender, user).then(({ id }) => String(id));
		this.known.set(key, asked);
		return await asked;
	}
}

/** The `User` parameter, the same for every operation. */
export const userIdProperty: INodeProperties = {
	displayName: 'User',
	name: 'userId',
	type: 'resourceLocator',
	default: { mode: 'list', value: 'me', cachedResultName: 'Me' },
	required: true,
	description: 'The user to work on. The account behind the token can usually change only itself.',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a user...',
			typeOptions: { searchListMethod: 'searchUsers', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: `e.g. ${UUID_TEXT}`,
			validation: [
				{
					type: 'regex',
					properties: {
						regex: '^([0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|me)$',
						errorMessage: 'Not an Upsun user ID',
					},
				},
			],
		},
		{
			displayName: 'By Email',
			name: 'email',
			type: 'string',
			placeholder: 'e.g. name@email.com',
		},
		{
			displayName: 'By Username',
			name: 'username',
			type: 'string',
			placeholder: 'e.g. jane-doe',
		},
	],
};
