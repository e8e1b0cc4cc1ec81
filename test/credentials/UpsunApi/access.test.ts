import type {
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeParameters,
} from 'n8n-workflow';

import { UpsunApi } from '../../../credentials/UpsunApi.credentials';
import { markSession } from '../../../nodes/shared/credentials/sessionToken';
import { setAccessToken } from '../../support/credentials';
import { ME } from '../../support/people';
import { requestCount, requestLines, requests } from '../../support/requests';
import { byId, upsunUpdateOf } from '../../support/setups';
import { useNewWorlds } from '../../support/useWorld';

/** How the Upsun credential gets a request through: exchanged API token, or a given access token. */
const world = useNewWorlds();

const PATCH = `PATCH /users/${ME}`;
const EXCHANGE = 'POST /oauth2/token';

const update = async (items: IDataObject[] = [{}], options: INodeParameters = {}) =>
	await world.run(
		upsunUpdateOf(
			byId(ME),
			{ company: 'Acme' },
			{ maxConcurrentRequests: 60, retryTimeout: 0, ...options },
		),
		items,
	);

const stored = () => world.credentials[1].data;

describe('an API token', () => {
	it('is exchanged as the authentication page says: Basic, empty password, form body', async () => {
		const heard: string[] = [];
		world.sandbox.options.onRequest = (entry) => heard.push(entry.auth);
		expect((await update()).status).toBe('success');
		expect(requestLines(world)).toEqual([EXCHANGE, PATCH]);
		const [exchange, patch] = requests(world);
		expect(heard).toEqual(['basic', 'bearer']);
		expect(exchange.headers['content-type']).toContain('application/x-www-form-urlencoded');
		expect(exchange.body).toEqual({ grant_type: 'api_token', api_token: '<secret>' });
		expect(exchange.status).toBe(200);
		expect(patch.headers).toMatchObject({ authorization: '<secret>' });
	});

	it('keeps the access token for the next run', async () => {
		await update();
		await update();
		expect(requestLines(world)).toEqual([EXCHANGE, PATCH, PATCH]);
		expect(stored().sessionToken).toMatch(/^sandboxUpsunSession000001/);
	});

	it('is exchanged again when the access token has expired, and the request repeated once', async () => {
		await update();
		world.sandbox.upsun.expireAccessTokens();
		world.sandbox.journal.clear();
		expect((await update()).status).toBe('success');
		expect(requestLines(world)).toEqual([PATCH, EXCHANGE, PATCH]);
		expect(stored().sessionToken).toMatch(/^sandboxUpsunSession000002/);
	});

	it('that is wrong says so without showing it, and nothing is updated', async () => {
		world.setCredential('upsun', { apiToken: 'wrong-api-token' });
		const { message, error } = await update();
		expect(message).toBe(
			'Upsun gave no session token for the API token (answered 400: The API token is invalid or has been revoked.) → check the API token in the credential [item 0]',
		);
		expect(error?.httpCode).toBe('401');
		expect(requestCount(world, { method: 'PATCH' })).toBe(0);
	});

	it('whose SSO session has ended shows what the service says', async () => {
		const error_description = 'The SSO session has expired: sign in again.';
		world.sandbox.faults.add({
			match: { path: '/oauth2/token' },
			times: Infinity,
			answer: { status: 400, body: { error: 'invalid_grant', error_description } },
		});
		expect((await update()).message).toContain(`(answered 400: ${error_description})`);
	});

	it('is told shortly, because what to do stands behind the reason', async () => {
		const error_description = 'Oh. '.repeat(2000);
		world.sandbox.faults.add({
			match: { path: '/oauth2/token' },
			times: Infinity,
			answer: { status: 400, body: { error: 'invalid_grant', error_description } },
		});
		expect((await update()).message).toContain('…) → check the API token in the credential');
	});

	it('a success without a token in it is no success', async () => {
		world.sandbox.faults.add({
			match: { path: '/oauth2/token' },
			times: Infinity,
			answer: { status: 200, body: '<html>Sign in</html>', contentType: 'text/html' },
		});
		const { message } = await update();
		expect(message).toContain('Upsun gave no session token');
		expect(message).toContain("check 'Auth URL' in the credential");
		expect(message).not.toContain('<html>');
	});

	it('with an Auth URL that is no address says which field to mend', async () => {
		world.setCredential('upsun', { authUrl: 'auth.upsun.com' });
		const { message } = await update();
		expect(message).toContain("'Auth URL' in the credential is not a web address");
		expect(requestLines(world)).toEqual([]);
	});

	it('with nobody at the Auth URL says which field to check, and that nothing was carried out', async () => {
		world.setCredential('upsun', { authUrl: 'http://127.0.0.1:9' });
		const { message } = await update();
		expect(message).toContain("'Auth URL'");
		expect(message).not.toContain('may have been carried out');
		expect(requestLines(world)).toEqual([]);
	});

	it('with a broken connection to the Auth URL does not claim that the update may have happened', async () => {
		world.sandbox.faults.add({ match: { path: '/oauth2/token' }, times: 9, answer: 'reset' });
		const { message } = await update();
		expect(message).not.toContain('may have been carried out');
		expect(requestCount(world, { method: 'PATCH' })).toBe(0);
	});

	it('goes on after a token endpoint that was busy for a moment', async () => {
		world.sandbox.faults.add({ match: { path: '/oauth2/token' }, answer: { status: 503 } });
		expect((await update([{}], { retryTimeout: 30 })).status).toBe('success');
	});

	it('with a slash too many and an API path pasted along', async () => {
		const { url } = world.sandbox;
		world.setCredential('upsun', { apiUrl: `${url}/users/`, authUrl: `${url}/oauth2/token/` });
		await update();
		expect(requestLines(world)).toEqual([EXCHANGE, PATCH]);
	});

	it('below a path prefix', async () => {
		const { url } = world.sandbox;
		world.setCredential('upsun', { apiUrl: `${url}/upsun`, authUrl: `${url}/upsun/` });
		await update();
		expect(requestLines(world)).toEqual([`POST /upsun/oauth2/token`, `PATCH /upsun/users/${ME}`]);
	});
});

describe('an access token', () => {
	beforeEach(() => setAccessToken(world));

	it('is sent as it is, without an exchange', async () => {
		expect((await update()).status).toBe('success');
		expect(requestLines(world)).toEqual([PATCH]);
	});

	it('that has expired costs exactly one request', async () => {
		world.setCredential('upsun', { accessToken: 'expired-access-token' });
		const { message } = await update();
		expect(message).toContain('Upsun answered 401');
		expect(message).not.toContain('expired-access-token');
		expect(requestLines(world)).toEqual([PATCH]);
	});

	it('that is empty is said before any request', async () => {
		world.setCredential('upsun', { accessToken: '' });
		expect((await update()).message).toMatch(/access token.*(empty|missing)/i);
		expect(requestLines(world)).toEqual([]);
	});
});

it('a missing credential is said before any request', async () => {
	const { message } = await world.run({
		...upsunUpdateOf(byId(ME)),
		settings: { credentials: {} },
	});
	expect(message).toBe('Node does not have any credentials set for "upsunApi"');
	expect(requestLines(world)).toEqual([]);
});

/** What the credential makes of a request, without a server. */
describe('without a server,', () => {
	const upsun = new UpsunApi();

	const [API, AUTH] = ['https://api.upsun.com', 'https://auth.upsun.com'];
	const byApiToken = {
		...{ authentication: 'apiToken', apiToken: 'api-1', accessToken: ' access-1 ' },
		...{ apiUrl: `${API}/`, authUrl: `${AUTH}/oauth2/token` },
	};
	const byAccessToken = { ...byApiToken, authentication: 'accessToken' };

	const owner = { secret: 'api-1', authUrl: AUTH, apiUrl: API };

	const request: IHttpRequestOptions = { url: '/users/1', baseURL: API, headers: { Accept: 'x' } };
	const authenticate = async (credentials: object, options = request) =>
		await upsun.authenticate({ ...credentials }, options);

	describe('the token of a request', () => {
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
	});

	describe('the request that tests the credential', () => {
		it('is known by its address: any other keeps its own', async () => {
			const options = { url: '/users/1', baseURL: byAccessToken.apiUrl };
			expect((await authenticate(byAccessToken, options)).baseURL).toBe(options.baseURL);
		});
	});

	describe('a session token', () => {
		const fetchToken = async (
			credentials: object,
			body: unknown = { access_token: 'session-3' },
		) => {
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
});
