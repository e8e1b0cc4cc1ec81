import type { IDataObject } from 'n8n-workflow';

import { fieldProperty, fieldsCollection, parseFields } from '../../shared/form/fields';
import { SENDING_OPTIONS } from '../../shared/form/options';
import { shown } from '../../shared/form/parse';
import { getFields } from '../../shared/form/updateFields';
import type { RequestApi } from '../../shared/http/service';
import { path } from '../../shared/path';
import type { Operation } from '../../shared/run/operation';
import { runEach } from '../../shared/run/runner';
import { USER_FIELDS } from './fields';

const REQUIRED = ['username', 'email', 'password'];
const requiredFields = USER_FIELDS.filter(({ name }) => REQUIRED.includes(name));
const otherFields = USER_FIELDS.filter(({ name }) => !REQUIRED.includes(name));

/**
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

/** Create User: `POST /api/v2.0/users/`. */
export const create: Operation<{ body: IDataObject }> = {
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
	options: SENDING_OPTIONS,

	prepare(item) {
		const entered = Object.fromEntries(REQUIRED.map((name) => [name, item.get(name)]));
		const required = parseFields(requiredFields, entered, item.redactor);
		return { body: { ...required, ...getFields(otherFields, item, 'additionalFields') } };
	},

	async run(run, rows) {
		await runEach(
			run,
			rows,
			'Created',
			async ({ body }, request) => await createUser(request, body),
		);
	},
};
