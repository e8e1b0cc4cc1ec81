import type { IDataObject } from 'n8n-workflow';

import { fieldChoices } from '../../shared/form/fields';
import { inOptions, type Option } from '../../shared/form/parameters';
import { isEmpty, parseList, WrongValue } from '../../shared/form/parse';
import { pick, SIMPLIFY } from '../../shared/form/simplify';
import { isId } from '../../shared/path';
import { shown } from '../../shared/shown';
import { USER_FIELDS } from './fields';
import { membershipsOf, membershipText } from './organizations/memberships';

/** A user as Ubidots shows it. Only the ID is certain: of the others, a response has what was asked for. */
export interface UbidotsUser extends IDataObject {
	id: string;
}

/** Whether the service gave the user an ID that can be one. */
export const hasId = (user: IDataObject): user is UbidotsUser => isId(user.id);

/** The fields of a user besides the body parameters (user object page). */
const READ_ONLY_FIELDS = [
	{ name: 'createdAt', displayName: 'Created At' },
	{ name: 'firstTime', displayName: 'First Time' },
	{ name: 'id', displayName: 'ID' },
	{ name: 'lastLogin', displayName: 'Last Login' },
	{ name: 'mugshotUrl', displayName: 'Mugshot URL' },
	{ name: 'organizations', displayName: 'Organizations' },
	{ name: 'organizationsCount', displayName: 'Organizations Count' },
	{ name: 'url', displayName: 'URL' },
];

export const READABLE_FIELDS = [
	...READ_ONLY_FIELDS,
	...USER_FIELDS.filter(({ name }) => name !== 'password'),
].map(({ name, displayName }) => ({ name, displayName }));

/** For requests that name all fields: otherwise lists omit some, such as organizations. */
export const ALL_FIELDS = READABLE_FIELDS.map(({ name }) => name);

/** The fields that most workflows need. */
export const SIMPLE_FIELDS = [
	'id',
	'username',
	'email',
	'firstName',
	'lastName',
	'isActive',
	'organizations',
	'tags',
	'lastLogin',
	'createdAt',
];

/** Organizations become a list of labels, and the roles in them text as Create and Sync take it: `acme:viewer, city:operator`. */
export function simplified(user: IDataObject): IDataObject {
	const memberships = membershipsOf(user);
	if (!memberships) return pick(user, SIMPLE_FIELDS);
	const organizations = memberships.map(({ label }) => label);
	const roles = memberships.map(membershipText).join(', ');
	return pick({ ...user, organizations, roles }, [...SIMPLE_FIELDS, 'roles']);
}

/** Keeps responses small: Ubidots sends only these. */
const fields: Option<string[] | undefined> = {
	property: {
		displayName: 'Fields',
		type: 'multiOptions',
		options: fieldChoices(READABLE_FIELDS),
		default: [],
		description: 'The fields to return, instead of the simplified or whole user',
	},
	parse(value) {
		const names = isEmpty(value) ? [] : parseList(value, 'fields');
		const unknown = names.find((name) => !ALL_FIELDS.includes(name));
		if (unknown === undefined) return names.length === 0 ? undefined : names;
		throw new WrongValue(`names ${shown(unknown)}, which is not a field of a user`);
	},
	unset: undefined,
};

/** Which fields of a user an operation gives: the simplified ones, all, or those that were chosen. */
export const OUTPUT_FIELDS = { ...SIMPLIFY, ...inOptions({ fields }) };
