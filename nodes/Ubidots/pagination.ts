import type { IDataObject } from 'n8n-workflow';

import { apiFailure } from '../shared/errors';
import type { RequestApi } from '../shared/http/service';
import { isRecord } from '../shared/objects';
import type { Path } from '../shared/path';

export type Query = Record<string, string | number>;

interface Page {
	results: IDataObject[];
	hasNext: boolean;
	/** The number of entries on all pages, according to the service. */
	count: number | undefined;
}

/**
 * The documented default is 50. The maximum is not documented: the readme of the official JavaScript library shows 1,000, and a service
 * that gives fewer does so on every page.
 */
export const PAGE_SIZE = 1000;

/**
 * For a list that never ends. It may grow while it is read, but one that has become more than twice as long, and a page more, is none.
 * @param seen entries so far
 * @param count of all, as the service gave it with the first page
 * @param page entries of the last page
 * @throws Failure when far more have come than there are
 */
export function checkCount(
	title: string,
	seen: number,
	count: number | undefined,
	page: number,
): void {
	if (count === undefined || seen <= 2 * count + page) return;
	throw apiFailure(
		`Could not list ${title}: Ubidots says that there are ${count}, but has sent ${seen} and goes on. Nothing of it was used. Try again, and if it stays so, ask Ubidots`,
	);
}

/**
 * Fetches one page by its number: the link in the response could send the token to another host.
 * @param title for error texts: "users"
 * @throws Failure when the response has no list
 */
export async function fetchPage(
	request: RequestApi,
	path: Path,
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
