import type { IDataObject } from 'n8n-workflow';

import { eachRow } from '../../shared/run/runner';
import { fieldProperty, fieldsCollection, readFields } from '../../shared/form/fields';
import type { Operation } from '../../shared/run/operation';
import { optionsProperty, SENDING_OPTIONS } from '../../shared/form/options';
import { shown } from '../../shared/form/parse';
import { readFieldsParameter } from '../../shared/form/updateFields';
import { USER_FIELDS } from './fields';

const REQUIRED = ['username', 'email', 'password'];
const requiredFields = USER_FIELDS.filter(({ name }) => REQUIRED.includes(name));
const otherFields = USER_FIELDS.filter(({ name }) => !REQUIRED.includes(name));

/** Create User: `POST /api/v2.0/users/`. */
export const create: Operation<IDataObject> = {
	value: 'create',
	name: 'Create',
	action: 'Create user',
	description: 'Create one user for each input item',
	properties: [
		...REQUIRED.flatMap((name) => requiredFields.filter((field) => field.name === name)).map(
			(field) => ({ ...fieldProperty(field), required: true }),
		),
		fieldsCollection(otherFields, {
			displayName: 'Additional Fields',
			name: 'additionalFields',
			placeholder: 'Add field',
		}),
		optionsProperty(SENDING_OPTIONS),
	],

	prepare: (item) => ({
		...readFields(
			requiredFields,
			Object.fromEntries(REQUIRED.map((name) => [name, item.parameter(name)])),
		),
		...readFieldsParameter(otherFields, item, 'additionalFields'),
	}),

	async run(run, rows) {
		return await eachRow(run, rows, 'Created', async ({ value: body }) => {
			const answer = await run.sender.send({
				method: 'POST',
				path: '/users/',
				body,
				// A repeat after a broken connection could find the username taken by its own first attempt.
				repeatable: false,
				answerHas: 'id',
				purpose: `create the user ${shown(body.username)}`,
				secrets: [String(body.password)],
			});
			return answer.body;
		});
	},
};
