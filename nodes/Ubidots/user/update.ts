import type { IDataObject } from 'n8n-workflow';

import { fieldsCollection, fieldsToClearProperty } from '../../shared/form/fields';
import { UPDATING_SETTINGS, type UpdatingSettings } from '../../shared/form/settings';
import { getBody } from '../../shared/form/fieldValues';
import { groupBy } from '../../shared/groupBy';
import type { Operation, Run } from '../../shared/run/operation';
import { updateEach } from '../../shared/run/updateEach';
import { UPDATE_FIELDS, USER_FIELDS } from './fields';
import { type UserKey, userKey } from './locator';
import { type FoundUsers, lookUpIn, theUser } from './lookup';
import { bodyFor, parsePatch, type Patch, TagsToRemove } from './patch';
import { fetchNow, patchUser } from './requests';
import { ALL_FIELDS } from './userObject';

interface Requested {
	key: UserKey;
	body: IDataObject;
	patch: Patch;
	/** Where tags are added or removed. */
	bodyFor?(user: IDataObject): IDataObject;
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
export const update: Operation<Requested, UpdatingSettings> = {
	value: 'update',
	name: 'Update',
	action: 'Update user',
	description: 'Change fields of one user for each input item',
	builderHint: 'For one user or a few. For many, use bulkUpdate with all items at once.',
	properties: [
		userKey.property,
		fieldsCollection('Update Fields', 'updateFields', UPDATE_FIELDS),
		fieldsToClearProperty(USER_FIELDS),
	],
	settings: UPDATING_SETTINGS,

	prepare(item) {
		const key = userKey.get(item);
		const patch = parsePatch(getBody(UPDATE_FIELDS, item, USER_FIELDS));
		if (!patch.tags) return { key, patch, body: patch.set };
		return { key, patch, body: patch.set, bodyFor: (user) => bodyFor(patch, user) };
	},

	async run(run, rows) {
		let toRemove: TagsToRemove | undefined;
		const outcomes = await updateEach<Requested>(run, rows, USER_FIELDS, {
			...userKey.naming,
			async readerFor(requested) {
				const asked = (toRemove = new TagsToRemove());
				const current = await fetchCurrent(
					run,
					requested.map(({ key }) => key),
				);
				return async ({ key, patch }, request, again) => {
					const user = again ? await fetchNow(key, request) : current(key);
					asked.note(patch, user);
					return user;
				};
			},
			write: async ({ key, body }, request, compared) =>
				await patchUser(run, key, compared?.body ?? body, request, compared?.user.id),
		});
		toRemove?.hint(run);
		return outcomes;
	},
};
