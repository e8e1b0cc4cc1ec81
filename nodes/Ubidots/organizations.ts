import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { Failure } from '../shared/failure';
import {
	boolean,
	integer,
	isNothing,
	type Kind,
	multiline,
	readLine,
	shown,
	text,
} from '../shared/kind';
import { picker } from '../shared/picker';
import { readNamed } from '../shared/readNamed';
import { locatorValue } from '../shared/reader';
import { isOn } from '../shared/simplify';
import { isRecord } from '../shared/records';

/** One entry of the request body: bare labels, and optionally a mail (assign organizations page). */
export interface Assignment {
	label: string;
	role: string;
	invitation?: IDataObject;
}

/** In the alphabetical order of their titles. */
const INVITATION_OPTIONS: INodeProperties[] = [
	{
		displayName: 'App ID',
		name: 'ubiAppId',
		type: 'string',
		default: '',
		description: 'The Ubidots app that the invitation leads to',
	},
	{
		displayName: 'Expires',
		name: 'expires',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 365,
		description: 'When the invitation expires, in the unit that Ubidots uses for it',
	},
	{
		displayName: 'Message',
		name: 'message',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		description: 'Text of the mail',
	},
	{
		displayName: 'Reset Password',
		name: 'resetPassword',
		type: 'boolean',
		default: true,
		description: 'Whether the invitation asks the user to set a new password',
	},
	{
		displayName: 'Subject',
		name: 'subject',
		type: 'string',
		default: '',
		description: 'Subject of the mail',
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
					...picker('searchOrganizationLabels', 'label', 'e.g. my-third-customer'),
					type: 'resourceLocator',
					default: { mode: 'list', value: '' },
					description: 'The organization to assign',
				},
				{
					displayName: 'Role',
					name: 'role',
					...picker('searchRoles', 'label', 'e.g. viewer'),
					type: 'resourceLocator',
					default: { mode: 'list', value: '' },
					description: 'The role of the user in it',
				},
				{
					displayName: 'Send Invitation',
					name: 'sendInvitation',
					type: 'boolean',
					default: false,
					description: 'Whether to send the user a mail about it',
				},
				{
					displayName: 'Invitation',
					name: 'invitation',
					type: 'collection',
					placeholder: 'Add field',
					default: {},
					displayOptions: { show: { sendInvitation: [true] } },
					options: INVITATION_OPTIONS,
					description: 'What the mail says and does',
				},
			],
		},
	],
};

/** A label as it stands in bodies and filters: bare, the `~` belongs to paths. */
export const readLabelText = (value: unknown) => readLine(value).trim().replace(/^~/, '');

function readLabel(title: string, given: unknown): string {
	const value = locatorValue(given);
	if (isNothing(value))
		throw new Failure(`'${title}' is empty: choose one from the list, or enter its label`);
	return readNamed(`'${title}'`, () => readLabelText(value));
}

/** How the fields of an invitation are read: an expression often gives numbers and truth values as text. */
const INVITATION_KINDS: Record<string, Kind> = {
	expires: integer,
	message: multiline,
	resetPassword: boolean,
	subject: text,
	ubiAppId: text,
};

/** Empty fields are left out: Ubidots has its own texts. */
function readInvitation(invitation: Record<string, unknown>): IDataObject {
	const read: IDataObject = {};
	for (const { name, displayName } of INVITATION_OPTIONS) {
		const value = invitation[name];
		if (isNothing(value)) continue;
		read[name] = readNamed(`'${displayName}'`, () => INVITATION_KINDS[name].read(value)) as string;
	}
	return read;
}

/**
 * The organizations to assign, from the form's rows or from a list of `{ label, role, invitation }`.
 * @throws Failure that names the row
 */
export function readOrganizations(parameter: unknown): Assignment[] {
	const rows = isRecord(parameter) ? parameter.organization : parameter;
	if (!Array.isArray(rows) || rows.length === 0) {
		throw new Failure("'Organizations' has no rows: add an organization and the role in it");
	}
	return rows.map((row: unknown, index) => {
		const number = rows.length === 1 ? '' : ` ${index + 1}`;
		if (!isRecord(row)) {
			throw new Failure(
				`'Organizations' has ${shown(row)} where an organization and a role belong`,
			);
		}
		const isWanted =
			row.sendInvitation === undefined ? isRecord(row.invitation) : isOn(row.sendInvitation);
		const invitation = isRecord(row.invitation) ? row.invitation : {};
		return {
			label: readLabel(`Organization${number}`, row.label),
			role: readLabel(`Role${number}`, row.role),
			...(isWanted && { invitation: readInvitation(invitation) }),
		};
	});
}
