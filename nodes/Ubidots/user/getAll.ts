import type { IDataObject } from 'n8n-workflow';

import { eachRow } from '../../shared/eachRow';
import { Failure } from '../../shared/failure';
import type { Sender } from '../../shared/http';
import { shown } from '../../shared/kind';
import type { Operation } from '../../shared/operation';
import { optionsProperty, SENDING_OPTIONS } from '../../shared/options';
import { isOn, simplifyProperty } from '../../shared/simplify';
import { checkFilters, filtersProperty, readFilters } from '../filters';
import { fieldsOption, readFieldsOption, readSortOption, sortOption } from '../listOptions';
import { SIMPLE_QUERY, simplified } from '../simplified';
import { getUsersPage } from '../usersPage';

interface List {
	/** Infinity with `returnAll`. */
	limit: number;
	simplify: boolean;
	query: Record<string, string>;
}

/** Users asked for at once; the documented default is 50, the maximum is not documented. */
const PAGE_SIZE = 100;

function readLimit(value: unknown): number {
	const limit = Number(value);
	if (Number.isInteger(limit) && limit >= 1) return limit;
	throw new Failure(`'Limit' is ${shown(value)}: it has to be a whole number of at least 1`);
}

/** Pages until there is enough; the number of users asked for does not change between pages, or rows would be skipped. */
async function listUsers(sender: Sender, { limit, query }: List): Promise<IDataObject[]> {
	const users: IDataObject[] = [];
	const pageSize = Math.min(limit, PAGE_SIZE);
	let firstBefore: unknown;
	for (let page = 1; ; page++) {
		const { results, hasNext } = await getUsersPage(sender, {
			...query,
			page,
			page_size: pageSize,
		});
		const [first] = results;
		if (first?.id !== undefined && first.id === firstBefore) {
			throw new Failure(
				'Could not list users: the service gives the same page again and again. Something between n8n and Ubidots may leave out the page number',
				{ kind: 'api' },
			);
		}
		checkFilters(results, query);
		firstBefore = first?.id;
		for (const user of results) users.push(user);
		if (users.length >= limit || !hasNext || results.length === 0) break;
	}
	return users.length > limit ? users.slice(0, limit) : users;
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
		const fields = readFieldsOption(item);
		const simplify = fields === undefined && isOn(item.parameter('simplify', true));
		return {
			limit: isOn(item.parameter('returnAll', false))
				? Infinity
				: readLimit(item.parameter('limit', 50)),
			simplify,
			query: {
				...readFilters(item),
				...readSortOption(item),
				...(simplify ? SIMPLE_QUERY : {}),
				...(fields !== undefined && { fields }),
			},
		};
	},

	async run(run, rows) {
		return await eachRow(run, rows, 'Listed', async ({ value }) => {
			const users = await listUsers(run.sender, value);
			return value.simplify ? users.map(simplified) : users;
		});
	},
};
