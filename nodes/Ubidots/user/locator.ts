import type { INodeProperties } from 'n8n-workflow';

import type { Naming } from '../../shared/run/runner';
import { Failure } from '../../shared/errors';
import { hasControlCharacters, readNamed, readText, shown } from '../../shared/form/parse';
import { locatorMode, locatorValue } from '../../shared/form/itemParameters';
import { checkUsername } from './fields';

/** Which user: by id, or by username, which the path takes with the prefix `~` (Update User page). */
export interface UserKey {
	by: 'id' | 'username';
	value: string;
}

/** The user's path below the API's base; everything that is not plain is percent-encoded. */
export const userPath = ({ by, value }: UserKey) =>
	`/users/${by === 'username' ? '~' : ''}${encodeURIComponent(value)}`;

/** For rows whose order counts: which of them are about the same user. */
export const namingBy = <T>(keyIn: (value: T) => UserKey): Naming<T> => ({
	keyOf: (value) => userPath(keyIn(value)),
	wayOf: (value) => keyIn(value).by,
});

/**
 * The user that the `User` parameter names; a plain text, as an expression may give, counts as an id, or with `~`
 * as a username.
 * @throws Failure for a key that would lead to another path, or that cannot be a username
 */
export function readUserKey(parameter: unknown): UserKey {
	const value = locatorValue(parameter);
	if (value === undefined || value === null || value === '') {
		throw new Failure(
			`'User' is ${value === '' ? 'empty' : String(value)}: choose a user, or give an ID or username`,
		);
	}
	const key = readNamed("'User'", () => readText(value));
	const isUsername = locatorMode(parameter) === 'username' || key.trim().startsWith('~');
	const name = key.replace(/^ *~?/, '').trim();
	if (name === '' || name === '.' || name === '..' || hasControlCharacters(key)) {
		throw new Failure(`'User' is ${shown(value)}, which cannot be a user's ID or username`);
	}
	if (!isUsername) return { by: 'id', value: name };
	const wrong = checkUsername(name);
	if (wrong !== undefined) throw new Failure(`The username in 'User' ${wrong}`);
	return { by: 'username', value: name };
}

/** The `User` parameter, the same for every operation on one user. */
export const userKeyProperty: INodeProperties = {
	displayName: 'User',
	name: 'userKey',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The user to work on',
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
			placeholder: 'e.g. 63d3f1247fefea000cd325af',
			validation: [
				{
					type: 'regex',
					properties: {
						regex: '^[~\\w-]+$',
						errorMessage: 'Not a Ubidots user ID. A username goes under By Username.',
					},
				},
			],
		},
		{
			displayName: 'By Username',
			name: 'username',
			type: 'string',
			placeholder: 'e.g. jane-doe',
		},
	],
};
