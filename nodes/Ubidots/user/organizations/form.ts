import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { Failure } from '../../../shared/errors';
import { type Field, fieldsCollection } from '../../../shared/form/fields';
import { parseFields } from '../../../shared/form/fieldValues';
import { boolean, integer, multiline, text } from '../../../shared/form/fieldTypes';
import { isEmpty, parseBoolean, parseNamed } from '../../../shared/form/parse';
import { shown } from '../../../shared/shown';
import { listOrEntry, parseLocator } from '../../../shared/form/resourceLocator';
import { isRecord } from '../../../shared/objects';
import type { Redactor } from '../../../shared/redact';
import { parseLabel } from '../fieldTypes';
import { checkRoles, type Membership, type ShownMembership } from './memberships';

/** One entry of the request body: labels without `~`, and optionally a mail (assign organizations page). */
export interface Assignment extends Membership {
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

/** The rows of an operation on the organizations of one user. */
const rowsProperty = (description: string, values: INodeProperties[]): INodeProperties => ({
	displayName: 'Organizations',
	name: 'organizations',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add organization',
	required: true,
	default: {},
	description,
	options: [{ displayName: 'Organization', name: 'organization', values }],
});

const organizationOf = (description: string): INodeProperties => ({
	displayName: 'Organization',
	name: 'label',
	...listOrEntry('searchOrganizationLabels', 'label', 'e.g. my-third-customer'),
	description,
});

const roleOf = (description: string): INodeProperties => ({
	displayName: 'Role',
	name: 'role',
	...listOrEntry('searchRoles', 'label', 'e.g. viewer'),
	description,
});

/** The form of Assign Organizations. */
export const assignmentsProperty = rowsProperty(
	'The organizations, and the role that the user gets in each',
	[
		organizationOf('The organization to assign'),
		roleOf('The role that the user gets in it'),
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
);

/** The form of Remove Organizations. */
export const removalsProperty = rowsProperty('The organizations that the user is taken out of', [
	organizationOf('The organization that the user is taken out of'),
	roleOf('Needed only where Ubidots does not show which role the user has in it'),
]);

function getLabel(title: string, given: unknown): string {
	const { value } = parseLocator(given);
	const label = isEmpty(value) ? '' : parseNamed(`'${title}'`, () => parseLabel(value));
	if (label !== '') return label;
	throw new Failure(`'${title}' is empty: choose one from the list, or enter its label`);
}

function parseInvitation(invitation: unknown, redactor: Redactor): IDataObject {
	const set = Object.entries(isRecord(invitation) ? invitation : {});
	return parseFields(
		INVITATION_FIELDS,
		Object.fromEntries(set.filter(([, value]) => !isEmpty(value))),
		redactor,
	);
}

/** What a row says: its organization, and its other fields by their titles. */
interface FormRow {
	row: IDataObject;
	label: string;
	/** The title of another field of the row: "Role 2". */
	titled(title: string): string;
}

/**
 * The rows of the form, or a list of the same from an expression.
 * @throws Failure that names the row
 */
function parseRows(parameter: unknown, whatToAdd: string): FormRow[] {
	const rows = isRecord(parameter) ? parameter.organization : parameter;
	if (!Array.isArray(rows) || rows.length === 0) {
		throw new Failure(`'Organizations' has no rows: add ${whatToAdd}`);
	}
	return rows.map((row: unknown, index) => {
		if (!isRecord(row)) {
			throw new Failure(`'Organizations' has ${shown(row)} instead of an organization and a role`);
		}
		const titled = (title: string) => (rows.length === 1 ? title : `${title} ${index + 1}`);
		return { row, titled, label: getLabel(titled('Organization'), row.label) };
	});
}

/** @throws Failure that names the row, or an organization with two roles */
export function parseAssignments(parameter: unknown, redactor: Redactor): Assignment[] {
	const rows = parseRows(parameter, 'an organization and the role in it');
	const assignments = rows.map(({ row, label, titled }): Assignment => {
		const role = getLabel(titled('Role'), row.role);
		const sendsMail =
			row.sendInvitation === undefined
				? isRecord(row.invitation)
				: parseNamed(`'${titled('Send Invitation')}'`, () => parseBoolean(row.sendInvitation));
		if (!sendsMail) return { label, role };
		return { label, role, invitation: parseInvitation(row.invitation, redactor) };
	});
	parseNamed("'Organizations'", () => checkRoles(assignments));
	return assignments;
}

/** @throws Failure that names the row */
export const parseRemovals = (parameter: unknown): ShownMembership[] =>
	parseRows(parameter, 'the organization to take the user out of').map(({ row, label, titled }) => {
		const { role } = row;
		if (isEmpty(parseLocator(role ?? '').value)) return { label };
		return { label, role: getLabel(titled('Role'), role) };
	});
