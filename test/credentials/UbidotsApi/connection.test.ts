import { setApiKey } from '../../support/credentials';
import { requestLines, requests } from '../../support/requests';
import { testCredential } from '../testCredential';
import { useNewWorlds } from '../../support/useWorld';

/** What the user sees after pressing "Retry" or "Save" in the credential. */
const world = useNewWorlds();

const test = async () => await testCredential(world, 'ubidots');
const set = (data: Record<string, string>) => world.setCredential('ubidots', data);

const OK = { status: 'OK', message: 'Connection successful!' };
const WRONG_TOKEN =
	'Ubidots refused the token: check that it is an account token with the right to manage users';
const WRONG_ADDRESS = 'There is no Ubidots API at this address: check the Base URL';

describe('the test of the Ubidots credential', () => {
	it('lists one user', async () => {
		expect(await test()).toEqual(OK);
		const [request] = requests(world);
		expect(requestLines(world)).toEqual(['GET /api/v2.0/users/']);
		expect(request.query).toEqual({ page_size: '1', fields: 'id' });
		expect(request.auth).toBe('header');
	});

	it('puts the token into the query when told so', async () => {
		set({ sendTokenIn: 'query' });
		expect(await test()).toEqual(OK);
		expect(requests(world)[0].auth).toBe('query');
	});

	it.each(['/', '/api/v2.0', '/api/v2.0/', '/api/v2.0/users/', '/api/v1.6'])(
		'takes an address with %s behind it',
		async (rest) => {
			set({ baseUrl: ` ${world.sandbox.url}${rest} ` });
			expect(await test()).toEqual(OK);
			expect(requestLines(world)).toEqual(['GET /api/v2.0/users/']);
		},
	);

	it('says that the token is wrong', async () => {
		set({ token: 'BBFF-wrong' });
		expect(await test()).toEqual({ status: 'Error', message: WRONG_TOKEN });
	});

	it('says so for a token without the right as well', async () => {
		world.sandbox.faults.add({ answer: { status: 403, body: { detail: 'No.' } } });
		expect(await test()).toEqual({ status: 'Error', message: WRONG_TOKEN });
	});

	it('says that the address is wrong', async () => {
		set({ baseUrl: `${world.sandbox.url}/elsewhere` });
		expect(await test()).toEqual({ status: 'Error', message: WRONG_ADDRESS });
	});

	it.each(['industrial.api.ubidots.com', 'not an address', 'ftp://example.com', ''])(
		'says that %j is no address, and what one looks like',
		async (baseUrl) => {
			set({ baseUrl });
			expect(await test()).toEqual({
				status: 'Error',
				message:
					"'Base URL' in the credential is not a web address: enter it like https://api.example.com",
			});
			expect(requestLines(world)).toEqual([]);
		},
	);

	it('says when no server is there', async () => {
		set({ baseUrl: 'http://127.0.0.1:9' });
		expect(await test()).toEqual({ status: 'Error', message: 'ECONNREFUSED' });
	});

	it('tells a throttled account from a wrong token', async () => {
		world.sandbox.faults.add({ times: Infinity, answer: { status: 429 } });
		expect((await test()).message).toContain(
			'The token works, but its account is over its request',
		);
	});
});

describe('with an API key', () => {
	beforeEach(() => {
		setApiKey(world);
		set({ token: '' });
	});

	it('mints a session token and lists one user with it', async () => {
		expect(await test()).toEqual(OK);
		expect(requestLines(world)).toEqual(['POST /api/v1.6/auth/token', 'GET /api/v2.0/users/']);
	});

	it('says that the API key is wrong', async () => {
		set({ apiKey: 'BBFF-wrong-key' });
		const { status, message } = await test();
		expect(status).toBe('Error');
		expect(message).toContain('Ubidots gave no session token for the API key (answered 401');
		expect(message).toContain('check the API key in the credential');
		expect(message).not.toContain('BBFF-wrong-key');
	});

	it('says that the API key is missing, without a request', async () => {
		set({ apiKey: '' });
		expect((await test()).message).toMatch(/API key.*(empty|missing)/i);
		expect(requestLines(world)).toEqual([]);
	});

	it('says that the address is wrong', async () => {
		set({ baseUrl: `${world.sandbox.url}/elsewhere` });
		expect((await test()).message).toContain("check 'Base URL' in the credential");
	});

	it('says when no server is there, and which field to check', async () => {
		set({ baseUrl: 'http://127.0.0.1:9' });
		expect((await test()).message).toContain("check 'Base URL' in the credential");
	});
});

describe('a missing token', () => {
	it('is said, without a request', async () => {
		set({ token: '' });
		expect((await test()).message).toMatch(/token.*(empty|missing)/i);
		expect(requestLines(world)).toEqual([]);
	});
});
