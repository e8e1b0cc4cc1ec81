import { client, useSandbox } from './support';

const used = useSandbox();

describe('the Upsun token exchange', () => {
	const exchange = async (
		form: Record<string, string>,
		user = 'platform-api-user',
		password = '',
	) =>
		await client(used.sandbox).post('/oauth2/token', new URLSearchParams(form).toString(), {
			headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
			auth: { username: user, password },
		});
	const good = () => ({ grant_type: 'api_token', api_token: used.sandbox.secrets.upsunApiToken });

	it('gives an access token for 900 seconds', async () => {
		const { status, data } = await exchange(good());
		expect([status, data]).toEqual([
			200,
			{ access_token: expect.any(String), expires_in: 900, token_type: 'bearer' },
		]);
		const me = client(used.sandbox, { Authorization: `Bearer ${data.access_token}` });
		expect((await me.get('/users/me')).status).toBe(200);
		used.clock.at += 900_000;
		expect((await me.get('/users/me')).status).toBe(401);
		expect(used.sandbox.upsun.exchanges()).toBe(1);
	});

	it('refuses a wrong token, client, password or grant', async () => {
		const wrong = await exchange({ ...good(), api_token: 'nope' });
		expect([wrong.status, wrong.data.error]).toEqual([400, 'invalid_grant']);
		expect(wrong.data.error_description).toContain('API token');
		expect((await exchange(good(), 'someone')).status).toBe(401);
		expect((await exchange(good(), 'platform-api-user', 'x')).status).toBe(401);
		expect((await exchange({ ...good(), grant_type: 'password' })).data.error).toBe(
			'unsupported_grant_type',
		);
		expect(used.sandbox.upsun.exchanges()).toBe(0);
	});

	it('can have its tokens ended at once', async () => {
		const { access_token } = (await exchange(good())).data;
		used.sandbox.upsun.expireAccessTokens();
		const { status, data } = await client(used.sandbox, {
			Authorization: `Bearer ${access_token}`,
		}).get('/users/me');
		expect([status, Object.keys(data)]).toEqual([401, ['error']]);
	});
});
