import type { IDataObject } from 'n8n-workflow';

import { eachRow } from '../../../shared/run/runner';
import { Failure } from '../../../shared/errors';
import type { Sender } from '../../../shared/http/client';
import type { Operation } from '../../../shared/run/operation';
import { optionsProperty, SENDING_OPTIONS } from '../../../shared/form/options';
import { readNamed, readNumber } from '../../../shared/form/parse';
import type { ItemReader } from '../../../shared/form/itemParameters';
import { pick, simplifyProperty } from '../../../shared/form/simplify';
import { attributesOf, checkFilters, filtersProperty, readFilters } from './filters';
import { fieldsOption, readFieldsOption, readSortOption, sortOption } from './options';
import { PAGE_SIZE, readPage } from '../../pagination';
import { ALL_FIELDS, SIMPLE_FIELDS, simplified } from '../response';

interface List {
	/** Infinity with `returnAll`. */
	limit: number;
	filters: Record<string, string>;
	query: Record<string, string>;
	/** The user as it was asked for. */
	shape(user: IDataObject): IDataObject;
}

/** Pages until there is enough; the number of users asked for does not change between pages, or rows would be skipped. */
async function listUsers(sender: Sender, { limit, filters, query }: List): Promise<IDataObject[]> {
	const users: IDataObject[] = [];
	const pageSize = Math.min(limit, PAGE_SIZE);
	const seen = new Set<unknown>();
	for (let page = 1; ; page++) {
		const { results, hasNext } = await readPage(sender, '/users/', 'users', {
			...filters,
			...query,
			page,
			page_size: pageSize,
		});
		// A user that was created meanwhile moves the others, so that some come twice.
		const news = results.filter(({ id }) => id === undefined || !seen.has(id));
		if (hasNext && results.length > 0 && news.length === 0) {
			throw new Failure(
				'Could not list users: the service gives the same page again and again. Something between n8n and Ubidots may leave out the page number',
				{ kind: 'api' },
			);
		}
		checkFilters(results, filters);
		for (const user of news) {
			seen.add(user.id);
			users.push(user);
		}
		if (users.length >= limit || !hasNext || results.length === 0) break;
	}
	return users.length > limit ? users.slice(0, limit) : users;
}

/**
 * What is asked for, and what is handed on of it: with the attributes that the filters are checked by, and the ID, by
 * which a page that comes twice is noticed.
 */
function readShape(item: ItemReader, filters: List['filters']): Pick<List, 'query' | 'shape'> {
	const chosen = readFieldsOption(item);
	const simplify = chosen === undefined && item.isOn('simplify', 'Simplify', true);
	const checked = attributesOf(filters);
	// Organizations come on demand, and only by name.
	const needsNames = checked.includes('organizations');
	const asked = chosen ?? (simplify ? SIMPLE_FIELDS : needsNames ? ALL_FIELDS : undefined);
	const shape = (user: IDataObject) =>
		chosen ? pick(user, chosen) : simplify ? simplified(user) : user;
	return {
		query: asked ? { fields: [...new Set([...asked, 'id', ...checked])].join(',') } : {},
		shape,
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
		optionsProperty(SENDING_OPTIONS, [fieldsOption, sortOption]),
	],

	prepare(item) {
		const readLimit = () => readNumber(item.parameter('limit', 50), { min: 1, whole: true });
		const limit = item.isOn('returnAll', 'Return All', false)
			? Infinity
			: readNamed("'Limit'", readLimit);
		const filters = readFilters(item);
		const { query, shape } = readShape(item, filters);
		return { limit, filters, query: { ...readSortOption(item), ...query }, shape };
	},

	async run(run, rows) {
		return await eachRow(run, rows, 'Listed', async ({ value }) => {
			const users = await listUsers(run.sender, value);
			return users.map(value.shape);
		});
	},
};
