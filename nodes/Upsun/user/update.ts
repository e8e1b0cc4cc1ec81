import type { IDataObject } from 'n8n-workflow';

import { compare } from '../../shared/diff';
import { eachRow } from '../../shared/eachRow';
import { fieldsCollection } from '../../shared/fields';
import type { Operation, Outcome, Row, Run } from '../../shared/operation';
import { optionsProperty, SENDING_OPTIONS } from '../../shared/options';
import { counted } from '../../shared/ranges';
import { readBody } from '../../shared/updateBody';
import { USER_FIELDS } from '../fields';
import { readUser, readUserId, type UserId, UserIds, userIdProperty, userPath } from '../userId';

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

/** Reads first, then reports (`dryRun`) or sends only what differs (`skipUnchanged`). */
async function updateWhatDiffers(run: Run, rows: ReadonlyArray<Row<Update>>): Promise<Outcome[]> {
	const { dryRun } = run.settings;
	/** What is known of each user: items that name the same one ask for it once. */
	const held = new Map<string, IDataObject>();
	let unchanged = 0;
	const work = async ({ value: { user, body } }: Row<Update>): Promise<IDataObject> => {
		const key = userPath(user);
		const before = held.get(key) ?? (await readUser(run.sender, user));
		const { body: differing, changes } = compare(USER_FIELDS, body, before);
		const isSame = Object.keys(differing).length === 0;
		if (isSame) unchanged++;
		held.set(key, before);
		if (dryRun) return { id: before.id, status: isSame ? 'unchanged' : 'planned', changes };
		const now = isSame ? before : await patchUser(run, String(before.id), differing);
		held.set(key, now);
		return { ...now, changes };
	};
	const outcomes = await eachRow(run, rows, dryRun ? 'Compared' : 'Updated', work, keyOf);
	if (unchanged > 0) run.hint(`${unchanged} of ${counted(rows.length, 'user')} needed no change`);
	return outcomes;
}

const keyOf = ({ user }: Update) => userPath(user);

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
		if (dryRun || skipUnchanged) return await updateWhatDiffers(run, rows);
		const ids = new UserIds(run.sender);
		const work = async ({ value: { user, body } }: Row<Update>) =>
			await patchUser(run, await ids.idOf(user), body);
		return await eachRow(run, rows, 'Updated', work, keyOf);
	},
};
