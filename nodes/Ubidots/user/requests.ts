import type { IDataObject } from 'n8n-workflow';

import { shown } from '../../shared/form/parse';
import type { RequestApi } from '../../shared/http/service';
import { isId, path } from '../../shared/path';
import { noId, userKey } from './locator';

/**
 * @returns the user as Ubidots has it
 * @throws Failure that says whether the user may have been created anyway
 */
export async function createUser(request: RequestApi, body: IDataObject): Promise<IDataObject> {
	const response = await request({
		method: 'POST',
		path: path`/users/`,
		body,
		// A retry after a broken connection could fail because the first attempt has taken the username.
		idempotent: false,
		responseHas: 'id',
		purpose: `create the user ${shown(body.username)}`,
		secrets: [String(body.password)],
	});
	return response.body;
}

/**
 * @param name of the user in error texts
 * @throws Failure also when the service gave an id that cannot be one
 * @returns whether there was such a user; after an attempt that may have been applied, a 404 means that there was
 */
export async function deleteById(request: RequestApi, id: string, name: string): Promise<boolean> {
	if (!isId(id)) throw noId('name', name, id);
	const { status, maybeApplied } = await request({
		method: 'DELETE',
		path: userKey.path({ by: 'id', value: id }),
		idempotent: true,
		expected: [404],
		responseIsEmpty: true,
		purpose: `delete the user ${shown(name)}`,
	});
	return status !== 404 || maybeApplied;
}
