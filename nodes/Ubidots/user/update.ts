import type { IDataObject } from 'n8n-workflow';

import { compare } from '../../shared/form/diff';
import { eachRow } from '../../shared/run/runner';
import { Failure } from '../../shared/errors';
import { fieldsCollection, fieldsToClearProperty } from '../../shared/form/fields';
import type { Sender } from '../../shared/http/client';
import type { Operation, Row, Run } from '../../shared/run/operation';
import { optionsProperty, SENDING_OPTIONS } from '../../shared/form/options';
import { shown } from '../../shared/form/parse';
import { readBody } from '../../shared/form/updateFields';
import { updateWhatDiffers } from '../../shared/run/reconcile';
import { USER_FIELDS } from './fields';
import { namingBy, readUserKey, type UserKey, userKeyProperty, userPath } from './locator';
import { theUser, UserLookUp } from './lookup';

interface Update {
	key: UserKey;
	body: IDataObject;
}

async function patchUser(sender: Sender, { key, body }: Update): Promise<IDataObject> {
	const isRename = key.by === 'username' && typeof body.username === 'string';
	const purpose = `update the user ${shown(key.value)}`;
	const {
		status,
		body: user,
		afterDoubt,
	} = await sender.send({
		method: 'PATCH',
		path: userPath(key),
		body,
		// Absolute values: writing them twice gives the same user.
		repeatable: true,
		expected: isRename ? [404] : [],
		answerHas: 'id',
		purpose,
		secrets: typeof body.password === 'string' ? [body.password] : [],
	});
	if (status !== 404) return user;
	if (!afterDoubt) {
		throw new Failure(
			`Could not ${purpose}: Ubidots answered 404: there is no such user → check the username`,
			{
				kind: 'api',
				details: { httpCode: '404' },
			},
		);
	}
	// The first attempt seems to have renamed the user before its answer was lost.
	const { body: found } = await sender.send({
		method: 'GET',
		path: userPath({ by: 'username', value: String(body.username) }),
		repeatable: true,
		clearsDoubt: true,
		answerHas: 'id',
		purpose: `read the user ${shown(body.username)} after renaming it`,
	});
	const { body: differing, unknown } = compare(USER_FIELDS, body, found);
	if (Object.keys(differing).every((name) => unknown.includes(name))) return found;
	throw new Failure(
		`Could not ${purpose}: there is no such user any more, and ${shown(body.username)} is not as it was to be. It may have been carried out in part`,
		{ kind: 'api', details: { httpCode: '404' } },
	);
}

/** The users of all rows as Ubidots holds them now, with every field, read many at a time. */
async function readHeld(run: Run, rows: ReadonlyArray<Row<Update>>) {
	const lanes = run.settings.maxConcurrentRequests;
	const lookUp = async (by: UserKey['by']) => {
		const keys = rows.map(({ value }) => value.key).filter((key) => key.by === by);
		const values = keys.map(({ value }) => value);
		return await UserLookUp.byColumn(run.sender, lanes, by, values, { fields: 'all' });
	};
	const lookUps = { id: await lookUp('id'), username: await lookUp('username') };
	return ({ by, value }: UserKey) => theUser(lookUps[by], by, value);
}

const naming = namingBy(({ key }: Update) => key);

/** Update User: `PATCH /api/v2.0/users/<user_key>` with only the fields that were set or cleared. */
export const update: Operation<Update> = {
	value: 'update',
	name: 'Update',
	action: 'Update user',
	description: 'Change fields of one user for each input item',
	properties: [
		userKeyProperty,
		fieldsCollection(USER_FIELDS, {
			displayName: 'Update Fields',
			name: 'updateFields',
			placeholder: 'Add field',
		}),
		fieldsToClearProperty(USER_FIELDS),
		optionsProperty(['dryRun', 'skipUnchanged', ...SENDING_OPTIONS]),
	],

	prepare: (item) => ({
		key: readUserKey(item.parameter('userKey')),
		body: readBody(USER_FIELDS, item),
	}),

	async run(run, rows) {
		const { dryRun, skipUnchanged } = run.settings;
		if (dryRun || skipUnchanged) {
			const held = await readHeld(run, rows);
			return await updateWhatDiffers(run, rows, USER_FIELDS, {
				...naming,
				read: ({ key }) => held(key),
				write: async ({ key }, _, body) => await patchUser(run.sender, { key, body }),
			});
		}
		const work = async ({ value }: Row<Update>) => await patchUser(run.sender, value);
		return await eachRow(run, rows, 'Updated', work, naming);
	},
};
