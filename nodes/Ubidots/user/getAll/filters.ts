import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { parseDate } from './dates';
import { apiFailure, Failure } from '../../../shared/errors';
import { listOrEntry, locatorValue } from '../../../shared/form/resourceLocator';
import { isEmpty, parseBoolean, parseLine, parseNamed } from '../../../shared/form/parse';
import type { ItemParameters } from '../../../shared/form/itemParameters';
import { asRecord, isRecord } from '../../../shared/objects';
import { parseLabel } from '../fieldTypes';

interface Filter {
	property: INodeProperties;
	/** The query parameter, an attribute with an operator (field filters page). */
	parameter: string;
	/** @throws WrongValue */
	parse(value: unknown, item: ItemParameters): string;
	/** Where the answer shows whether the filter was honoured. */
	seen?: {
		/** The attribute of a user to look at. */
		attribute: string;
		/** Whether a user with this value there is one that was asked for. */
		holds(value: unknown, wanted: string): boolean;
	};
}

const lower = (value: unknown) => String(value).toLowerCase();

/** Users whose attribute contains the text. */
const textFilter = (name: string, displayName: string, placeholder?: string): Filter => ({
	property: {
		displayName,
		name,
		type: 'string',
		default: '',
		...(placeholder !== undefined && { placeholder }),
		description: `Only users whose ${name === 'email' ? 'email address' : displayName.toLowerCase()} contains this text, in upper or lower case`,
	},
	parameter: `${name}__icontains`,
	parse: parseLine,
	seen: { attribute: name, holds: (value, wanted) => lower(value).includes(lower(wanted)) },
});

const timeOf = (value: unknown) => Date.parse(String(value));

/** Users who were created on one side of a moment. */
const createdFilter = (
	property: Pick<INodeProperties, 'displayName' | 'name' | 'description'>,
	operator: 'gte' | 'lt',
): Filter => ({
	property: { ...property, type: 'dateTime', default: '' },
	parameter: `createdAt__${operator}`,
	parse: (value, { timezone }) => parseDate(value, timezone),
	seen: {
		attribute: 'createdAt',
		holds(value, wanted) {
			const isLater = timeOf(value) >= timeOf(wanted);
			return Number.isNaN(timeOf(value)) || isLater === (operator === 'gte');
		},
	},
});

/** In the alphabetical order of their titles. */
const FILTERS: readonly Filter[] = [
	createdFilter(
		{
			displayName: 'Created After',
			name: 'createdAfter',
			description: 'Only users created at this time or later',
		},
		'gte',
	),
	createdFilter(
		{
			displayName: 'Created Before',
			name: 'createdBefore',
			description: 'Only users created before this time',
		},
		'lt',
	),
	textFilter('email', 'Email', 'e.g. name@email.com'),
	textFilter('firstName', 'First Name'),
	{
		property: {
			displayName: 'Is Active',
			name: 'isActive',
			type: 'boolean',
			default: true,
			description: 'Whether to return users that can sign in, or those that cannot',
		},
		parameter: 'isActive',
		parse: (value) => String(parseBoolean(value)),
		seen: { attribute: 'isActive', holds: (value, wanted) => String(value) === wanted },
	},
	textFilter('lastName', 'Last Name'),
	{
		property: {
			displayName: 'Organization',
			name: 'organization',
			...listOrEntry('searchOrganizationLabels', 'label', 'e.g. my-third-customer'),
			description: 'Only users that belong to this organization',
		},
		parameter: 'organization__label',
		parse: parseLabel,
		seen: {
			attribute: 'organizations',
			holds: (value, wanted) =>
				Array.isArray(value) &&
				(value as unknown[]).some((one) => asRecord(one).label === wanted || one === wanted),
		},
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
		parse: parseLine,
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
		parse: parseLine,
		seen: {
			attribute: 'tags',
			holds: (value, wanted) =>
				Array.isArray(value) &&
				wanted.split(',').every((tag) => (value as unknown[]).includes(tag.trim())),
		},
	},
	textFilter('username', 'Username'),
];

/** The `Filters` collection of Get Many. */
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
export function getFilters(item: ItemParameters): Record<string, string> {
	const set = item.get('filters', {}) ?? {};
	if (!isRecord(set)) throw new Failure("'Filters' has to be an object of filters and values");
	const query: Record<string, string> = {};
	for (const { property, parameter, parse } of FILTERS) {
		if (!(property.name in set)) continue;
		const value = locatorValue(set[property.name]);
		if (value === undefined) {
			throw new Failure(
				`The filter '${property.displayName}' is undefined: its expression returned nothing`,
			);
		}
		if (isEmpty(value)) continue;
		query[parameter] = parseNamed(`The filter '${property.displayName}'`, () => parse(value, item));
	}
	return query;
}

/** The attributes that have to be in the answer, so that it shows whether these filters were honoured. */
export const attributesOf = (query: Record<string, string>): string[] =>
	FILTERS.flatMap(({ parameter, seen }) => (parameter in query && seen ? [seen.attribute] : []));

/**
 * Sees that the service honoured the filters: which of them work for users is not documented, and a filter that is
 * ignored would hand everybody to the next node. An attribute that is not in the answer tells nothing.
 * @throws Failure that names the filter and a user that does not fit it
 */
export function checkFilters(users: readonly IDataObject[], query: Record<string, string>): void {
	for (const { property, parameter, seen } of FILTERS) {
		const wanted = query[parameter];
		if (wanted === undefined || !seen) continue;
		const other = users.find((user) => {
			const value = user[seen.attribute];
			return value !== undefined && !seen.holds(value, wanted);
		});
		if (other === undefined) continue;
		throw apiFailure(
			`Could not list users: Ubidots did not apply the filter '${property.displayName}': the user '${String(other.username ?? other.id)}' does not match it`,
		);
	}
}
