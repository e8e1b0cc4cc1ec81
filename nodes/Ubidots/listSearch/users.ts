import type { IDataObject } from 'n8n-workflow';

import { asText } from '../../shared/objects';
import { path } from '../../shared/path';
import { searchOnServer } from './lists';

/** `Jane Doe (jane-doe), jane@example.com`, or the parts that are known. */
function nameOf({ username, email, firstName, lastName }: IDataObject): string {
	const name = [firstName, lastName].map(asText).filter(Boolean).join(' ');
	const account = name ? `${name} (${asText(username)})` : asText(username);
	return [account, asText(email)].filter(Boolean).join(', ');
}

export const searchUsers = searchOnServer({
	path: path`/users/`,
	title: 'users',
	fields: 'id,username,email,firstName,lastName',
	toItem: (user) => ({ name: nameOf(user), value: asText(user.id) }),
});
