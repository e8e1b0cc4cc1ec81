import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { readDate } from '../shared/dates';
import { Failure } from '../shared/failure';
import { isNothing, readLine, shown, WrongValue } from '../shared/kind';
import { asRecord } from '../shared/records';
import { readNamed } from '../shared/readNamed';
import { locatorValue, type ItemReader } from '../shared/reader';
import { picker } from '../shared/picker';
import { readLabelText } from './organizations';

interface Filter {
	property: INodeProperties;
	/** Whether a user is as the filter asks, as far as the answer shows; users the service should have left out are not let through. */
	holds?(user: IDataObject, wanted: string): boolean;
	/** The query parameter, an attribute with an operator (field filters page). */
	parameter: string;
	/** @throws WrongValue */
	read(value: unknown, item: ItemReader): string;
}

const timeOf = (value: unknown) => Date.parse(String(value));
const isUnknownTime = (value: unknown) => Number.isNaN(timeOf(value));

const folded = (value: string) => value.toLowerCase();

const contains = (name: string) => (user: IDataObject, wanted: string) => {
	const text = user[name];
	return typeof text !== 'string' || folded(text).includes(folded(wanted));
};

const readBoolean = (value: unknown) => {
	const word = String(value).toLowerCase();
	if (word === 'true' || word === 'false') return word;
	throw new WrongValue(`is ${shown(value)}: it has to be true or false`);
};

/** In the alphabetical order of their titles. */
const FILTERS: readonly Filter[] = [
	{
		property: {
			displayName: 'Created After',
			name: 'createdAfter',
			type: 'dateTime',
			default: '',
			description: 'Only users created at this time or later',
		},
		parameter: 'createdAt__gte',
		holds: ({ createdAt }, wanted) =>
			isUnknownTime(createdAt) || timeOf(createdAt) >= timeOf(wanted),
		read: (value, { timezone }) => readDate(value, timezone),
	},
	{
		property: {
			displayName: 'Created Before',
			name: 'createdBefore',
			type: 'dateTime',
			default: '',
			description: 'Only users created before this time',
		},
		parameter: 'createdAt__lt',
		holds: ({ createdAt }, wanted) =>
			isUnknownTime(createdAt) || timeOf(createdAt) < timeOf(wanted),
		read: (value, { timezone }) => readDate(value, timezone),
	},
	{
		property: {
			displayName: 'Email',
			name: 'email',
			type: 'string',
			default: '',
			placeholder: 'e.g. name@email.com',
			description: 'Only users whose email address contains this text, in upper or lower case',
		},
		parameter: 'email__icontains',
		holds: contains('email'),
		read: readLine,
	},
	{
		property: {
			displayName: 'First Name',
			name: 'firstName',
			type: 'string',
			default: '',
			description: 'Only users whose first name contains this text, in upper or lower case',
		},
		parameter: 'firstName__icontains',
		holds: contains('firstName'),
		read: readLine,
	},
	{
		property: {
			displayName: 'Is Active',
			name: 'isActive',
			type: 'boolean',
			default: true,
			description: 'Whether to return users that can sign in, or those that cannot',
		},
		parameter: 'isActive',
		holds: ({ isActive }, wanted) => isActive === undefined || String(isActive) === wanted,
		read: readBoolean,
	},
	{
		property: {
			displayName: 'Last Name',
			name: 'lastName',
			type: 'string',
			default: '',
			description: 'Only users whose last name contains this text, in upper or lower case',
		},
		parameter: 'lastName__icontains',
		holds: contains('lastName'),
		read: readLine,
	},
	{
		property: {
			displayName: 'Organization',
			name: 'organization',
			...picker('searchOrganizationLabels', 'label', 'e.g. my-third-customer'),
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
			description: 'Only users that belong to this organization',
		},
		parameter: 'organization__label',
		holds: ({ organizations }, wanted) =>
			!Array.isArray(organizations) ||
			(organizations as unknown[]).some((one) => asRecord(one).label === wanted),
		read: readLabelText,
	},
	{
		property: {
			displayName: 'Search',
			name: 'search',
			type: 'string',
			default: '',
			description: 'Only users that Ubidots finds with this text',
		},
		parameter: 'search',
		read: readLine,
	},
	{
		property: {
			displayName: 'Tag',
			name: 'tag',
			type: 'string',
			default: '',
			description: 'Only users that have this tag',
		},
		parameter: 'tags__contains',
		holds: ({ tags }, wanted) =>
			!Array.isArray(tags) ||
			wanted.split(',').every((tag) => (tags as unknown[]).includes(tag.trim())),
		read: readLine,
	},
	{
		property: {
			displayName: 'Username',
			name: 'username',
			type: 'string',
			default: '',
			description: 'Only users whose username contains this text, in upper or lower case',
		},
		parameter: 'username__icontains',
		holds: contains('username'),
		read: readLine,
	},
];

export const filtersProperty: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	options: FILTERS.map(({ property }) => property),
};

/**
 * The query of the filters that were set; one that was left empty does not filter.
 * @throws Failure that names the filter with a wrong value
 */
export function readFilters(item: ItemReader): Record<string, string> {
	const set = (item.parameter('filters', {}) ?? {}) as Record<string, unknown>;
	const query: Record<string, string> = {};
	for (const { property, parameter, read } of FILTERS) {
		if (!(property.name in set)) continue;
		const value = locatorValue(set[property.name]);
		if (value === undefined) {
			throw new Failure(
				`The filter '${property.displayName}' is undefined: its expression gave nothing`,
			);
		}
		if (isNothing(value)) continue;
		query[parameter] = readNamed(`The filter '${property.displayName}'`, () => read(value, item));
	}
	return query;
}

/**
 * Sees that the service honoured the filters: which of them work for users is not documented, and a filter that is
 * ignored would hand everybody to the next node.
 * @throws Failure that names the filter and a user that does not fit it
 */
export function checkFilters(users: readonly IDataObject[], query: Record<string, string>): void {
	for (const { property, parameter, holds } of FILTERS) {
		const wanted = query[parameter];
		if (wanted === undefined || !holds) continue;
		const other = users.find((user) => !holds(user, wanted));
		if (other === undefined) continue;
		throw new Failure(
			`Could not list users: Ubidots did not honour the filter '${property.displayName}', the user '${String(other.username ?? other.id)}' does not fit it`,
			{ kind: 'api' },
		);
	}
}
