import { setAccessToken } from '../../support/credentials';
import { requestLines, requests } from '../../support/requests';
import { testCredential } from '../testCredential';
import { useNewWorlds } from '../../support/useWorld';

/** What the user sees after pressing "Retry" or "Save" in the credential. */
const world = useNewWorlds();

const test = async () => await testCredential(world, 'upsun');
const set = (data: Record<string, string>) => world.setCredential('upsun', data);

const OK = { status: 'OK', message: 'Connection successful!' };

describe('the test of the Upsun credential with an API token', () => {
	it('exchanges it and reads the user behind it', async () => {
		expect(await test()).toEqual(OK);
		expect(requestLines(world)).toEqual(['POST /oauth2/token', 'GET /users/me']);
		const [exchange, read] = requests(world);
		expect([exchange.auth, read.auth]).toEqual(['basic', 'bearer']);
	});

	it.each([
		['/', '/'],
		['/users', '/oauth2/token'],
		['/users/me', '/oauth2/token/'],
		['', '/oauth2'],
	])('takes addresses with %s and %s behind them', async (behindApi, behindAuth) => {
		const { url } = world.sandbox;
		set({ apiUrl: `${url}${behindApi}`, authUrl: `${url}${behindAuth}` });
		expect(await test()).toEqual(OK);
		expect(requestLines(world)).toEqual(['POST /oauth2/token', 'GET /users/me']);
	});

	it('keeps a path prefix', async () => {
		const { url } = world.sandbox;
		set({ apiUrl: `${url}/upsun/`, authUrl: `${url}/upsun` });
		expect(await test()).toEqual(OK);
		expect(requestLines(world)).toEqual(['POST /upsun/oauth2/token', 'GET /upsun/users/me']);
	});

	it('says that the API token is wrong', async () => {
		set({ apiToken: 'wrong-api-token' });
		const { status, message } = await test();
		expect(status).toBe('Error');
		expect(message).toContain(
			'Upsun gave no session token for the API token (answered 400: The API token is invalid or has been revoked.)',
		);
		expect(message).toContain('check the API token in the credential');
		expect(message).not.toContain('wrong-api-token');
	});

	it('reads the newer shape of a refused exchange as well', async () => {
		world.sandbox.faults.add({
			match: { path: '/oauth2/token' },
			times: Infinity,
			answer: {
				status: 401,
				body: { error: 'request_unauthorized', error_hint: 'The API token has expired.' },
			},
		});
		expect((await test()).message).toContain('(answered 401: The API token has expired.)');
	});

	it('says that the API token is missing, without a request', async () => {
		set({ apiToken: '' });
		expect((await test()).message).toMatch(/API token.*(empty|missing)/i);
		expect(requestLines(world)).toEqual([]);
	});

	it('says that the Auth URL is wrong', async () => {
		set({ authUrl: `${world.sandbox.url}/elsewhere` });
		const { message } = await test();
		expect(message).toContain('Upsun gave no session token for the API token (answered 404');
		expect(message).toContain("check 'Auth URL' in the credential");
	});

	it('says that the Auth URL is no address', async () => {
		set({ authUrl: 'auth.upsun.com' });
		expect((await test()).message).toContain("'Auth URL' in the credential is not a web address");
		expect(requestLines(world)).toEqual([]);
	});

	it('says when no server is there, and which field to check', async () => {
		set({ authUrl: 'http://127.0.0.1:9' });
		expect((await test()).message).toContain("check 'Auth URL' in the credential");
	});

	it('says that the API URL is wrong', async () => {
		set({ apiUrl: `${world.sandbox.url}/elsewhere` });
		expect(await test()).toEqual({
			status: 'Error',
			message: 'There is no Upsun API at this address: check the API URL',
		});
	});

	it('says that the API URL is no address', async () => {
		set({ apiUrl: 'api.upsun.com' });
		expect((await test()).message).toContain("'API URL' in the credential is not a web address");
	});
});

describe('the test of the Upsun credential with an access token', () => {
	beforeEach(() => {
		setAccessToken(world);
		set({ apiToken: '' });
	});

	it('reads the user behind it, without an exchange', async () => {
		expect(await test()).toEqual(OK);
		expect(requestLines(world)).toEqual(['GET /users/me']);
	});

	it('takes one with blanks and a line break around it, as it is pasted', async () => {
		set({ accessToken: ` ${world.sandbox.secrets.upsunAccessToken}\n` });
		expect(await test()).toEqual(OK);
	});

	it('says that it is wrong or has expired', async () => {
		set({ accessToken: 'wrong' });
		expect(await test()).toEqual({
			status: 'Error',
			message: 'Upsun refused the access token: it may have expired',
		});
	});

	it('says that it is missing, without a request', async () => {
		set({ accessToken: '' });
		expect((await test()).message).toMatch(/access token.*(empty|missing)/i);
		expect(requestLines(world)).toEqual([]);
	});
});
