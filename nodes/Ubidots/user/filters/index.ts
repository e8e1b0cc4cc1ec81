import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { apiFailure, Failure } from '../../../shared/errors';
import type { Parameter } from '../../../shared/form/parameters';
import {
	isBlank,
	isEmpty,
	parseBoolean,
	parseIdentity,
	parseLine,
	parseList,
	parseNamed,
	WrongValue,
} from '../../../shared/form/parse';
import { listOrEntry, parseLocator } from '../../../shared/form/resourceLocator';
import { asRecord, isRecord } from '../../../shared/objects';
import { parseLabel, plainTag, tagFlaw } from '../fieldTypes';
import { membershipsOf } from '../organizations/memberships';
import { parseDate } from './dates';

/** A condition on users that the service and we can check. */
export interface Filter extends Parameter<string> {
	property: INodeProperties;
	/** The query parameter, an attribute with an operator (field filters page). */
	parameter: string;
	/** How the response shows whether the service applied the filter: an attribute of a user, and whether its value matches. */
	check?: {
		attribute: string;
		/** Whether the value has the form that can be compared; any has, where this is not said. */
		isReadable?(value: unknown): boolean;
		matches(value: unknown, wanted: string): boolean;
	};
}

/** Of a user with none it may be null. */
const isList = (value: unknown) => value === null || Array.isArray(value);

const lower = (value: unknown) => String(value).toLowerCase();

const IDENTITIES = ['username', 'email'];

/** Users whose attribute contains the text. */
const textFilter = (name: string, displayName: string, placeholder?: string): Filter => ({
	property: {
		displayName,
		name,
		type: 'string',
		default: '',
		...(placeholder !== undefined && { placeholder }),
		description: `Only users whose ${name === 'email' ? 'email address' : displayName.toLowerCase()} contains this text, ignoring case`,
	},
	parameter: `${name}__icontains`,
	parse: (value) => (IDENTITIES.includes(name) ? parseIdentity(value) : parseLine(value)),
	check: { attribute: name, matches: (value, wanted) => lower(value).includes(lower(wanted)) },
});

const timeOf = (value: unknown) => Date.parse(String(value));

/** Users that were created before or after a time. */
const createdFilter = (
	operator: 'gte' | 'lt',
	property: Pick<INodeProperties, 'displayName' | 'name' | 'description'>,
): Filter => ({
	property: { ...property, type: 'dateTime', default: '' },
	parameter: `createdAt__${operator}`,
	parse: (value, { timezone }) => parseDate(value, timezone),
	check: {
		attribute: 'createdAt',
		matches(value, wanted) {
			const isLater = timeOf(value) >= timeOf(wanted);
			return Number.isNaN(timeOf(value)) || isLater === (operator === 'gte');
		},
	},
});

/** Users that belong to an organization, by its label. */
export const organizationFilter: Filter = {
	property: {
		displayName: 'Organization',
		name: 'organization',
		...listOrEntry('searchOrganizationLabels', 'label', 'e.g. my-third-customer'),
		description: 'Only users that belong to this organization',
	},
	parameter: 'organization__label',
	parse: parseLabel,
	check: {
		attribute: 'organizations',
		isReadable: isList,
		matches: (value, wanted) =>
			Array.isArray(value) &&
			(value as unknown[]).some((one) => asRecord(one).label === wanted || one === wanted),
	},
};

/** Users that have a role in an organization, by its label. */
const roleFilter: Filter = {
	property: {
		displayName: 'Role',
		name: 'role',
		...listOrEntry('searchRoles', 'label', 'e.g. viewer'),
		description: 'Only users that have this role in one of their organizations',
	},
	// As for organizations: no page says that users can be filtered by it.
	parameter: 'role__label',
	parse: parseLabel,
	check: {
		attribute: 'organizations',
		isReadable: isList,
		matches: (value, wanted) =>
			(membershipsOf({ organizations: value as IDataObject[] }) ?? []).some(
				({ role = wanted }) => role === wanted,
			),
	},
};

/** Users that have a tag, or all of several with commas between them. */
export const tagFilter: Filter = {
	property: {
		displayName: 'Tag',
		name: 'tag',
		type: 'string',
		default: '',
		description: 'Only users that have this tag',
	},
	parameter: 'tags__contains',
	parse: (value) => parseList(parseLine(value), 'tags', tagFlaw).join(','),
	check: {
		attribute: 'tags',
		isReadable: isList,
		matches: (value, wanted) =>
			Array.isArray(value) &&
			wanted.split(',').every((tag) => value.map(plainTag).includes(plainTag(tag))),
	},
};

/** In the alphabetical order of their titles. */
const FILTERS: readonly Filter[] = [
	createdFilter('gte', {
		displayName: 'Created After',
		name: 'createdAfter',
		description: 'Only users created at this time or later',
	}),
	createdFilter('lt', {
		displayName: 'Created Before',
		name: 'createdBefore',
		description: 'Only users created before this time',
	}),
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
		check: { attribute: 'isActive', matches: (value, wanted) => String(value) === wanted },
	},
	textFilter('lastName', 'Last Name'),
	organizationFilter,
	roleFilter,
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
	tagFilter,
	textFilter('username', 'Username'),
];

/**
 * The query of those filters that were set and are not empty.
 * @param set values by the names of filters
 * @throws Failure that names the filter with a wrong value
 */
export function parseFilters(
	filters: readonly Filter[],
	set: IDataObject,
	item: { timezone: string },
): Record<string, string> {
	const query: Record<string, string> = {};
	for (const { property, parameter, parse } of filters) {
		if (!(property.name in set)) continue;
		const { value } = parseLocator(set[property.name]);
		if (value === undefined) {
			throw new Failure(
				`The filter '${property.displayName}' is undefined: its expression returned nothing`,
			);
		}
		if (isEmpty(value)) continue;
		if (isBlank(value)) {
			throw new Failure(
				`The filter '${property.displayName}' is nothing but white space: its expression may have lost its value`,
			);
		}
		query[parameter] = parseNamed(`The filter '${property.displayName}'`, () => parse(value, item));
	}
	return query;
}

/** The filters that are set, as a query. */
export const filters: Parameter<Record<string, string>> = {
	property: {
		displayName: 'Filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: FILTERS.map(({ property }) => property),
	},
	parse(value, item) {
		const set = value ?? {};
		if (!isRecord(set)) throw new WrongValue('has to be an object of filters and values');
		return parseFilters(FILTERS, set, item);
	},
};

/** The attributes that the response needs to have for `checkFilters`. */
export const attributesOf = (query: Record<string, string>): string[] =>
	FILTERS.flatMap(({ parameter, check }) => (parameter in query && check ? [check.attribute] : []));

/**
 * Checks that the service applied the filters: it is not documented which of them work for users, and an ignored filter would pass
 * all users on to the next node. An attribute that is not in the response is not checked.
 * @throws Failure that names the filter and a user that does not match it
 */
export function checkFilters(users: readonly IDataObject[], query: Record<string, string>): void {
	for (const { property, parameter, check } of FILTERS) {
		const wanted = query[parameter];
		if (wanted === undefined || !check) continue;
		const other = users.find((user) => {
			const value = user[check.attribute];
			return value !== undefined && !check.matches(value, wanted);
		});
		if (other === undefined) continue;
		throw apiFailure(
			`Could not list users: Ubidots did not apply the filter '${property.displayName}': the user '${String(other.username ?? other.id)}' does not match it`,
		);
	}
}
