import type { IDataObject } from 'n8n-workflow';

import { apiFailure } from '../../shared/errors';
import { compare } from '../../shared/form/compare';
import type { ApiResponse, RequestApi } from '../../shared/http/service';
import { isId, nameFlaw, path } from '../../shared/path';
import type { Run } from '../../shared/run/operation';
import { counted, were } from '../../shared/run/summary';
import { shown } from '../../shared/shown';
import { USER_FIELDS } from './fields';
import { noId, type PathKey, type UserKey, userPath } from './locator';
import { lookUp, theUser } from './lookup';

/**
 * What the path of a user is made of: an email address is looked up, which is a request more.
 * @param id of the user, where it is known
 * @throws Failure when no user has the address, or several do
 */
export async function pathKey(
	request: RequestApi,
	{ by, value }: UserKey,
	id?: unknown,
): Promise<PathKey> {
	if (by !== 'email') return { by, value };
	if (isId(id)) return { by: 'id', value: id };
	const found = await lookUp({ request, concurrency: 1 }, by, [value]);
	return { by: 'id', value: theUser(found.get(value), by, value).id };
}

/**
 * Creates a user.
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

/** The fields of a new user that are not as they were asked for; not those that the answer does not hold, which are unknown. */
export function differingFields(body: IDataObject, created: IDataObject): string[] {
	const { changes, unknown } = compare(USER_FIELDS, body, created);
	return Object.keys(changes).filter((name) => !unknown.includes(name));
}

/**
 * Says above the output how many users are not as they were asked for.
 * @param notVisible of every user that was created
 */
export function hintAtCreated(
	run: Pick<Run, 'hint'>,
	notVisible: ReadonlyArray<readonly string[]>,
): void {
	const count = notVisible.filter((names) => names.length > 0).length;
	if (count === 0) return;
	const names = new Set(notVisible.flat());
	const fields = USER_FIELDS.filter(({ name }) => names.has(name));
	const titles = fields.map(({ displayName }) => `'${displayName}'`).join(', ');
	run.hint(
		`${counted(count, 'user')} ${were(count)} created otherwise than asked for: see ${titles} of those with 'notVisible', and correct them with Update`,
	);
}

/**
 * The user under its new username, after an attempt that may have renamed it although its response was lost.
 * @param id of the user, where it is known
 * @throws Failure when the user does not have the new values
 */
async function fetchRenamed(
	{ client }: Pick<Run, 'client'>,
	body: IDataObject,
	purpose: string,
	id: unknown,
): Promise<IDataObject> {
	const gone = (what: string) =>
		apiFailure(
			`Could not ${purpose}: the user no longer exists, and ${what}. The update may have been applied in part`,
			{ httpCode: '404' },
		);
	const username = String(body.username);
	if (nameFlaw(username) !== undefined) throw gone(`${shown(username)} cannot be looked up`);
	// Not the request of the row, which ends with the run: this finds out whether the update was applied.
	const { body: found } = await client.request({
		method: 'GET',
		path: userPath({ by: 'username', value: username }),
		idempotent: true,
		responseHas: 'id',
		purpose: `read the user ${shown(username)} after renaming it`,
	});
	const { body: differing, unknown } = compare(USER_FIELDS, body, found);
	const isOther = id !== undefined && found.id !== id;
	if (!isOther && Object.keys(differing).every((name) => unknown.includes(name))) return found;
	throw gone(`${shown(username)} does not have the new values`);
}

/**
 * Writes these fields of a user.
 * @param id of the user, where it is known: a lost answer to a new username is looked after by it
 * @returns the user as Ubidots has it then
 * @throws Failure
 */
export async function patchUser(
	run: Pick<Run, 'client'>,
	key: UserKey,
	body: IDataObject,
	request: RequestApi,
	id?: unknown,
): Promise<IDataObject> {
	const isRename = key.by === 'username' && typeof body.username === 'string';
	const purpose = `update the user ${shown(key.value)}`;
	const response = await request({
		method: 'PATCH',
		path: userPath(await pathKey(request, key, id)),
		body,
		// Absolute values: writing them twice gives the same user.
		idempotent: true,
		expected: isRename ? [404] : [],
		responseHas: 'id',
		purpose,
	});
	if (response.status !== 404) return response.body;
	if (response.maybeApplied) return await fetchRenamed(run, body, purpose, id);
	throw apiFailure(
		`Could not ${purpose}: Ubidots answered 404: there is no such user → check the username`,
		{ httpCode: '404' },
	);
}

/**
 * The user as it is at this moment.
 * @throws Failure
 */
export async function fetchNow(key: UserKey, request: RequestApi): Promise<IDataObject> {
	const { body } = await request({
		method: 'GET',
		path: userPath(await pathKey(request, key)),
		idempotent: true,
		responseHas: 'id',
		purpose: `read the user ${shown(key.value)} again`,
	});
	return body;
}

/**
 * Deletes a user.
 * @param name of the user in error texts
 * @throws Failure also when the service gave an id that cannot be one
 * @returns 404 where there was no such user; after an attempt that may have been applied, it may have been deleted by that
 */
export async function deleteById(
	request: RequestApi,
	id: string,
	name: string,
): Promise<Pick<ApiResponse, 'status' | 'maybeApplied'>> {
	if (!isId(id)) throw noId('name', name, id);
	return await request({
		method: 'DELETE',
		path: userPath({ by: 'id', value: id }),
		idempotent: true,
		expected: [404],
		responseIsEmpty: true,
		purpose: `delete the user ${shown(name)}`,
	});
}
