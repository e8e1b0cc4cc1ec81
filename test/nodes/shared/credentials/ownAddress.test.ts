import type { IHttpRequestOptions } from 'n8n-workflow';

import { atOwnAddress } from '../../../../nodes/shared/credentials/ownAddress';

const ORIGIN = 'https://api.example.com';
const BELOW = 'https://gate.example.com/upsun';

type Options = Partial<IHttpRequestOptions> & { uri?: unknown };
const pass = (options: Options, address = ORIGIN) =>
	atOwnAddress(options as IHttpRequestOptions, address, 'Base URL');

describe('a request to the address of the credential', () => {
	it.each([
		ORIGIN,
		`${ORIGIN}/`,
		`${ORIGIN}/api/v1.6/devices?page=2#top`,
		'HTTPS://API.Example.COM/users',
		'https://api.example.com:443/users',
		`${ORIGIN}//users`,
		`${ORIGIN}\\users`,
		`${ORIGIN}/a/../b/%2e%2e/c`,
		`${ORIGIN}/a%2f..%2fb`,
		`${ORIGIN}/users?next=https://evil.example/`,
	])('%s passes, as url and as uri', (address) => {
		expect(pass({ url: address })).toMatchObject({ url: address });
		expect(pass({ uri: address })).toMatchObject({ uri: address });
	});

	it.each([
		['/users/1', `${ORIGIN}/api/v2.0`],
		['/users/1', ORIGIN],
		['/users/1', `${ORIGIN}/`],
		['/\\evil.example', ORIGIN],
		[`${ORIGIN}/users/1`, ORIGIN],
	])('%s below %s passes', (url, baseURL) => {
		expect(pass({ url, baseURL })).toMatchObject({ url, baseURL });
	});

	it('keeps all else, and follows no redirect, whichever helper sends it', () => {
		const options = { url: '/x', baseURL: ORIGIN, qs: { a: 1 }, headers: { b: '2' } };
		expect(pass({ ...options, disableFollowRedirect: false })).toEqual({
			...options,
			disableFollowRedirect: true,
			followRedirect: false,
			followAllRedirects: false,
		});
	});
});

describe('a request to any other', () => {
	it.each([
		['http://api.example.com/users', 'goes to api.example.com'],
		['https://api.example.com:8443/users', 'goes to api.example.com:8443'],
		['https://evil.example/users?token=hush', 'goes to evil.example'],
		['https://api.example.com.evil.example/', 'goes to api.example.com.evil.example'],
		['https://api.example.com@evil.example/', 'goes to evil.example'],
		['https://api.example.com:443@evil.example/', 'goes to evil.example'],
		['https://evil.example\\@api.example.com/', 'goes to evil.example'],
		['\thttps://evil.example', 'goes to evil.example'],
		['https:evil.example', 'goes to evil.example'],
		['https://user:hush@api.example.com/', 'goes elsewhere'],
		['https://hush@api.example.com/', 'goes elsewhere'],
		['//api.example.com/users', 'goes elsewhere'],
		['/users', 'goes elsewhere'],
		['javascript:hush', 'goes elsewhere'],
		['file:///etc/passwd', 'goes elsewhere'],
		['', 'goes elsewhere'],
		['https://', 'goes elsewhere'],
	])('%j is refused, as url and as uri, without its query', (address, where) => {
		const text = `The credential is only for requests to ${ORIGIN} ('Base URL'), and this one ${where}: change its URL, or use another credential`;
		expect(() => pass({ url: address })).toThrow(new Error(text));
		expect(() => pass({ uri: address })).toThrow(new Error(text));
	});

	it.each([
		['/users', 'https://evil.example'],
		['https://evil.example/users', ORIGIN],
		['//evil.example/users', ORIGIN],
		['\\\\evil.example/users', ORIGIN],
		['@evil.example', ORIGIN],
		['.evil.example', ORIGIN],
		// Versions of the HTTP client differ in what they take for a whole address.
		['https:api.example.com', 'https://evil.example'],
		['/users', ''],
		['/users', '//api.example.com'],
	])('%s below %s is refused', (url, baseURL) => {
		expect(() => pass({ url, baseURL })).toThrow('The credential is only for requests to');
	});

	it('is refused as well when only one of url and uri goes there, or when there is neither', () => {
		const [own, other] = [`${ORIGIN}/users`, 'https://evil.example'];
		for (const options of [{ url: own, uri: other }, { url: other, uri: own }, {}]) {
			expect(() => pass(options)).toThrow('The credential is only for requests to');
		}
		expect(() => pass({ baseURL: ORIGIN })).toThrow('The credential is only for requests to');
	});

	it('is refused through a proxy of the request', () => {
		const proxy = { host: 'evil.example', port: 8080 };
		expect(() => pass({ url: ORIGIN, proxy })).toThrow("remove 'Proxy'");
	});
});

describe('an address with a path', () => {
	it.each([BELOW, `${BELOW}/`, `${BELOW}/users/1`, `${BELOW}?x=/../`, `${BELOW}/a/../b`])(
		'%s is below it',
		(url) => {
			expect(pass({ url }, BELOW)).toMatchObject({ url });
		},
	);

	it.each([
		'https://gate.example.com/',
		'https://gate.example.com/other',
		'https://gate.example.com/upsun-other',
		'https://gate.example.com/UPSUN/users',
		`${BELOW}/../other`,
		`${BELOW}/%2e%2e/other`,
		`${BELOW}/..%2fother`,
		`${BELOW}/%2e%2e%2Fother`,
		`${BELOW}/..%5cother`,
		`${BELOW}\\..\\other`,
	])('%s is not', (url) => {
		expect(() => pass({ url }, BELOW)).toThrow('and this one goes elsewhere');
	});
});
