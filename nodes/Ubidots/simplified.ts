import type { IDataObject } from 'n8n-workflow';

import { pick } from '../shared/simplify';
import { isRecord } from '../shared/records';

/** The ten fields that most workflows need. */
const SIMPLE_FIELDS = [
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

/** Asks for these fields only: organizations come on demand, and answers stay small. */
export const SIMPLE_QUERY = { fields: SIMPLE_FIELDS.join(',') };

/** The user with ten fields, organizations as the list of their labels. */
export function simplified(user: IDataObject): IDataObject {
	const simple = pick(user, SIMPLE_FIELDS);
	const { organizations } = simple;
	if (Array.isArray(organizations)) {
		simple.organizations = (organizations as unknown[]).map((one) =>
			isRecord(one) ? one.label : one,
		) as string[];
	}
	return simple;
}
