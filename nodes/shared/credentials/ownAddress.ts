import type { IHttpRequestOptions } from 'n8n-workflow';

import { apiFailure } from '../errors';
import { parseUrl } from '../path';

/** What n8n hands to `authenticate`: the options of its HTTP helper, or those of the older one that the HTTP Request node uses. */
type RequestOptions = Omit<IHttpRequestOptions, 'url' | 'baseURL'> & {
	url?: unknown;
	uri?: unknown;
	baseURL?: unknown;
};

/** Where the HTTP client would send it; undefined when it would not, or when versions of the client differ in that. */
function parseTarget(entered: unknown, baseURL: unknown): URL | undefined {
	const text = String(entered);
	if (baseURL === undefined || /^https?:\/\//i.test(text)) return parseUrl(text);
	return /^\/(?!\/)/.test(text) ? parseUrl(String(baseURL).replace(/\/+$/, '') + text) : undefined;
}

/** Whether it is this address or below it. The path also as a server sees it that decodes slashes first. */
function isBelow(target: URL, own: URL): boolean {
	const slashed = target.pathname.replace(/%(2f|5c)/gi, '/');
	const decoded = slashed === target.pathname ? target : parseUrl(target.origin + slashed);
	const path = own.pathname.replace(/\/$/, '');
	return (
		target.origin === own.origin &&
		target.username + target.password === '' &&
		[target, decoded].every((url) => url?.pathname === path || url?.pathname.startsWith(`${path}/`))
	);
}

/**
 * The request with redirects switched off in either kind of options, and only when it goes to the credential's own address. A
 * credential may be shared with people who must not read it, and n8n's HTTP Request node sends it wherever they say.
 * @param address the credential's base URL, as `parseBaseUrl` gives it
 * @throws Failure when the request goes elsewhere, names another host in a header, or goes through a proxy of its own, which could read it
 */
export function atOwnAddress(
	options: IHttpRequestOptions,
	address: string,
	addressTitle: string,
): IHttpRequestOptions {
	const { url, uri, baseURL }: RequestOptions = options;
	const own = parseUrl(address);
	const given = [url, uri].filter((one) => one !== undefined);
	const targets = given.map((one) => parseTarget(one, baseURL));
	const isOwn = targets.every((target) => own && target && isBelow(target, own));
	if (!isOwn || targets.length === 0) {
		const other = targets.find((target) => target && target.origin !== own?.origin);
		throw apiFailure(
			`The credential is only for requests to ${address} ('${addressTitle}'), and this one goes ${other?.host ? `to ${other.host}` : 'elsewhere'}: change its URL, or use another credential`,
		);
	}
	if (options.proxy) {
		throw apiFailure(
			"The credential is not sent through a proxy of the request: remove 'Proxy' from the request's options",
		);
	}
	// A server, or a network of servers, may pass it on to the host that this header names.
	if (Object.keys(options.headers ?? {}).some((name) => name.trim().toLowerCase() === 'host')) {
		throw apiFailure(
			"The credential is not sent with a 'Host' of the request: remove this header from the request",
		);
	}
	const withoutRedirects = {
		...options,
		disableFollowRedirect: true,
		// As the older helper calls it.
		followRedirect: false,
		followAllRedirects: false,
	};
	return withoutRedirects;
}
