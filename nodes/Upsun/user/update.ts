import type { IDataObject } from 'n8n-workflow';

import { eachRow } from '../../shared/run/runner';
import { fieldsCollection } from '../../shared/form/fields';
import type { Operation, Row, Run } from '../../shared/run/operation';
import { optionsProperty, SENDING_OPTIONS } from '../../shared/form/options';
import { readBody } from '../../shared/form/updateFields';
import { updateWhatDiffers } from '../../shared/run/reconcile';
import { USER_FIELDS } from './fields';
import { namingBy, readUser, readUserId, type UserId, UserIds, userIdProperty } from './locator';

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
		answerHas: 'id',
		purpose: `update the user '${id}'`,
	});
	return answer.body;
}

const naming = namingBy(({ user }: Update) => user);

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
			return await updateWhatDiffers(run, rows, USER_FIELDS, {
				...naming,
				read: async ({ user }) => await readUser(run.sender, user),
				write: async (_, { id }, body) => await patchUser(run, String(id), body),
			});
		}
		const ids = new UserIds(run.sender);
		const work = async ({ value: { user, body } }: Row<Update>) =>
			await patchUser(run, await ids.idOf(user), body);
		return await eachRow(run, rows, 'Updated', work, naming);
	},
};
