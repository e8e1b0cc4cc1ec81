import type { IDataObject } from 'n8n-workflow';

import { Failure } from '../../../shared/errors';
import type { Parameter } from '../../../shared/form/parameters';
import {
	isBlank,
	parseBoolean,
	parseIdentity,
	parseNamed,
	WrongValue,
} from '../../../shared/form/parse';
import { shown } from '../../../shared/shown';
import { locatorValue } from '../../../shared/form/resourceLocator';
import type { RequestApi } from '../../../shared/http/service';
import { asText, isRecord } from '../../../shared/objects';
import { type Filter, organizationFilter, parseFilters, tagFilter } from '../filters';
import { fetchUsers } from '../list';
import type { UbidotsUser } from '../userObject';

const emailEndsWith: Filter = {
	property: {
		displayName: 'Email Ends With',
		name: 'emailEndsWith',
		type: 'string',
		default: '',
		placeholder: 'e.g. @example.com',
		description:
			'Only users whose email address ends with this text, ignoring case. Start with @, or with a dot to include subdomains.',
	},
	parameter: 'email__iendswith',
	parse(value) {
		const end = parseIdentity(value);
		// Every address ends with nothing, and a bare domain is the end of others as well.
		if (/^(?:\.|[^\s<>;,]*@)[^\s<>;,]*$/.test(end)) return end;
		throw new WrongValue(
			`is ${shown(end)}: it has to begin with @, like @example.com, because example.com would also match somebody@my-example.com`,
		);
	},
	check: {
		attribute: 'email',
		matches: (value, end) => asText(value).toLowerCase().endsWith(end.toLowerCase()),
	},
};

const SCOPE_FILTERS = [emailEndsWith, organizationFilter, tagFilter];

/** The entries of the form's collection, by title. */
const scopeEntries = [
	emailEndsWith.property,
	{
		displayName: 'Every User',
		name: 'everyUser',
		type: 'boolean' as const,
		default: true,
		description: 'Whether the list covers all users of the account',
	},
	organizationFilter.property,
	{
		...tagFilter.property,
		placeholder: 'e.g. staff',
		description:
			'Only users that have this tag, in the same upper and lower case. Separate several tags with commas to cover only users that have all of them.',
	},
];

/** The query that a list of the users in scope is asked for with; empty for every user. */
export type Scope = Record<string, string>;

/** @throws Failure for a condition that would widen the scope, because its expression gave nothing */
function checkNotBlank(title: string, value: unknown): void {
	if (!isBlank(locatorValue(value))) return;
	throw new Failure(`The condition '${title}' is blank: enter a value, or remove it from 'Scope'`);
}

/**
 * Which users the list is about.
 * @throws Failure when it does not say so
 */
function parseScope(value: unknown, item: { timezone: string }): Scope {
	const set = value ?? {};
	if (!isRecord(set)) throw new WrongValue('has to be an object of conditions and values');
	for (const { property } of SCOPE_FILTERS) {
		if (property.name in set) checkNotBlank(property.displayName, set[property.name]);
	}
	const query = parseFilters(SCOPE_FILTERS, set, item);
	const { everyUser = false } = set;
	const isEverybody = parseNamed("The condition 'Every User'", () => parseBoolean(everyUser));
	if (isEverybody || Object.keys(query).length > 0) return query;
	throw new WrongValue(
		"is empty: say which users the list covers, by organization, tag or email address, or turn on 'Every User'. The leavers are the users in the scope who are not in the list",
	);
}

export const scope: Parameter<Scope> = {
	property: {
		displayName: 'Scope',
		type: 'collection',
		placeholder: 'Add condition',
		default: {},
		description:
			'Which users the list covers. Only they can be leavers. A user must meet all conditions.',
		options: scopeEntries,
	},
	parse: parseScope,
};

const checksOf = (scope: Scope) =>
	SCOPE_FILTERS.flatMap(({ parameter, check }) =>
		parameter in scope && check ? [{ ...check, wanted: scope[parameter] }] : [],
	);

/** What has to be known of a leaver: the names are in the list and in the exceptions. */
const NEEDED = ['id', 'username', 'email'];

/**
 * The users in scope, each of them checked: a filter that the service ignores would make leavers of people whom the list is not about.
 * @returns `unclear`: those of whom the service did not show what is needed
 * @throws Failure when they cannot be listed
 */
export async function fetchScope(
	request: RequestApi,
	scope: Scope,
): Promise<{ users: UbidotsUser[]; unclear: IDataObject[] }> {
	const checks = checksOf(scope);
	const attributes = checks.map(({ attribute }) => attribute);
	const needed = [...NEEDED, ...attributes];
	const fields = [...new Set([...NEEDED, 'isActive', ...attributes])].join(',');
	const users: UbidotsUser[] = [];
	const unclear: IDataObject[] = [];
	for (const user of await fetchUsers(request, { ...scope, fields })) {
		const isKnown = needed.every((attribute) => user[attribute] !== undefined);
		const id = asText(user.id);
		// One that cannot be an ID fails its leaver when it is used.
		if (id === '' || !isKnown) unclear.push(user);
		else if (checks.every(({ attribute, matches, wanted }) => matches(user[attribute], wanted))) {
			// Without their organizations, which are large.
			const { username, email, isActive } = user;
			users.push({ id, username, email, ...(isActive !== undefined && { isActive }) });
		}
	}
	return { users, unclear };
}
