import type { INodeProperties } from 'n8n-workflow';

import { apiFailure } from '../errors';
import { asText } from '../objects';
import { parseUrl } from '../path';

/** Where n8n stores the session token that `preAuthentication` returns. */
export const sessionTokenProperty: INodeProperties = {
	displayName: 'Session Token',
	name: 'sessionToken',
	type: 'hidden',
	typeOptions: { expirable: true, password: true },
	default: '',
};

/** Where to find the secret, in sight: n8n shows descriptions only to those who look for them. */
export const secretNotice = (text: string): INodeProperties => ({
	displayName: text,
	name: 'notice',
	type: 'notice',
	default: '',
});

/** @param limit the limit that the service documents, as a sentence */
export const requestsPerSecondProperty = (byDefault: number, limit: string): INodeProperties => ({
	displayName: 'Requests per Second',
	name: 'requestsPerSecond',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: byDefault,
	description: `Max number of requests per second, shared by everything in this n8n process that uses this account. ${limit} 0 means no limit.`,
});

/** White space that can be seen in no editor, and joins what is pasted: `trim` would take some of it away, and leave the rest. */
const INVISIBLE = /\p{Cf}/u;
/** In a header the HTTP client would drop some of these, and refuse or mangle the rest. */
const UNFIT: ReadonlyArray<readonly [RegExp, string]> = [
	[/[\r\n\u2028\u2029]/, 'a line break'],
	[/\p{Cc}/u, 'an invisible character'],
	[/[^ -~]/, 'a character that no token has, such as an accented letter'],
];

/**
 * The secret without white space around it, which may have been copied along.
 * @throws Failure that does not show it, when it is empty or has what no token has: the service would get another one
 */
export function parseSecret(entered: unknown, title: string): string {
	const text = asText(entered);
	const secret = text.trim();
	const contains = (what: string) =>
		apiFailure(`'${title}' in the credential contains ${what}: copy it again and paste it`);
	if (INVISIBLE.test(text)) throw contains('an invisible character');
	for (const [pattern, what] of UNFIT) if (pattern.test(secret)) throw contains(what);
	if (secret !== '') return secret;
	throw apiFailure(`'${title}' in the credential is empty: enter it`);
}

/**
 * Requests per second; empty counts as 0, which means no pacing.
 * @throws Failure when it is not a number of 0 or more
 */
export function parsePace(entered: unknown): number {
	const pace = (entered ?? '') === '' ? 0 : Number(entered);
	if (pace >= 0 && Number.isFinite(pace)) return pace;
	throw apiFailure(
		`'Requests per Second' in the credential is '${String(entered)}': it has to be a number, or 0 for no limit`,
	);
}

/**
 * The base URL entered in a credential, without trailing slashes, query and the API's own path.
 * @param apiPath the path to remove when it was pasted along, for example `/api/v2.0`
 * @throws Failure when it is not an http(s) URL, or contains a user name or password
 */
export function parseBaseUrl(entered: unknown, label: string, apiPath?: RegExp): string {
	const text = asText(entered).trim();
	const url = parseUrl(text);
	if (!url || !/^https?:$/.test(url.protocol)) {
		throw apiFailure(
			`'${label}' in the credential is not a web address: enter it like https://api.example.com`,
		);
	}
	if (url.username !== '' || url.password !== '') {
		throw apiFailure(`'${label}' in the credential must not contain a user name or password`);
	}
	const path = url.pathname.replace(/\/+$/, '').replace(apiPath ?? '', '');
	return url.origin + path.replace(/\/+$/, '');
}
