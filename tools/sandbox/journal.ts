import { isObject } from './http';
import type { Request } from './http';
import type { Journal, JournalEntry, JournalFilter } from './types';

export interface RecordingJournal extends Journal {
	record(request: Request, arrival: { at: number; inFlight: number }): JournalEntry;
}

/** Every request in order of arrival, without the secrets it carried. */
export function createJournal(): RecordingJournal {
	const list: JournalEntry[] = [];
	return {
		entries: () => [...list],
		clear: () => {
			list.length = 0;
		},
		count: (filter = {}) => list.filter((entry) => matches(entry, filter)).length,
		record(request, arrival) {
			const entry = entryOf(request, arrival);
			list.push(entry);
			return entry;
		},
	};
}

/** Whether a path holds the wanted text or fits the wanted pattern. */
export function pathMatches(path: string, wanted: string | RegExp | undefined): boolean {
	if (wanted === undefined) return true;
	if (typeof wanted === 'string') return path.includes(wanted);
	// A global or sticky pattern would remember where it stopped.
	return new RegExp(wanted.source, wanted.flags.replace(/[gy]/g, '')).test(path);
}

function matches(entry: JournalEntry, filter: JournalFilter): boolean {
	return (
		(filter.service === undefined || filter.service === entry.service) &&
		(filter.method === undefined || filter.method.toUpperCase() === entry.method) &&
		(filter.status === undefined || filter.status === entry.status) &&
		pathMatches(entry.path, filter.path)
	);
}

/** Redaction is done when somebody looks: a benchmark pays nothing for bodies that nobody reads. */
function entryOf(
	request: Request,
	{ at, inFlight }: { at: number; inFlight: number },
): JournalEntry {
	const { service, method, path, query, headers, rawBody, bodyBytes } = request;
	return {
		at,
		service,
		method,
		path,
		get query() {
			return redactPairs(query);
		},
		get headers() {
			return redactHeaders(headers);
		},
		get body() {
			return bodyOf(rawBody, headers['content-type'] ?? '');
		},
		bodyBytes,
		get rawBody() {
			return rawBody === '' ? undefined : redactText(rawBody);
		},
		auth: authOf(request),
		status: 'aborted',
		inFlight,
	};
}

function bodyOf(rawBody: string, contentType: string): unknown {
	if (rawBody === '') return undefined;
	if (contentType.includes('x-www-form-urlencoded'))
		return redactPairs(new URLSearchParams(rawBody));
	try {
		return redactJson(JSON.parse(rawBody));
	} catch {
		return redactText(rawBody);
	}
}

function authOf({ headers, query }: Request): JournalEntry['auth'] {
	if (headers['x-auth-token'] !== undefined) return 'header';
	if (headers['x-ubidots-apikey'] !== undefined) return 'apikey';
	const scheme = (headers.authorization ?? '').split(' ')[0].toLowerCase();
	if (scheme === 'bearer' || scheme === 'basic') return scheme;
	return query.has('token') ? 'query' : 'none';
}

const SECRET = '<secret>';
const PASSWORD = '<password>';

const secretHeaders = new Set([
	'authorization',
	'proxy-authorization',
	'cookie',
	'x-auth-token',
	'x-ubidots-apikey',
]);
const secretKeys = new Set(['token', 'apikey', 'api_token', 'access_token', 'refresh_token']);

/** Headers as the journal may show them. */
export function redactHeaders(headers: Record<string, string>): Record<string, string> {
	return mapEntries(headers, (name, value) => (secretHeaders.has(name) ? SECRET : value));
}

/** Query or form values as the journal may show them. */
export function redactPairs(pairs: URLSearchParams): Record<string, string> {
	return mapEntries(Object.fromEntries(pairs), (key, value) => redactValue(key, value) as string);
}

/** A parsed JSON body as the journal may show it. */
export function redactJson(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(redactJson);
	if (!isObject(value)) return value;
	return mapEntries(value, (key, inner) => redactJson(redactValue(key, inner)));
}

/** The text of a body as the journal may show it, broken JSON included. */
export function redactText(text: string): string {
	return text
		.replace(/("password"\s*:\s*)"(?:[^"\\]|\\.)*("|$)/g, `$1"${PASSWORD}"`)
		.replace(/("(?:api_|access_|refresh_)?token"\s*:\s*)"(?:[^"\\]|\\.)*("|$)/g, `$1"${SECRET}"`)
		.replace(/(^|&)((?:api_|access_|refresh_)?token)=[^&]*/g, `$1$2=${SECRET}`)
		.replace(/(^|&)password=[^&]*/g, `$1password=${PASSWORD}`);
}

function redactValue(key: string, value: unknown): unknown {
	if (key === 'password') return PASSWORD;
	return secretKeys.has(key.toLowerCase()) ? SECRET : value;
}

function mapEntries<In, Out>(
	object: Record<string, In>,
	change: (key: string, value: In) => Out,
): Record<string, Out> {
	const result: Record<string, Out> = {};
	for (const [key, value] of Object.entries(object)) result[key] = change(key, value);
	return result;
}
