import type { IDataObject } from 'n8n-workflow';

import { fieldProperty, fieldsCollection, parseFields } from '../../shared/form/fields';
import { getFields } from '../../shared/form/updateFields';
import { SENDING_SETTINGS } from '../../shared/form/settings';
import type { RequestApi } from '../../shared/http/service';
import type { Operation } from '../../shared/run/operation';
import { runEach } from '../../shared/run/runner';
import { USER_FIELDS } from './fields';
import { createUser, differingFields, hintAtCreated } from './requests';

const REQUIRED = ['username', 'email', 'password'];
const requiredFields = USER_FIELDS.filter(({ name }) => REQUIRED.includes(name));
const otherFields = USER_FIELDS.filter(({ name }) => !REQUIRED.includes(name));

interface Requested {
	body: IDataObject;
}

/** Create User: `POST /api/v2.0/users/`. */
export const create: Operation<Requested> = {
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
	settings: SENDING_SETTINGS,

	prepare(item) {
		const entered = Object.fromEntries(REQUIRED.map((name) => [name, item.get(name)]));
		const required = parseFields(requiredFields, entered, item.redactor);
		return { body: { ...required, ...getFields(otherFields, item, 'additionalFields') } };
	},

	async run(run, rows) {
		const otherwise: string[][] = [];
		const createOne = async ({ body }: Requested, request: RequestApi) => {
			const created = await createUser(request, body);
			const notVisible = differingFields(body, created);
			if (notVisible.length === 0) return created;
			otherwise.push(notVisible);
			return { ...created, notVisible };
		};
		const outcomes = await runEach(run, rows, 'Created', createOne);
		hintAtCreated(run, otherwise);
		return outcomes;
	},
};
