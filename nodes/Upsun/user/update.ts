import type { IDataObject } from 'n8n-workflow';

import { fieldsCollection } from '../../shared/form/fields';
import { UPDATING_SETTINGS, type UpdatingSettings } from '../../shared/form/settings';
import { getBody } from '../../shared/form/fieldValues';
import type { RequestApi } from '../../shared/http/service';
import { idSegment, path } from '../../shared/path';
import type { Operation } from '../../shared/run/operation';
import { updateEach } from '../../shared/run/updateEach';
import { USER_FIELDS } from './fields';
import { type UserKey, userId } from './locator';
import { fetchUser, UserIds } from './lookup';

interface KeyedBody {
	key: UserKey;
	body: IDataObject;
}

async function patchUser(request: RequestApi, id: string, body: IDataObject): Promise<IDataObject> {
	const response = await request({
		method: 'PATCH',
		path: path`/users/${idSegment(id)}`,
		body,
		// Absolute values: writing them twice gives the same user.
		idempotent: true,
		responseHas: 'id',
		purpose: `update the user '${id}'`,
	});
	return response.body;
}

/** Update a user: `PATCH /users/{user_id}` with only the fields that were set. */
export const update: Operation<KeyedBody, UpdatingSettings> = {
	value: 'update',
	name: 'Update',
	action: 'Update user',
	description: 'Change the profile of one user for each input item',
	properties: [userId.property, fieldsCollection('Update Fields', 'updateFields', USER_FIELDS)],
	settings: UPDATING_SETTINGS,

	prepare: (item) => ({ key: userId.get(item), body: getBody(USER_FIELDS, item) }),

	async run(run, rows) {
		const ids = new UserIds();
		const { keyOf } = userId.naming;
		return await updateEach<KeyedBody>(run, rows, USER_FIELDS, {
			...userId.naming,
			readerFor() {
				const known = new Map<string, IDataObject>();
				return async (requested, request, again) => {
					const before = known.get(keyOf(requested));
					if (before && !again) return before;
					const user = await fetchUser(request, requested.key);
					known.set(keyOf(requested), user);
					return user;
				};
			},
			async write({ key, body }, request, compared) {
				const id = compared ? String(compared.user.id) : await ids.fetch(request, key);
				return await patchUser(request, id, compared?.body ?? body);
			},
		});
	},
};
