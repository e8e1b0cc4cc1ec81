import type { IDataObject } from 'n8n-workflow';

import { SENDING_SETTINGS } from '../../../shared/form/settings';
import { pick } from '../../../shared/form/simplify';
import type { Operation } from '../../../shared/run/operation';
import { runEach } from '../../../shared/run/runner';
import { fetchUsers } from '../../pagination';
import { ALL_FIELDS, SIMPLE_FIELDS, simplified } from '../userObject';
import { attributesOf, checkFilters } from '../filters';
import { PARAMETERS, type Parameters } from './parameters';

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
function shapeOf({ fields: chosen, simplify, filters }: Parameters): Pick<List, 'query' | 'shape'> {
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
	properties: [],
	parameters: PARAMETERS,
	settings: SENDING_SETTINGS,

	prepare(item) {
		const parameters = item.read(PARAMETERS);
		const { limit = Infinity, filters, sort } = parameters;
		const { query, shape } = shapeOf(parameters);
		return { limit, filters, query: { ...(sort && { sort_by: sort }), ...query }, shape };
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
