import { isObject } from './json';

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
