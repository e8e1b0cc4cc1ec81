import type { IDataObject } from 'n8n-workflow';

import { apiFailure } from '../shared/errors';
import { isRecord } from '../shared/objects';
import type { RequestApi } from '../shared/http/service';

export type Query = Record<string, string | number>;

interface Page {
	results: IDataObject[];
	hasNext: boolean;
	/** How many entries the service says there are on all pages. */
	count: number | undefined;
}

/** Entries asked for at once; the documented default is 50, the maximum is not documented. */
export const PAGE_SIZE = 100;

/**
 * One page of a list. The next page is asked for by its number: the link in the response could point to another host,
 * and the token would follow.
 * @param title what is listed, for error texts: "users"
 * @param deadline see `ApiRequest`
 * @throws Failure when there is no list in the response
 */
export async function fetchPage(
	request: RequestApi,
	path: string,
	title: string,
	query: Query,
	deadline?: number,
): Promise<Page> {
	const { body } = await request({
		method: 'GET',
		path,
		query: { page_size: PAGE_SIZE, ...query },
		idempotent: true,
		deadline,
		purpose: `list ${title}`,
	});
	const { results, next, count } = body;
	if (!Array.isArray(results)) {
		throw apiFailure(
			`Could not list ${title}: the response has no 'results'. Check that 'Base URL' in the credential is that of the Ubidots API`,
		);
	}
	return {
		results: (results as unknown[]).filter(isRecord),
		hasNext: Boolean(next),
		count: typeof count === 'number' ? count : undefined,
	};
}
