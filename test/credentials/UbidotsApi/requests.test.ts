import type { IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';

import { UbidotsApi } from '../../../credentials/UbidotsApi.credentials';
import { markSession } from '../../../nodes/shared/credentials/sessionToken';

/** What the credential makes of a request, without a server. */
const ubidots = new UbidotsApi();

const ORIGIN = 'https://industrial.api.ubidots.com';
const byToken = { authentication: 'token', token: ' BBFF-1 ', apiKey: 'key', baseUrl: ORIGIN };
const byKey = { ...byToken, authentication: 'apiKey' };

const ownerOf = (secret: string, origin = ORIGIN) => ({ secret, authUrl: origin, apiUrl: origin });
const noRedirects = {
	disableFollowRedirect: true,
	followRedirect: false,
	followAllRedirects: false,
};

const request: IHttpRequestOptions = {
	url: '/users/1',
	baseURL: `${ORIGIN}/api/v2.0`,
	headers: { 'X-Bulk-Operation': 'True' },
	qs: { page: 1 },
};
const authenticate = async (credentials: object, options = request) =>
	await ubidots.authenticate({ ...credentials }, options);

describe('the token of a request', () => {
	it('is in the header, beside what the request has', async () => {
		expect(await authenticate(byToken)).toEqual({
			...request,
			...noRedirects,
			headers: { 'X-Bulk-Operation': 'True', 'X-Auth-Token': 'BBFF-1' },
		});
	});

	it('is in the query, and not in the header, when told so', async () => {
		expect(await authenticate({ ...byToken, sendTokenIn: 'query' })).toEqual({
			...request,
			...noRedirects,
			qs: { page: 1, token: 'BBFF-1' },
		});
	});

	it('is the session token of the account, where an API key is chosen', async () => {
		const sessionToken = markSession('BBFF-2', ownerOf('key'));
		const { headers } = await authenticate({ ...byKey, sessionToken });
		expect(headers).toMatchObject({ 'X-Auth-Token': 'BBFF-2' });
	});

	it('is none when the session token is that of another account, so that a new one is fetched', async () => {
		for (const [address, key] of [
			[ORIGIN, 'other key'],
			['https://example.com', 'key'],
		]) {
			const sessionToken = markSession('BBFF-2', ownerOf(key, address));
			const { headers } = await authenticate({ ...byKey, sessionToken });
			expect(headers).toMatchObject({ 'X-Auth-Token': '' });
		}
	});

	it.each([
		['Token', { ...byToken, token: ' ' }],
		['API Key', { ...byKey, apiKey: '' }],
	])('needs the %s', async (title, credentials) => {
		await expect(authenticate(credentials)).rejects.toThrow(
			`'${title}' in the credential is empty`,
		);
	});
});

describe('the request that tests the credential', () => {
	const { url, qs } = ubidots.test.request;
	const asTested = { url, qs, baseURL: `${ORIGIN}/api/v2.0/` } as IHttpRequestOptions;

	it('goes to the address of the API, and never takes the token along a redirect', async () => {
		const baseUrl = `${ORIGIN}/api/v2.0/`;
		expect(await authenticate({ ...byToken, baseUrl }, asTested)).toEqual({
			url: '/api/v2.0/users/',
			qs: { page_size: 1, fields: 'id' },
			baseURL: ORIGIN,
			headers: { 'X-Auth-Token': 'BBFF-1' },
			...noRedirects,
		});
	});

	it('is known by its address: any other keeps its own, also where it was entered like that', async () => {
		const credentials = { ...byToken, baseUrl: request.baseURL };
		expect((await authenticate(credentials)).baseURL).toBe(request.baseURL);
	});

	it('is not the only one that may go no further than the address', async () => {
		const elsewhere = { ...asTested, baseURL: 'https://other.example' };
		await expect(authenticate(byToken, elsewhere)).rejects.toThrow(
			`The credential is only for requests to ${ORIGIN} ('Base URL'), and this one goes to other.example: change its URL`,
		);
	});
});

describe('a session token', () => {
	const fetchToken = async (credentials: object, body: unknown = { token: 'BBFF-3' }) => {
		const sent: IHttpRequestOptions[] = [];
		const helper = {
			helpers: {
				async httpRequest(options: IHttpRequestOptions) {
					sent.push(options);
					return await Promise.resolve({ statusCode: 200, headers: {}, body });
				},
			},
		} as unknown as IHttpRequestHelper;
		const result = await ubidots.preAuthentication.call(helper, { ...credentials });
		return { result, sent };
	};

	it('is not fetched where a token is chosen', async () => {
		expect(await fetchToken(byToken)).toEqual({ result: {}, sent: [] });
	});

	it('is fetched with the API key in a header, and marked with its account', async () => {
		const baseUrl = 'https://one.example.com/api/v2.0';
		const { result, sent } = await fetchToken({ ...byKey, apiKey: ' key-1 ', baseUrl });
		expect(result).toEqual({
			sessionToken: markSession('BBFF-3', ownerOf('key-1', 'https://one.example.com')),
		});
		expect(sent).toMatchObject([
			{
				method: 'POST',
				baseURL: 'https://one.example.com',
				url: '/api/v1.6/auth/token',
				headers: { 'x-ubidots-apikey': 'key-1' },
			},
		]);
	});

	it('is refused in words that name the field to check', async () => {
		const credentials = { ...byKey, baseUrl: 'https://two.example.com' };
		await expect(fetchToken(credentials, { detail: 'Wrong.' })).rejects.toThrow(
			/^Ubidots gave no session token for the API key \(answered 200: Wrong\.\) → check 'Base URL'/,
		);
	});
});
