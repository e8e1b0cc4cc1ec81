import { apiFailure } from '../errors';
import { asText } from '../objects';
import { parseUrl } from '../urls';

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
