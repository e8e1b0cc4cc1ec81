import type { IDataObject } from 'n8n-workflow';

import { fieldProperty, fieldsCollection } from '../../shared/form/fields';
import { getFields, parseFields } from '../../shared/form/fieldValues';
import { SENDING_SETTINGS } from '../../shared/form/settings';
import type { RequestApi } from '../../shared/http/service';
import type { Operation, Output, Row, Run } from '../../shared/run/operation';
import { outcomesOf } from '../../shared/run/outputItems';
import { runEach } from '../../shared/run/runner';
import { checkpoint, isOpen, report } from '../../shared/run/summary';
import { USER_FIELDS } from './fields';
import { checkLabels } from './organizations/checkLabels';
import { type Membership, ORGANIZATIONS } from './organizations/memberships';
import { assignToNew } from './organizations/requests';
import { createUser, differingFields, hintAtCreated } from './requests';

const REQUIRED = ['username', 'email', 'password'];
const requiredFields = USER_FIELDS.filter(({ name }) => REQUIRED.includes(name));
const otherFields = [...USER_FIELDS.filter(({ name }) => !REQUIRED.includes(name)), ORGANIZATIONS];

interface Requested {
	body: IDataObject;
	/** Assigned once the user is there. */
	memberships: readonly Membership[];
}

/** Fails rows with a label that there is not, before the first user is created. */
async function refuseUnknownLabels(
	run: Run,
	rows: ReadonlyArray<Row<Requested, Output>>,
): Promise<void> {
	const wanted = rows.flatMap(({ requested }) => requested.memberships);
	if (wanted.length === 0) return;
	const flawOf = await checkLabels(run, wanted);
	for (const row of rows) {
		row.result = row.requested.memberships.map(flawOf).find((flaw) => flaw !== undefined);
	}
	checkpoint(run, rows, () => report(rows, { done: ['Nothing was written.'], hasBegun: false }));
}

/** Create User: `POST /api/v2.0/users/`, and where the item names organizations, the assignment of these. */
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
		const { organizations = [], ...others } = getFields(otherFields, item, 'additionalFields');
		return { body: { ...required, ...others }, memberships: organizations as Membership[] };
	},

	async run(run, rows) {
		await refuseUnknownLabels(run, rows);
		const otherwise: string[][] = [];
		const createOne = async ({ body, memberships }: Requested, request: RequestApi) => {
			const created = await createUser(request, body);
			const notVisible = differingFields(body, created);
			if (notVisible.length > 0) otherwise.push(notVisible);
			const user = { ...created, ...(notVisible.length > 0 && { notVisible }) };
			if (memberships.length === 0) return user;
			const { request: always } = run.client;
			const name = String(body.username);
			return { ...user, organizations: await assignToNew(always, created, memberships, name) };
		};
		await runEach(run, rows.filter(isOpen), 'Created', createOne);
		hintAtCreated(run, otherwise);
		return outcomesOf(rows);
	},
};
