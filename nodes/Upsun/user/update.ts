import type { IDataObject } from 'n8n-workflow';

import { compare } from '../../shared/diff';
import { eachRow } from '../../shared/eachRow';
import { fieldsCollection } from '../../shared/fields';
import type { Operation, Run } from '../../shared/operation';
import { optionsProperty, SENDING_OPTIONS } from '../../shared/options';
import { readBody } from '../../shared/updateBody';
import { USER_FIELDS } from '../fields';
import { readUser, readUserId, type UserId, UserIds, userIdProperty } from '../userId';

interface Update {
	user: UserId;
	body: IDataObject;
}

async function patchUser(run: Run, id: string, body: IDataObject): Promise<IDataObject> {
	const answer = await run.sender.send({
		method: 'PATCH',
		path: `/users/${encodeURIComponent(id)}`,
		body,
		// Absolute values: writing them twice gives the same user.
		repeatable: true,
		purpose: `update the user '${id}'`,
	});
	return answer.body as IDataObject;
}

async function updateWhatDiffers(run: Run, { user, body }: Update): Promise<IDataObject> {
	const held = await readUser(run.sender, user);
	const { body: differing, changes } = compare(USER_FIELDS, body, held);
	const isSame = Object.keys(differing).length === 0;
	if (run.settings.dryRun)
		return { id: held.id, status: isSame ? 'unchanged' : 'planned', changes };
	const now = isSame ? held : await patchUser(run, String(held.id), differing);
	return { ...now, changes };
}

/** Update a user: `PATCH /users/{user_id}` with only the fields that were set. */
export const update: Operation<Update> = {
	value: 'update',
	name: 'Update',
	action: 'Update user',
	description: 'Change the profile of one user for each input item',
	properties: [
		userIdProperty,
		fieldsCollection(USER_FIELDS, {
			displayName: 'Update Fields',
			name: 'updateFields',
			placeholder: 'Add field',
		}),
		optionsProperty(['dryRun', 'skipUnchanged', ...SENDING_OPTIONS]),
	],

	prepare: (item) => ({
		user: readUserId(item.parameter('userId')),
		body: readBody(USER_FIELDS, item),
	}),

	async run(run, rows) {
		const { dryRun, skipUnchanged } = run.settings;
		if (dryRun || skipUnchanged) {
			const done = dryRun ? 'Compared' : 'Updated';
			return await eachRow(run, rows, done, async ({ value }) => updateWhatDiffers(run, value));
		}
		const ids = new UserIds(run.sender);
		return await eachRow(run, rows, 'Updated', async ({ value: { user, body } }) =>
			patchUser(run, await ids.idOf(user), body),
		);
	},
};
