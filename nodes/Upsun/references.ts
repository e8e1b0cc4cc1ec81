import type { IDataObject } from 'n8n-workflow';

import { apiFailure, Failure, orFailure } from '../shared/errors';
import { isRecord } from '../shared/objects';
import { runConcurrently } from '../shared/run/runner';
import { pathOfLink } from '../shared/path';
import { type Api, FOREIGN, getLink } from './pagination';

/** What a list names by ID alone, such as the people of a place. */
export interface References {
	/** By ID in lower case, however Upsun writes it; null for what is not there any more. */
	byId: Map<string, IDataObject | null>;
	/** Why some are not known. */
	failures: Failure[];
}

/** The links `ref:users:0`, `ref:users:1` ... of a page: what its entries name is behind them. */
export function referenceLinks(
	page: IDataObject,
	kind: 'users' | 'projects' | 'organizations' | 'teams',
): string[] {
	const links: string[] = [];
	for (;;) {
		const link = getLink(page, `ref:${kind}:${links.length}`);
		if (link === undefined) return links;
		links.push(link);
	}
}

/** Follows such links as they are, because they are signed. */
export async function fetchReferences(
	api: Api,
	links: readonly string[],
	purpose: string,
): Promise<References> {
	const byId: References['byId'] = new Map();
	const failures: Failure[] = [];
	await runConcurrently(api.concurrency, links, async (link) => {
		const found = await orFailure(async () => {
			const path = pathOfLink(link, api.baseUrl);
			if (path === undefined) throw apiFailure(FOREIGN);
			return await api.request({ method: 'GET', path, idempotent: true, purpose });
		});
		if (found instanceof Failure) failures.push(found);
		else {
			for (const [id, entry] of Object.entries(found.body))
				if (isRecord(entry) || entry === null) byId.set(id.toLowerCase(), entry);
		}
	});
	return { byId, failures };
}
