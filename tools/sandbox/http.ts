import type { Service } from './types';

export interface Request {
	service: Service;
	method: string;
	/** As sent, still percent-encoded, without the query. */
	path: string;
	query: URLSearchParams;
	headers: Record<string, string>;
	rawBody: string;
	bodyBytes: number;
	/** The body once it has been parsed; see jsonBody. */
	json?: unknown;
}

export interface Reply {
	status: number;
	/** The words behind the status, where they are not the usual ones. */
	statusText?: string;
	headers?: Record<string, string>;
	/** Nothing is sent for undefined; a string is sent as it is, anything else as JSON. */
	body?: unknown;
	contentType?: string;
}

/** The body as JSON; undefined where it is none, `{}` where nothing was sent. */
export function jsonBody(request: Request): unknown {
	if (request.rawBody === '') return {};
	try {
		return (request.json ??= JSON.parse(request.rawBody) as unknown);
	} catch {
		return undefined;
	}
}

/** One path segment decoded; a broken escape stays as it is, so that it simply matches nothing. */
export function decodeSegment(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		return segment;
	}
}

/** The value of `Authorization: <scheme> <value>`, or undefined. */
export function authorization(request: Request, scheme: string): string | undefined {
	const header = request.headers.authorization ?? '';
	const [sent, ...rest] = header.split(' ');
	return sent.toLowerCase() === scheme ? rest.join(' ').trim() : undefined;
}

/** What is sent as the body of a reply, with its content type. */
export function payloadOf(reply: Reply): { text: string; contentType?: string } {
	if (reply.body === undefined) return { text: '', contentType: reply.contentType };
	if (typeof reply.body === 'string') {
		return { text: reply.body, contentType: reply.contentType ?? 'text/plain; charset=utf-8' };
	}
	return { text: JSON.stringify(reply.body), contentType: reply.contentType ?? 'application/json' };
}

export type JsonObject = Record<string, unknown>;

/** Whether a JSON value is an object and no array. */
export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
