import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { Failure } from '../../../shared/errors';
import { type Field, fieldsCollection, parseFields } from '../../../shared/form/fields';
import { boolean, integer, multiline, text } from '../../../shared/form/fieldTypes';
import { isEmpty, parseBoolean, parseNamed } from '../../../shared/form/parse';
import { shown } from '../../../shared/shown';
import { listOrEntry, locatorValue } from '../../../shared/form/resourceLocator';
import { isRecord } from '../../../shared/objects';
import { parseLabel } from '../fieldTypes';

/** One entry of the request body: labels without `~`, and optionally a mail (assign organizations page). */
export interface Assignment extends IDataObject {
	label: string;
	role: string;
	invitation?: IDataObject;
}

/** Empty fields are not sent: Ubidots has its own texts. */
const INVITATION_FIELDS: readonly Field[] = [
	{
		name: 'ubiAppId',
		displayName: 'App ID',
		type: text,
		description: 'The Ubidots app that the invitation leads to',
	},
	{
		name: 'expires',
		displayName: 'Expires',
		type: integer,
		control: { default: 365, typeOptions: { minValue: 1 } },
		description: 'When the invitation expires. Ubidots does not document the unit.',
	},
	{
		name: 'message',
		displayName: 'Message',
		type: multiline,
		control: { typeOptions: { rows: 3 } },
		description: 'Text of the email',
	},
	{
		name: 'resetPassword',
		displayName: 'Reset Password',
		type: boolean,
		description: 'Whether the invitation asks the user to set a new password',
	},
	{
		name: 'subject',
		displayName: 'Subject',
		type: text,
		description: 'Subject of the email',
	},
];

export const organizationsProperty: INodeProperties = {
	displayName: 'Organizations',
	name: 'organizations',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add organization',
	required: true,
	default: {},
	description: 'The organizations, and the role that the user gets in each',
	options: [
		{
			displayName: 'Organization',
			name: 'organization',
			values: [
				{
					displayName: 'Organization',
					name: 'label',
					...listOrEntry('searchOrganizationLabels', 'label', 'e.g. my-third-customer'),
					description: 'The organization to assign',
				},
				{
					displayName: 'Role',
					name: 'role',
					...listOrEntry('searchRoles', 'label', 'e.g. viewer'),
					description: 'The role that the user gets in it',
				},
				{
					displayName: 'Send Invitation',
					name: 'sendInvitation',
					type: 'boolean',
					default: false,
					description: 'Whether to email the user an invitation',
				},
				{
					...fieldsCollection('Invitation', 'invitation', INVITATION_FIELDS),
					displayOptions: { show: { sendInvitation: [true] } },
					description: 'Content and settings of the invitation email',
				},
			],
		},
	],
};

function getLabel(title: string, given: unknown): string {
	const value = locatorValue(given);
	const label = isEmpty(value) ? '' : parseNamed(`'${title}'`, () => parseLabel(value));
	if (label !== '') return label;
	throw new Failure(`'${title}' is empty: choose one from the list, or enter its label`);
}

function parseInvitation(invitation: unknown): IDataObject {
	const set = Object.entries(isRecord(invitation) ? invitation : {});
	return parseFields(
		INVITATION_FIELDS,
		Object.fromEntries(set.filter(([, value]) => !isEmpty(value))),
	);
}

/**
 * Parses the rows of the form, or a list of `{ label, role, invitation }`.
 * @throws Failure that names the row
 */
export function parseAssignments(parameter: unknown): Assignment[] {
	const rows = isRecord(parameter) ? parameter.organization : parameter;
	if (!Array.isArray(rows) || rows.length === 0) {
		throw new Failure("'Organizations' has no rows: add an organization and the role in it");
	}
	return rows.map((row: unknown, index) => {
		const number = rows.length === 1 ? '' : ` ${index + 1}`;
		if (!isRecord(row)) {
			throw new Failure(`'Organizations' has ${shown(row)} instead of an organization and a role`);
		}
		const sendsMail =
			row.sendInvitation === undefined
				? isRecord(row.invitation)
				: parseNamed(`'Send Invitation${number}'`, () => parseBoolean(row.sendInvitation));

		return {
			label: getLabel(`Organization${number}`, row.label),
			role: getLabel(`Role${number}`, row.role),
			...(sendsMail && { invitation: parseInvitation(row.invitation) }),
		};
	});
}
