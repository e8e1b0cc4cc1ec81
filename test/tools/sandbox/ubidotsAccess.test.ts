import { TESTT, client, ubidotsClient, useSandbox } from './support';

describe('access', () => {
	const used = useSandbox({ sessionTokenSeconds: 60 });
	const USERS = '/api/v2.0/users/';

	const mint = async (key: string) =>
		await client(used.sandbox, { 'x-ubidots-apikey': key }).post('/api/v1.6/auth/token');
	const statusWith = async (token: string) =>
		(await client(used.sandbox, { 'X-Auth-Token': token }).get(USERS)).status;

	describe('Ubidots tokens', () => {
		it('are refused when wrong, and the API key is none', async () => {
			const { status, data } = await client(used.sandbox, { 'X-Auth-Token': 'BBFF-wrong' }).get(
				USERS,
			);
			expect([status, data.code]).toEqual([401, 401001]);
			expect(data.detail).not.toBe('Authentication credentials were not provided.');
			expect(await statusWith(used.sandbox.secrets.ubidotsApiKey)).toBe(401);
		});

		it('are minted from the API key and end after their time', async () => {
			const { status, data } = await mint(used.sandbox.secrets.ubidotsApiKey);
			expect([status, data]).toEqual([200, { token: expect.stringMatching(/^BBFF-/) }]);
			expect(await statusWith(data.token)).toBe(200);
			used.clock.at += 60_000;
			expect(await statusWith(data.token)).toBe(401);
			expect(await statusWith(used.sandbox.secrets.ubidotsToken)).toBe(200);
		});

		it('are not minted from a wrong key or by GET', async () => {
			expect((await mint('BBFF-wrong')).status).toBe(401);
			expect((await client(used.sandbox).get('/api/v1.6/auth/token')).status).toBe(405);
			expect(used.sandbox.ubidots.mintedTokens()).toBe(0);
		});

		it('can be ended at once', async () => {
			const { token } = (await mint(used.sandbox.secrets.ubidotsApiKey)).data;
			used.sandbox.ubidots.expireSessionTokens();
			expect(await statusWith(token)).toBe(401);
			expect(used.sandbox.ubidots.mintedTokens()).toBe(1);
		});
	});

	describe('the rate limit', () => {
		const get = async () => await ubidotsClient(used.sandbox).get(USERS);
		afterEach(() => {
			used.sandbox.options.ubidotsRequestsPerSecond = 0;
			used.sandbox.options.retryAfter = 'none';
		});

		it('lets four requests through in any one second', async () => {
			const { sandbox, clock } = used;
			sandbox.options.ubidotsRequestsPerSecond = 4;
			for (let n = 0; n < 4; n += 1) {
				expect((await get()).status).toBe(200);
				clock.at += 100;
			}
			const { status, data, headers } = await get();
			expect([status, data.code]).toEqual([429, 429001]);
			expect(headers).not.toHaveProperty('retry-after');
			clock.at += 600;
			expect((await get()).status).toBe(200);
			expect((await get()).status).toBe(429);
		});

		it('is one for the account, whatever the token', async () => {
			const { sandbox } = used;
			sandbox.options.ubidotsRequestsPerSecond = 1;
			const { token } = (await mint(sandbox.secrets.ubidotsApiKey)).data;
			expect(await statusWith(token)).toBe(200);
			expect(await statusWith(sandbox.secrets.ubidotsToken)).toBe(429);
			expect(await statusWith('BBFF-wrong')).toBe(401);
		});

		it('is a longer window below one request per second', async () => {
			const { sandbox, clock } = used;
			sandbox.options.ubidotsRequestsPerSecond = 0.1;
			expect((await get()).status).toBe(200);
			clock.at += 9_999;
			expect((await get()).status).toBe(429);
			clock.at += 1;
			expect((await get()).status).toBe(200);
		});

		it('says when to come back, in seconds or as a date, when told so', async () => {
			const { sandbox, clock } = used;
			sandbox.options.ubidotsRequestsPerSecond = 0.5;
			await get();
			sandbox.options.retryAfter = 'seconds';
			expect((await get()).headers['retry-after']).toBe('2');
			sandbox.options.retryAfter = 'date';
			const date = Date.parse(String((await get()).headers['retry-after']));
			expect(date).toBeGreaterThanOrEqual(clock.at + 2000);
		});

		it('does not carry out what it refuses', async () => {
			const { sandbox } = used;
			sandbox.options.ubidotsRequestsPerSecond = 1;
			await get();
			await ubidotsClient(sandbox).patch(`${USERS}${TESTT}`, { firstName: 'No' });
			expect(sandbox.ubidots.user(TESTT)?.firstName).toBe('Test');
		});
	});

	describe('Ubidots paths and bodies', () => {
		it.each([
			['/api/v2.0/users?page=1', '/api/v2.0/users/?page=1'],
			[`/api/v2.0/users/${TESTT}/`, `/api/v2.0/users/${TESTT}`],
			['/api/v2.0/roles', '/api/v2.0/roles/'],
		])('redirects %s to %s', async (path, location) => {
			const { status, headers } = await ubidotsClient(used.sandbox).get(path);
			expect([status, headers.location]).toEqual([301, location]);
		});

		it('redirects a bulk update without its slash instead of carrying it out', async () => {
			const { status } = await ubidotsClient(used.sandbox).patch(
				'/api/v2.0/users/_/bulk/update',
				[],
			);
			expect(status).toBe(301);
		});

		it.each(['nobody', '~nobody', '%', '%20'])('knows no user "%s"', async (key) => {
			const { status, data } = await ubidotsClient(used.sandbox).get(`/api/v2.0/users/${key}`);
			expect([status, data]).toEqual([
				404,
				{ code: 404001, message: 'Not found.', detail: 'Not found.' },
			]);
		});

		it('decodes the key', async () => {
			expect((await ubidotsClient(used.sandbox).get('/api/v2.0/users/%7Etestt')).data.id).toBe(
				TESTT,
			);
		});

		it('refuses other methods and unknown paths', async () => {
			const api = ubidotsClient(used.sandbox);
			expect((await api.put(`/api/v2.0/users/${TESTT}`, {})).status).toBe(405);
			expect((await api.get('/api/v2.0/devices/')).status).toBe(404);
		});

		it('refuses a body over 10,000 bytes, counted as UTF-8', async () => {
			const api = ubidotsClient(used.sandbox);
			const body = (characters: number) => ({ firstName: 'é'.repeat(characters) });
			expect((await api.patch(`/api/v2.0/users/${TESTT}`, body(4992))).status).toBe(200);
			expect((await api.patch(`/api/v2.0/users/${TESTT}`, body(4993))).status).toBe(413);
		});
	});
});

describe('the limit in doubt', () => {
	const used = useSandbox({ ubidotsRequestsPerSecond: 1 });
	const read = async () => await ubidotsClient(used.sandbox).get(`/api/v2.0/users/${TESTT}`);

	describe('the rate limit', () => {
		it('may be told by the status 420, with Retry-After or without', async () => {
			const { options } = used.sandbox;
			options.rateLimitStatus = 420;
			await read();
			const plain = await read();
			expect([plain.status, plain.data.code, plain.data.message]).toEqual([
				420,
				420001,
				'API limits exceeded.',
			]);
			expect(plain.headers).not.toHaveProperty('retry-after');
			options.retryAfter = 'seconds';
			expect((await read()).headers['retry-after']).toBe('1');
		});
	});
});
