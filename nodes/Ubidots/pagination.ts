import type { IDataObject } from 'n8n-workflow';

import { apiFailure } from '../shared/errors';
import type { RequestApi } from '../shared/http/service';
import { isRecord } from '../shared/objects';
import { type Path, path } from '../shared/path';

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

/** Called with the users of each page, and how many there are on all of them, where the service says so. */
type Take = (users: IDataObject[], count?: number) => void;

/**
 * Reads a list of users, page by page until so many were read. The size of pages does not change, or users would be skipped.
 * @returns why there may be users who are not in it, as a clause; undefined for the whole list, or one up to the limit
 * @throws Failure when a page cannot be fetched, pages repeat themselves, or far more users come than there are
 */
export async function readUsers(
	request: RequestApi,
	query: Query,
	take: Take,
	limit = Infinity,
): Promise<string | undefined> {
	const pageSize = Math.min(limit, PAGE_SIZE);
	const seen = new Set<unknown>();
	let read = 0;
	let lastPage = '';
	let promised: number | undefined;
	let isShrinking = false;
	for (let page = 1; ; page++) {
		const paged = { ...query, page, page_size: pageSize };
		const { results, hasNext, count } = await fetchPage(request, path`/users/`, 'users', paged);
		promised ??= count;
		// Who is removed meanwhile moves the others, so that one is skipped.
		isShrinking ||= (count ?? 0) < (promised ?? 0);
		// A user that is created meanwhile moves the others, so that some come twice.
		const added: IDataObject[] = [];
		for (const user of results) {
			const { id = null } = user;
			if (id !== null && seen.has(id)) continue;
			seen.add(id);
			added.push(user);
		}
		// Users without an ID can only be told apart by all that they have.
		const text = results.some(({ id = null }) => id === null) ? JSON.stringify(results) : '';
		const isSamePage = text !== '' && text === lastPage;
		lastPage = text;
		if (hasNext && results.length > 0 && (added.length === 0 || isSamePage)) {
			throw apiFailure(
				'Could not list users: Ubidots returns the same page again and again. Check whether a proxy between n8n and Ubidots drops the page number',
			);
		}
		take(added, promised);
		read += added.length;
		if (read >= limit) return undefined;
		if (hasNext && results.length > 0) {
			checkCount('users', read, promised, results.length);
			continue;
		}
		if (promised === undefined) return 'Ubidots does not say how many there are';
		if (hasNext) return 'Ubidots promises more than it sends';
		if (isShrinking) return 'they became fewer while they were listed';
		if (read >= promised) return undefined;
		return `Ubidots says that there are ${promised}, but has sent ${read}`;
	}
}

/**
 * The users of a list, see `readUsers`.
 * @param limit Infinity for all
 */
export async function fetchUsers(
	request: RequestApi,
	query: Query,
	{ limit, check }: { limit?: number; check?: Take } = {},
): Promise<{ users: IDataObject[]; gap?: string }> {
	const users: IDataObject[] = [];
	const take: Take = (page, count) => {
		check?.(page, count);
		for (const user of page) users.push(user);
	};
	const gap = await readUsers(request, query, take, limit);
	return { users: users.slice(0, limit), gap };
}
