import type { IDataObject } from 'n8n-workflow';

import type { JournalEntry, JournalFilter, Sandbox } from '../../tools/sandbox';

interface Served {
	sandbox: Sandbox;
}

/** What left, in the order of arrival. */
export const requests = ({ sandbox }: Served): JournalEntry[] => sandbox.journal.entries();

export const requestCount = ({ sandbox }: Served, filter?: JournalFilter): number =>
	sandbox.journal.count(filter);

/** `PATCH /api/v2.0/users/63d3f1247fefea000cd325af`. */
export const requestLines = (served: Served): string[] =>
	requests(served).map(({ method, path }) => `${method} ${path}`);

export const requestPaths = (served: Served): string[] => requests(served).map(({ path }) => path);

export const requestQueries = (served: Served): Array<Record<string, string>> =>
	requests(served).map(({ query }) => query);

export const requestBodies = (served: Served): unknown[] =>
	requests(served).map(({ body }) => body);

export interface RequestInFull {
	method: string;
	path: string;
	query?: Record<string, string>;
	body?: unknown;
}

/** Method and path, with query and body where there was one. */
export const requestsInFull = (served: Served): RequestInFull[] =>
	requests(served).map(({ method, path, query, body }) => ({
		method,
		path,
		...(Object.keys(query).length > 0 && { query }),
		...(body !== undefined && { body }),
	}));

/** What was written: every PATCH that arrived, whatever it was answered. */
export const patches = (served: Served): JournalEntry[] =>
	requests(served).filter(({ method }) => method === 'PATCH');

/** What was read. */
export const reads = (served: Served): JournalEntry[] =>
	requests(served).filter(({ method }) => method === 'GET');

/** The rows of one bulk request. */
export const rowsOf = ({ body }: JournalEntry) => body as Array<IDataObject & { id: string }>;

export const idsOf = (request: JournalEntry): string[] => rowsOf(request).map(({ id }) => id);

/** The rows of all bulk requests. */
export const rowsSent = (served: Served) => patches(served).flatMap(rowsOf);
