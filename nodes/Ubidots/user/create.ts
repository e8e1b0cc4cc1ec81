import type { IDataObject } from 'n8n-workflow';

import { fieldProperty, fieldsCollection, parseFields } from '../../shared/form/fields';
import { getFields } from '../../shared/form/updateFields';
import { perItem } from '../../shared/run/perItem';
import { USER_FIELDS } from './fields';
import { createUser } from './requests';

const REQUIRED = ['username', 'email', 'password'];
const requiredFields = USER_FIELDS.filter(({ name }) => REQUIRED.includes(name));
const otherFields = USER_FIELDS.filter(({ name }) => !REQUIRED.includes(name));

/** Create User: `POST /api/v2.0/users/`. */
export const create = perItem<{ body: IDataObject }>({
	value: 'create',
	name: 'Create',
	action: 'Create user',
	description: 'Create one user for each input item',
	properties: [
		...REQUIRED.flatMap((name) => requiredFields.filter((field) => field.name === name)).map(
			(field) => ({ ...fieldProperty(field), required: true }),
		),
		fieldsCollection('Additional Fields', 'additionalFields', otherFields),
	],

	prepare(item) {
		const entered = Object.fromEntries(REQUIRED.map((name) => [name, item.get(name)]));
		const required = parseFields(requiredFields, entered, item.redactor);
		return { body: { ...required, ...getFields(otherFields, item, 'additionalFields') } };
	},

	done: 'Created',

	execute: async ({ body }, request) => await createUser(request, body),
});
