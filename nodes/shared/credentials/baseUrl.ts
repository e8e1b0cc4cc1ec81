import { apiFailure } from '../errors';

/**
 * The base address from what was typed or pasted into a credential: without trailing slashes, query and
 * the API's own path.
 * @param apiPath the path to take off when it was pasted along, for example `/api/v2.0`
 * @throws Failure when it is no http(s) address or holds a user name or password
 */
export function parseBaseUrl(typed: unknown, label: string, apiPath?: RegExp): string {
	const text = typeof typed === 'string' ? typed.trim() : '';
	let url: URL | undefined;
	try {
		url = new URL(text);
	} catch {
		url = undefined;
	}
	if (!url || !/^https?:$/.test(url.protocol)) {
		throw apiFailure(
			`'${label}' in the credential is not a web address: enter it like https://api.example.com`,
		);
	}
	if (url.username !== '' || url.password !== '') {
		throw apiFailure(`'${label}' in the credential must not contain a user name or password`);
	}
	const path = url.pathname.replace(/\/+$/, '');
	return url.origin + (apiPath ? path.replace(apiPath, '') : path).replace(/\/+$/, '');
}
