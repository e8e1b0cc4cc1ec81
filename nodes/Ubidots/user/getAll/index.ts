import type { IDataObject } from 'n8n-workflow';

import type { ItemParameters } from '../../../shared/form/itemParameters';
import { SENDING_OPTIONS } from '../../../shared/form/options';
import { parseNamed, parseNumber } from '../../../shared/form/parse';
import { pick, simplifyProperty } from '../../../shared/form/simplify';
import type { Operation } from '../../../shared/run/operation';
import { runEach } from '../../../shared/run/runner';
import { fetchUsers } from '../list';
import { ALL_FIELDS, SIMPLE_FIELDS, simplified } from '../userObject';
import { attributesOf, checkFilters, filtersProperty, getFilters } from '../filters';
import { fieldsOption, getFieldsOption, getSortOption, sortOption } from './options';

interface List {
	/** Infinity with `returnAll`. */
	limit: number;
	filters: Record<string, string>;
	query: Record<string, string>;
	/** Turns a user into the output. */
	shape(user: IDataObject): IDataObject;
}

/**
 * Which fields to request and to output. Requested are also the attributes for checking filters, and the ID, which shows whether a
 * page came twice.
 */
function getShape(item: ItemParameters, filters: List['filters']): Pick<List, 'query' | 'shape'> {
	const chosen = getFieldsOption(item);
	const simplify = item.isOn('simplify', 'Simplify', true);
	const checked = attributesOf(filters);
	// Organizations are only sent when they are requested by name.
	const needsNames = checked.includes('organizations');
	const asked = chosen ?? (simplify ? SIMPLE_FIELDS : needsNames ? ALL_FIELDS : undefined);

	return {
		query: asked ? { fields: [...new Set([...asked, 'id', ...checked])].join(',') } : {},
		shape: (user) => (chosen ? pick(user, chosen) : simplify ? simplified(user) : user),
	};
}

/** List users: `GET /api/v2.0/users/`, one output item for each user. */
export const getAll: Operation<List> = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many users',
	description: 'Retrieve many users, filtered and sorted',
	properties: [
		{
			displayName: 'Return All',
			name: 'returnAll',
			type: 'boolean',
			default: false,
			description: 'Whether to return all results or only up to a given limit',
		},
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			displayOptions: { show: { returnAll: [false] } },
			description: 'Max number of results to return',
		},
		simplifyProperty,
		filtersProperty,
	],
	options: SENDING_OPTIONS,
	itemOptions: [fieldsOption, sortOption],

	prepare(item) {
		const parseLimit = () => parseNumber(item.get('limit', 50), { min: 1, whole: true });
		const limit = item.isOn('returnAll', 'Return All', false)
			? Infinity
			: parseNamed("'Limit'", parseLimit);
		const filters = getFilters(item);
		const { query, shape } = getShape(item, filters);
		return { limit, filters, query: { ...getSortOption(item), ...query }, shape };
	},

	async run(run, rows) {
		return await runEach(run, rows, 'Listed', async ({ limit, filters, query, shape }, request) => {
			const check = (users: IDataObject[]) => checkFilters(users, filters);
			const { users, gap } = await fetchUsers(request, { ...filters, ...query }, { limit, check });
			if (gap !== undefined) run.hint(`Some users may be missing: ${gap}`);
			return users.map(shape);
		});
	},
};
