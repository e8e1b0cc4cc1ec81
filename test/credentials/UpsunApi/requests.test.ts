import type { IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';

import { UpsunApi } from '../../../credentials/UpsunApi.credentials';
import { markSession } from '../../../nodes/shared/credentials/sessionToken';

/** What the credential makes of a request, without a server. */
const upsun = new UpsunApi();

const [API, AUTH] = ['https://api.upsun.com', 'https://auth.upsun.com'];
const byApiToken = {
	...{ authentication: 'apiToken', apiToken: 'api-1', accessToken: ' access-1 ' },
	...{ apiUrl: `${API}/`, authUrl: `${AUTH}/oauth2/token` },
};
const byAccessToken = { ...byApiToken, authentication: 'accessToken' };

const owner = { secret: 'api-1', authUrl: AUTH, apiUrl: API };
const noRedirects = {
	disableFollowRedirect: true,
	followRedirect: false,
	followAllRedirects: false,
};

const request: IHttpRequestOptions = { url: '/users/1', baseURL: API, headers: { Accept: 'x' } };
const authenticate = async (credentials: object, options = request) =>
	await upsun.authenticate({ ...credentials }, options);

describe('the token of a request', () => {
	it('is the access token as it is, beside what the request has', async () => {
		expect(await authenticate(byAccessToken)).toEqual({
			...request,
			...noRedirects,
			headers: { Accept: 'x', Authorization: 'Bearer access-1' },
		});
	});

	it('is the session token of the account, where an API token is chosen', async () => {
		const sessionToken = markSession('session-1', owner);
		const { headers } = await authenticate({ ...byApiToken, sessionToken });
		expect(headers).toMatchObject({ Authorization: 'Bearer session-1' });
	});

	it.each([
		['API token', { secret: 'api-2' }],
		['Auth URL', { authUrl: 'https://auth.example.com' }],
		['API URL', { apiUrl: 'https://api.example.com' }],
	])(
		'is none when the session token was made for another %s, so that a new one is fetched',
		async (_, changes) => {
			const sessionToken = markSession('session-1', { ...owner, ...changes });
			const { headers } = await authenticate({ ...byApiToken, sessionToken });
			expect(headers).toMatchObject({ Authorization: 'Bearer ' });
		},
	);

	it.each([
		['Access Token', { ...byAccessToken, accessToken: ' ' }],
		['API Token', { ...byApiToken, apiToken: '' }],
	])('needs the %s', async (title, credentials) => {
		await expect(authenticate(credentials)).rejects.toThrow(
			`'${title}' in the credential is empty`,
		);
	});
});

describe('the request that tests the credential', () => {
	const asTested: IHttpRequestOptions = { url: '/users/me', baseURL: byAccessToken.apiUrl };

	it('goes to the address of the API, and never takes the token along a redirect', async () => {
		expect(await authenticate(byAccessToken, asTested)).toEqual({
			url: '/users/me',
			baseURL: API,
			headers: { Authorization: 'Bearer access-1' },
			...noRedirects,
		});
	});

	it('is known by its address: any other keeps its own', async () => {
		const options = { url: '/users/1', baseURL: byAccessToken.apiUrl };
		expect((await authenticate(byAccessToken, options)).baseURL).toBe(options.baseURL);
	});

	it('is not the only one that may go no further than the address', async () => {
		const options = { url: '/users/me', baseURL: 'https://other.example' };
		await expect(authenticate(byAccessToken, options)).rejects.toThrow(
			"The credential is only for requests to https://api.upsun.com ('API URL'), and this one goes to other.example: change its URL",
		);
	});
});

describe('a session token', () => {
	const fetchToken = async (credentials: object, body: unknown = { access_token: 'session-3' }) => {
		const sent: IHttpRequestOptions[] = [];
		const helper = {
			helpers: {
				async httpRequest(options: IHttpRequestOptions) {
					sent.push(options);
					return await Promise.resolve({ statusCode: 200, headers: {}, body });
				},
			},
		} as unknown as IHttpRequestHelper;
		const result = await upsun.preAuthentication.call(helper, { ...credentials });
		return { result, sent };
	};

	it('is not fetched where an access token is chosen', async () => {
		expect(await fetchToken(byAccessToken)).toEqual({ result: {}, sent: [] });
	});

	it('is fetched as the pages of the API say, and marked with its account', async () => {
		const [authUrl, apiToken] = ['https://one.example.com/oauth2', ' api-3 '];
		const { result, sent } = await fetchToken({ ...byApiToken, authUrl, apiToken });
		expect(result).toEqual({
			sessionToken: markSession('session-3', {
				secret: 'api-3',
				authUrl: 'https://one.example.com',
				apiUrl: API,
			}),
		});
		const [{ body, ...options }, ...others] = sent;
		expect(others).toEqual([]);
		expect(options).toMatchObject({
			method: 'POST',
			baseURL: 'https://one.example.com',
			url: '/oauth2/token',
			auth: { username: 'platform-api-user', password: '' },
		});
		expect(String(body)).toBe('grant_type=api_token&api_token=api-3');
	});

	it('is refused in words that name the field to check', async () => {
		const credentials = { ...byApiToken, authUrl: 'https://two.example.com' };
		await expect(fetchToken(credentials, { error: 'Wrong.' })).rejects.toThrow(
			/^Upsun gave no session token for the API token \(answered 200: Wrong\.\) → check 'Auth URL'/,
		);
	});

	it.each([
		['https://example.com/oauth2', 'https://example.com'],
		['https://example.com/oauth2/token/', 'https://example.com'],
		['https://example.com/OAuth2/Token', 'https://example.com'],
		['https://example.com/my-oauth2', 'https://example.com/my-oauth2'],
		['https://example.com/oauth2/tokens', 'https://example.com/oauth2/tokens'],
	])('is asked for at the address %s without the path of the endpoint', async (authUrl, base) => {
		const { sent } = await fetchToken({ ...byApiToken, authUrl, apiToken: `of ${authUrl}` });
		expect(sent[0].baseURL).toBe(base);
	});
});
