import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { UbidotsApi } from '../../../credentials/UbidotsApi.credentials';
import { markSession } from '../../../nodes/shared/credentials/sessionToken';
import { setApiKey } from '../../support/credentials';
import { TESTT } from '../../support/people';
import { requestCount, requestLines, requests } from '../../support/requests';
import { byId, CONTINUE, type OnError, updateOf } from '../../support/setups';
import { useNewWorlds } from '../../support/useWorld';

/** How the Ubidots credential gets a request through: account token, or session tokens minted from an API key. */
const world = useNewWorlds();

const PATCH = `PATCH /api/v2.0/users/${TESTT}`;
const MINT = 'POST /api/v1.6/auth/token';

const update = async (items: IDataObject[] = [{}], onError?: OnError) =>
	await world.run(
		updateOf(byId(TESTT), { firstName: 'Ada' }, { maxConcurrentRequests: 60 }, onError),
		items,
	);

const stored = () => world.credentials[0].data;

describe('an account token', () => {
	it('is sent as it is, without an exchange', async () => {
		expect((await update()).status).toBe('success');
		expect(requestLines(world)).toEqual([PATCH]);
		expect(stored().sessionToken ?? '').toBe('');
	});

	it('may have blanks and a line break around it, as it is pasted', async () => {
		world.setCredential('ubidots', { token: `  ${world.sandbox.secrets.ubidotsToken}\n` });
		expect((await update()).status).toBe('success');
	});

	it('that is wrong costs one request and says what to check', async () => {
		world.setCredential('ubidots', { token: 'BBFF-wrong' });
		const { message, ...run } = await update();
		expect(run.stored()).not.toContain('BBFF-wrong');
		expect(message).toBe(
			`Could not update the user '${TESTT}': Ubidots answered 401: The token is invalid or has expired. → check the token or API key in the credential, and that its account may manage users [item 0]`,
		);
		expect(requestLines(world)).toEqual([PATCH]);
	});

	it.each([
		['a line break', 'BBFF-one\nBBFF-two'],
		['a letter that no header may hold', 'BBFF-tökén→'],
		['an invisible character', 'BBFF-one\u200b'],
	])('with %s is refused before any request and not shown', async (_, token) => {
		world.setCredential('ubidots', { token });
		const { message } = await update();
		expect(message).toContain("'Token' in the credential contains a");
		expect(message).not.toContain('BBFF');
		expect(requestLines(world)).toEqual([]);
	});
});

describe('an API key', () => {
	beforeEach(() => {
		setApiKey(world);
		world.setCredential('ubidots', { token: '' });
	});

	it('mints a session token first, with the header of the authentication page', async () => {
		expect((await update()).status).toBe('success');
		expect(requestLines(world)).toEqual([MINT, PATCH]);
		const [mint, patch] = requests(world);
		expect(mint.headers).toMatchObject({ 'x-ubidots-apikey': '<secret>' });
		expect([mint.auth, mint.query, mint.rawBody]).toEqual(['apikey', {}, undefined]);
		expect(patch.headers).not.toHaveProperty('x-ubidots-apikey');
	});

	it('keeps the session token for the next run', async () => {
		await update();
		await update();
		expect(requestLines(world)).toEqual([MINT, PATCH, PATCH]);
		expect(stored().sessionToken).toMatch(/^BBFF-sandboxSession000001/);
	});

	it('mints another one when the session is refused, and repeats the request once', async () => {
		await update();
		world.sandbox.ubidots.expireSessionTokens();
		world.sandbox.journal.clear();
		expect((await update()).status).toBe('success');
		expect(requestLines(world)).toEqual([PATCH, MINT, PATCH]);
		expect(stored().sessionToken).toMatch(/^BBFF-sandboxSession000002/);
	});

	it('goes into the query when told so', async () => {
		world.setCredential('ubidots', { sendTokenIn: 'query' });
		expect((await update()).status).toBe('success');
		const [mint, patch] = requests(world);
		expect([mint.auth, patch.auth, patch.query]).toEqual([
			'apikey',
			'query',
			{ token: '<secret>' },
		]);
	});

	it('that is wrong says so without showing it, once for all items', async () => {
		world.setCredential('ubidots', { apiKey: 'BBFF-wrong' });
		const { items, ...run } = await update([{}, {}], CONTINUE);
		expect(run.stored()).not.toContain('BBFF-wrong');
		expect(items[0].json.error).toBe(
			'Ubidots gave no session token for the API key (answered 401: The API key is missing or wrong.) → check the API key in the credential [item 0]',
		);
		expect(requestCount(world, { method: 'PATCH' })).toBe(0);
	});

	it('that is refused with 403 is renewed once a run, then the account is taken to be without the right', async () => {
		world.sandbox.faults.add({
			match: { method: 'PATCH' },
			times: Infinity,
			answer: { status: 403 },
		});
		const { items } = await update([{}, {}], CONTINUE);
		expect(items[1].json.error).toContain('Ubidots answered 403');
		expect(requestLines(world)).toEqual([MINT, PATCH, MINT, PATCH, PATCH]);
	});
});

describe('a missing credential', () => {
	it('is said before any request', async () => {
		const { message } = await world.run({
			...updateOf(byId(TESTT)),
			settings: { credentials: {} },
		});
		expect(message).toBe('Node does not have any credentials set for "ubidotsApi"');
		expect(requestLines(world)).toEqual([]);
	});

	it('that was deleted is said by n8n’s own words', async () => {
		world.credentials.length = 0;
		const { message } = await update();
		expect(message).toContain('Credential with ID "ubidots" does not exist for type "ubidotsApi".');
	});

	it.each([
		['token', { authentication: 'token', token: '' }],
		['API key', { authentication: 'apiKey', apiKey: ' ' }],
	])('an empty %s is said before any request', async (title, data) => {
		world.setCredential('ubidots', data);
		const { message } = await update();
		expect(message).toMatch(new RegExp(`${title}.*(empty|missing)`, 'i'));
		expect(requestLines(world)).toEqual([]);
	});
});

/** What the credential makes of a request, without a server. */
describe('without a server,', () => {
	const ubidots = new UbidotsApi();

	const ORIGIN = 'https://industrial.api.ubidots.com';
	const byToken = { authentication: 'token', token: ' BBFF-1 ', apiKey: 'key', baseUrl: ORIGIN };
	const byKey = { ...byToken, authentication: 'apiKey' };

	const ownerOf = (secret: string, origin = ORIGIN) => ({
		secret,
		authUrl: origin,
		apiUrl: origin,
	});

	const request: IHttpRequestOptions = {
		url: '/users/1',
		baseURL: `${ORIGIN}/api/v2.0`,
		headers: { 'X-Bulk-Operation': 'True' },
		qs: { page: 1 },
	};
	const authenticate = async (credentials: object, options = request) =>
		await ubidots.authenticate({ ...credentials }, options);

	describe('the token of a request', () => {
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
	});

	describe('the request that tests the credential', () => {
		it('is known by its address: any other keeps its own, also where it was entered like that', async () => {
			const credentials = { ...byToken, baseUrl: request.baseURL };
			expect((await authenticate(credentials)).baseURL).toBe(request.baseURL);
		});
	});
});
