import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { asText } from '../../shared/objects';
import { searchOnServer } from './lists';

/** `Jane Doe (jane-doe), jane@example.com`, as far as it is known. */
function nameOf({ username, email, firstName, lastName }: IDataObject): string {
	const name = [firstName, lastName].map(asText).filter(Boolean).join(' ');
	const account = name ? `${name} (${asText(username)})` : asText(username);
	return [account, asText(email)].filter(Boolean).join(', ');
}

const USERS = {
	path: '/users/',
	title: 'users',
	fields: 'id,username,email,firstName,lastName',
	toItem: (user: IDataObject) => ({ name: nameOf(user), value: asText(user.id) }),
};

/** Users, searched and paged by Ubidots. */
export async function searchUsers(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await searchOnServer(this, USERS, filter, paginationToken);
}
