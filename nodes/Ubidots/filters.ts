import type { INodeProperties } from 'n8n-workflow';

import { readDate } from '../shared/dates';
import { Failure } from '../shared/failure';
import { isNothing, readLine, shown, WrongValue } from '../shared/kind';
import { readNamed } from '../shared/readNamed';
import { locatorValue, type ItemReader } from '../shared/reader';
import { picker } from '../shared/picker';
import { readLabelText } from './organizations';

interface Filter {
	property: INodeProperties;
	/** The query parameter, an attribute with an operator (field filters page). */
	parameter: string;
	/** @throws WrongValue */
	read(value: unknown, item: ItemReader): string;
}

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
