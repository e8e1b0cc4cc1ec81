import type { IDataObject } from 'n8n-workflow';

import { apiFailure } from '../shared/errors';
import type { Client } from '../shared/http/client';
import type { ApiRequest } from '../shared/http/service';
import { isRecord } from '../shared/objects';
import { partsOfLink } from '../shared/path';
import type { Run } from '../shared/run/operation';

/** What lists are read with: the client, or what a run works with. */
export type Api = Pick<Client, 'request' | 'baseUrl' | 'concurrency'>;

/** What lists are read with in a run: whatever a failed row ends, they are read for the others too. */
export const apiOf = ({ client, settings }: Run): Api => ({
	request: client.request,
	baseUrl: client.baseUrl,
	concurrency: settings.maxConcurrentRequests,
});

/** A list to read, from its first page on. */
export type List = Pick<ApiRequest, 'path' | 'query' | 'purpose' | 'advice'>;

/**
 * Takes the entries of a page that were on none before it.
 * @returns true when no more are needed
 */
type Take = (entries: IDataObject[], page: IDataObject) => boolean | void | Promise<boolean | void>;

/** Of one list: it would be a hundred thousand people. */
const MOST_PAGES = 1000;

/** Why the rest of a list is not read. */
export const FOREIGN = 'Upsun linked to another host, which is not followed';

/** The link of a page by its name, such as `next`; undefined where there is none. */
export function getLink(body: IDataObject, name: string): string | undefined {
	const link = isRecord(body._links) ? body._links[name] : undefined;
	return isRecord(link) && typeof link.href === 'string' ? link.href : undefined;
}

/**
 * Reads a list page by page, or the first pages of it.
 * @returns why there may be entries that were not taken, as a clause; undefined for the whole list, or as much as was needed
 * @throws Failure when a page cannot be fetched, or has no list
 */
export async function readPages(api: Api, list: List, take: Take): Promise<string | undefined> {
	const seen = new Set<string>();
	const asked = new Set<string>();
	let request = list;
	for (let pages = 1; ; pages++) {
		asked.add(JSON.stringify([request.path, request.query]));
		const { body: page } = await api.request({ method: 'GET', ...request, idempotent: true });
		const { items, count } = page;
		if (!Array.isArray(items)) {
			throw apiFailure(
				`Could not ${list.purpose}: the response has no 'items'. Check that 'API URL' in the credential is that of the Upsun API`,
			);
		}
		const entries = (items as unknown[]).filter(isRecord);
		const fresh = entries.filter((entry) => {
			const text = JSON.stringify(entry);
			return !seen.has(text) && seen.add(text);
		});
		if (await take(fresh, page)) return undefined;
		const link = getLink(page, 'next');
		if (link === undefined) {
			return typeof count === 'number' && count > seen.size
				? `Upsun says that there are ${count}, but has sent ${seen.size}`
				: undefined;
		}
		const next = partsOfLink(link, api.baseUrl);
		if (!next) return FOREIGN;
		// The link does not always repeat what was asked for, such as a filter; what it does say counts, such as the place in the list.
		request = { ...list, path: next.path, query: { ...list.query, ...next.query } };
		const isAskedAgain = asked.has(JSON.stringify([request.path, request.query]));
		if (isAskedAgain || (entries.length > 0 && fresh.length === 0))
			return 'Upsun returns the same page again and again';
		if (pages === MOST_PAGES) return `only the first ${seen.size} were read`;
	}
}

/**
 * All entries of a list.
 * @throws Failure, see `readPages`
 */
export async function fetchAll(
	api: Api,
	list: List,
): Promise<{ entries: IDataObject[]; gap?: string }> {
	const entries: IDataObject[] = [];
	const gap = await readPages(api, list, (fresh) => void entries.push(...fresh));
	return { entries, ...(gap !== undefined && { gap }) };
}
