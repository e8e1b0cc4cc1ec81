import type { IDataObject } from 'n8n-workflow';

import type { Parameter } from '../../../shared/form/parameters';
import { asText } from '../../../shared/objects';
import type { Run } from '../../../shared/run/operation';
import { type InScope, scopeFailure } from '../../../shared/sync/leavers';
import {
	checkScope,
	EMAIL_ENDS_WITH,
	endsWith,
	everyUser,
	parseConditions,
	parseEmailEnd,
} from '../../../shared/sync/scope';
import { type Filter, organizationFilter, parseFilters, tagFilter } from '../filters';
import { readUsers } from '../../pagination';
import { type Found, foundIn, MISSING } from '../lookup';
import { type MatchColumn, MATCH_COLUMNS, normalized } from '../lookup/matchColumns';
import { withMemberships } from '../organizations/change';
import { hasId, type UbidotsUser } from '../userObject';

const emailEndsWith: Filter = {
	property: EMAIL_ENDS_WITH,
	parameter: 'email__iendswith',
	parse: parseEmailEnd,
	check: {
		attribute: 'email',
		matches: (value, end) => endsWith(asText(value), end),
	},
};

const SCOPE_FILTERS = [emailEndsWith, organizationFilter, tagFilter];

/** The entries of the form's collection, by title. */
const scopeEntries = [
	emailEndsWith.property,
	everyUser('Whether the list covers all users of the account'),
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

/**
 * Which users the list is about.
 * @throws Failure when it does not say so
 */
function parseScope(value: unknown, item: { timezone: string }): Scope {
	const set = parseConditions(
		value,
		SCOPE_FILTERS.map(({ property }) => property),
	);
	const query = parseFilters(SCOPE_FILTERS, set, item);
	checkScope(set, Object.keys(query).length > 0, 'organization, tag or email address');
	return query;
}

export const scope: Parameter<Scope> = {
	property: {
		displayName: 'Scope',
		type: 'collection',
		placeholder: 'Add condition',
		default: {},
		description:
			'Which users the list covers. Only they can be leavers. A user must meet all conditions. New users get the tags, and their default role in the organization.',
		options: scopeEntries,
	},
	parse: parseScope,
};

/** What brings a user into the scope, by the attribute that a condition is about. */
const MEND: Record<string, string> = {
	email: 'correct the email address or the scope',
	organizations: "give them a role in the organization, in the column 'Organizations'",
	tags: "add the tag, with 'Tags to Add'",
};

/** The conditions of a scope, each of which can be checked on a user. */
export const checksOf = (scope: Scope) =>
	SCOPE_FILTERS.flatMap(({ parameter, property, check }) =>
		parameter in scope && check
			? [
					{
						...check,
						wanted: scope[parameter],
						title: property.displayName,
						mend: MEND[check.attribute],
					},
				]
			: [],
	);

/** The tags with which a new user is in the scope. */
export const tagsOf = (scope: Scope): string[] =>
	(scope[tagFilter.parameter] ?? '').split(',').flatMap((tag) => tag.trim() || []);

/** The organization in which a user is in the scope, by its label. */
export const organizationOf = (scope: Scope): string | undefined =>
	scope[organizationFilter.parameter];

/** What has to be known of a leaver: the names are in the list and in the exceptions. */
const NEEDED = ['id', 'username', 'email'];

/** Whom a list names, and what it has to be compared with. */
interface Asked {
	readonly by: MatchColumn;
	readonly values: readonly string[];
	readonly fields: Iterable<string>;
}

/** What the list of the users in scope has shown. */
export interface ScopeRead extends InScope<UbidotsUser> {
	/** Those of the values that it has somebody with; where it is the list of all users, the others are missing. */
	readonly found: Map<string, Found>;
}

/**
 * The users in scope, each of them checked: a filter that the service ignores would make leavers of people whom the list is not about.
 * People of the list are kept with what has to be compared, others are small. Who is in no scope may come too, and is found all the same.
 * @returns `unclear`: those of whom the service did not show what is needed, or no ID that can be one
 * @throws Failure when they cannot be listed, or not as a whole: leavers would keep their access, and nobody would know
 */
export async function readScope(
	{ client, progress }: Pick<Run, 'client' | 'progress'>,
	scope: Scope,
	{ by, values, fields: compared }: Asked,
): Promise<ScopeRead> {
	const checks = checksOf(scope);
	const attributes = checks.map(({ attribute }) => attribute);
	const needed = [...NEEDED, ...attributes];
	const fields = [...new Set([...NEEDED, 'isActive', ...attributes, ...compared])].join(',');
	const asked = new Set(values.map((value) => normalized(by, value)));
	const keyOf = (user: IDataObject) => normalized(by, asText(user[by]));
	/** Of people whom the list does not show whole: alone, they may be. */
	const inPart = new Set<string>();
	const users: UbidotsUser[] = [];
	const unclear: IDataObject[] = [];
	const people: IDataObject[] = [];
	let isTold = true;
	const take = (user: IDataObject) => {
		const { id, username, email, isActive } = user;
		const small = { id, username, email, ...(isActive !== undefined && { isActive }) };
		if (asked.has(keyOf(user))) {
			people.push(withMemberships(user));
			if ([...compared].some((name) => user[name] === undefined)) inPart.add(keyOf(user));
		}
		isTold &&= user[by] !== undefined && hasId(user);
		const isKnown =
			needed.every((attribute) => user[attribute] !== undefined) &&
			checks.every(({ attribute, isReadable }) => isReadable?.(user[attribute]) ?? true);
		if (!hasId(user) || !isKnown) unclear.push(small);
		else if (checks.every(({ attribute, matches, wanted }) => matches(user[attribute], wanted)))
			users.push(small as UbidotsUser);
	};
	progress?.begin(' listed', 0);
	const gap = await readUsers(client.request, { ...scope, fields }, (page, count) => {
		progress?.advance(page.length, 0, count);
		page.forEach(take);
	});
	if (gap !== undefined) {
		throw scopeFailure(
			`The users in the scope cannot be listed as a whole: ${gap}. Nothing was written. Try again; if it stays so, ask Ubidots`,
		);
	}
	const shown = people.filter((user) => !inPart.has(keyOf(user)));
	const found = foundIn(by, values, shown);
	// Whether the case of other names matters is for the service to say.
	if (Object.keys(scope).length === 0 && isTold && MATCH_COLUMNS[by].ignoresCase) {
		const missing = values.filter(
			(value) => !found.has(value) && !inPart.has(normalized(by, value)),
		);
		for (const value of missing) found.set(value, MISSING);
	}
	return { users, unclear, found };
}
