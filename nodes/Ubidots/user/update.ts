import type { IDataObject } from 'n8n-workflow';

import { apiFailure } from '../../shared/errors';
import { compare } from '../../shared/form/diff';
import { fieldsCollection, fieldsToClearProperty } from '../../shared/form/fields';
import { UPDATING_OPTIONS, type UpdatingOptions } from '../../shared/form/options';
import { shown } from '../../shared/form/parse';
import { getBody } from '../../shared/form/updateFields';
import type { RequestApi } from '../../shared/http/service';
import { nameFlaw } from '../../shared/path';
import { groupBy } from '../../shared/run/groupBy';
import type { Operation, Run } from '../../shared/run/operation';
import { updateEach } from '../../shared/run/updateEach';
import { UPDATE_FIELDS, USER_FIELDS } from './fields';
import { type UserKey, userKey } from './locator';
import { type FoundUsers, lookUpIn, theUser } from './lookup';
import { bodyFor, editsTags, parsePatch } from './patch';
import { ALL_FIELDS } from './response';

interface Requested {
	key: UserKey;
	body: IDataObject;
	/** Where tags are added or removed. */
	bodyFor?(user: IDataObject): IDataObject;
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
		path: userKey.path({ by: 'username', value: username }),
		idempotent: true,
		responseHas: 'id',
		purpose: `read the user ${shown(username)} after renaming it`,
	});
	const { body: differing, unknown } = compare(USER_FIELDS, body, found);
	const isOther = id !== undefined && found.id !== id;
	if (!isOther && Object.keys(differing).every((name) => unknown.includes(name))) return found;
	throw gone(`${shown(username)} does not have the new values`);
}

async function patchUser(
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
		path: userKey.path(key),
		body,
		// Absolute values: writing them twice gives the same user.
		idempotent: true,
		expected: isRename ? [404] : [],
		responseHas: 'id',
		purpose,
		secrets: typeof body.password === 'string' ? [body.password] : [],
	});
	if (response.status !== 404) return response.body;
	if (response.maybeApplied) return await fetchRenamed(run, body, purpose, id);
	throw apiFailure(
		`Could not ${purpose}: Ubidots answered 404: there is no such user → check the username`,
		{ httpCode: '404' },
	);
}

/** The user as it is at this moment. */
async function fetchNow(key: UserKey, request: RequestApi): Promise<IDataObject> {
	const { body } = await request({
		method: 'GET',
		path: userKey.path(key),
		idempotent: true,
		responseHas: 'id',
		purpose: `read the user ${shown(key.value)} again`,
	});
	return body;
}

/** These users with all fields, many per request. */
async function fetchCurrent(run: Run, keys: readonly UserKey[]) {
	const found = new Map<UserKey['by'], FoundUsers>();
	for (const [by, named] of groupBy(keys, (key) => key.by)) {
		const values = named.map(({ value }) => value);
		found.set(by, await lookUpIn(run, by, values, ALL_FIELDS));
	}
	return ({ by, value }: UserKey) => theUser(found.get(by)?.get(value), by, value);
}

/** Update User: `PATCH /api/v2.0/users/<user_key>` with only the fields that were set or cleared. */
export const update: Operation<Requested, UpdatingOptions> = {
	value: 'update',
	name: 'Update',
	action: 'Update user',
	description: 'Change fields of one user for each input item',
	properties: [
		userKey.property,
		fieldsCollection('Update Fields', 'updateFields', UPDATE_FIELDS),
		fieldsToClearProperty(USER_FIELDS),
	],
	options: UPDATING_OPTIONS,

	prepare(item) {
		const key = userKey.get(item);
		const patch = parsePatch(getBody(UPDATE_FIELDS, item, USER_FIELDS));
		if (!editsTags(patch)) return { key, body: patch.set };
		return { key, body: patch.set, bodyFor: (user) => bodyFor(patch, user) };
	},

	async run(run, rows) {
		return await updateEach<Requested>(run, rows, USER_FIELDS, {
			...userKey.naming,
			async readerFor(requested) {
				const current = await fetchCurrent(
					run,
					requested.map(({ key }) => key),
				);
				return async ({ key }, request, again) =>
					again ? await fetchNow(key, request) : current(key);
			},
			write: async ({ key }, body, user, request) =>
				await patchUser(run, key, body, request, user?.id),
		});
	},
};
