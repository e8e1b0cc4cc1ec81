import { generatedUpsunId } from '../../../tools/sandbox';
import { client, JSMITH, ME, raw, upsunClient, useSandbox } from './support';

describe('users', () => {
	const used = useSandbox();
	const api = () => upsunClient(used.sandbox);
	afterEach(() => {
		Object.assign(used.sandbox.options, { upsunErrors: 'error', upsunAdmin: false });
	});

	describe('reading Upsun users', () => {
		it.each([
			'me',
			ME,
			ME.toUpperCase(),
			'email=robin.salgado@example.com',
			'email=ROBIN.SALGADO%40example.com',
			'email%3Drobin.salgado%40example.com',
			'username=robin-salgado',
			'username%3Drobin-salgado',
		])('finds one by %s', async (key) => {
			const { status, data } = await api().get(`/users/${key}`);
			expect([status, data.id]).toEqual([200, ME]);
		});

		it('keeps a plus sign in an address', async () => {
			const { data } = await api().get('/users/email=greta.lund+upsun@example.org');
			expect(data.username).toBe('greta-lund');
		});

		it.each(['nobody', 'email=nobody@example.com', 'username=', '%', 'email='])(
			'answers 404 without a body for %s',
			async (key) => {
				const { status, data } = await api().get(`/users/${key}`);
				expect([status, data]).toEqual([404, '']);
			},
		);

		it('serves the same below a path prefix', async () => {
			expect((await api().get('/upsun/users/me')).data.id).toBe(ME);
		});

		it('refuses a request without a bearer token', async () => {
			expect((await client(used.sandbox).get('/users/me')).status).toBe(401);
		});
	});

	describe('updating an Upsun user', () => {
		const patch = async (body: unknown, id = ME) => await api().patch(`/users/${id}`, body);

		it('touches only what was sent', async () => {
			const { username, email } = used.sandbox.upsun.me;
			expect((await patch({ company: '', nickname: 'x' })).data).toMatchObject({
				username,
				email,
				company: '',
			});
			expect((await patch({ username })).status).toBe(200);
		});

		it('knows no update of me, of nobody or of a broken id', async () => {
			expect((await patch({}, 'me')).status).toBe(404);
			used.sandbox.options.upsunAdmin = true;
			expect((await patch({}, ME.replace('d81c', '0000'))).status).toBe(404);
			expect((await patch({}, 'not-a-uuid')).status).toBe(404);
		});

		it('lets the token change itself only, unless told otherwise', async () => {
			const refused = await patch({ company: 'X' }, JSMITH);
			expect([refused.status, Object.keys(refused.data)]).toEqual([403, ['error']]);
			used.sandbox.options.upsunAdmin = true;
			expect((await patch({ company: 'X' }, JSMITH)).data.company).toBe('X');
		});

		it.each([
			['picture', '/relative.png'],
			['website', 'example.com'],
			['website', ''],
			['country', 'COL'],
			['country', 'C1'],
			['country', ''],
			['username', 'jsmith'],
			['username', ''],
			['username', 'me@example.com'],
			['first_name', 1],
			['company', null],
		])('refuses %s = %j in both documented shapes', async (field, value) => {
			const short = await patch({ [field]: value });
			expect([short.status, short.data]).toEqual([400, { error: expect.stringContaining(field) }]);
			used.sandbox.options.upsunErrors = 'detail';
			const long = await patch({ [field]: value });
			expect([long.status, long.data]).toEqual([
				400,
				{
					status: 'Invalid input',
					message: expect.any(String),
					code: 400,
					detail: { [field]: [long.data.message] },
					title: 'Bad Request',
				},
			]);
		});

		it('refuses a body that is no JSON object', async () => {
			expect((await patch(raw('{'))).status).toBe(400);
			expect((await patch([])).status).toBe(400);
		});
	});

	describe('the mails of Upsun', () => {
		const post = async (path: string, body?: unknown) => await api().post(`/users/${path}`, body);

		it('go to the new address, which is not yet the user’s', async () => {
			const { status, data } = await post(`${ME}/emailaddress`, {
				email_address: 'new@example.com',
			});
			expect([status, data]).toEqual([204, '']);
			expect(used.sandbox.upsun.mails()).toEqual([
				{ kind: 'emailaddress', userId: ME, to: 'new@example.com' },
			]);
			expect(used.sandbox.upsun.me.email).toBe('robin.salgado@example.com');
		});

		it('are not sent for a missing, broken, taken or foreign address', async () => {
			expect((await post(`${ME}/emailaddress`, {})).status).toBe(400);
			expect((await post(`${ME}/emailaddress`, { email_address: 'x' })).status).toBe(400);
			expect(
				(await post(`${ME}/emailaddress`, { email_address: 'JSMITH@example.com' })).status,
			).toBe(409);
			expect(
				(await post(`${JSMITH}/emailaddress`, { email_address: 'n@example.com' })).status,
			).toBe(403);
			expect(used.sandbox.upsun.mails()).toEqual([]);
		});

		it('carry a new password link', async () => {
			expect((await post(`${ME}/resetpassword`)).status).toBe(204);
			expect((await post(`${JSMITH}/resetpassword`)).status).toBe(403);
			expect(used.sandbox.upsun.mails()).toEqual([
				{ kind: 'resetpassword', userId: ME, to: 'robin.salgado@example.com' },
			]);
		});
	});
});

describe('tokens', () => {
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
});

describe('with forty users more,', () => {
	const used = useSandbox({ users: 40 });
	const get = async (path: string) => await upsunClient(used.sandbox).get(path);

	/** Every item of a list, page by page. */
	async function follow(
		path: string,
	): Promise<{ items: Array<{ user_id: string }>; pages: number }> {
		const items: Array<{ user_id: string }> = [];
		let pages = 0;
		for (let href: string | undefined = path; href; pages += 1) {
			const { data } = await get(href);
			items.push(...data.items);
			href = data._links.next?.href;
		}
		return { items, pages };
	}

	describe('Upsun organizations', () => {
		it('are listed with their number and relative links', async () => {
			const { data } = await get('/organizations');
			expect(data).toMatchObject({ count: 3, _links: { self: { href: '/organizations' } } });
			expect(data.items[0]).toMatchObject({ name: 'acme-energy', owner_id: ME, status: 'active' });
			expect(data.items[0]._links.members.href).toBe(`/organizations/${data.items[0].id}/members`);
		});

		it('of a user come without a number, and only for oneself', async () => {
			const { data } = await get(`/users/${ME}/organizations`);
			expect([data.items.length, data.count]).toEqual([3, undefined]);
			expect((await get(`/users/${JSMITH}/organizations`)).status).toBe(403);
		});

		it('keep their members to themselves where the token has no right', async () => {
			const closed = (await get('/organizations')).data.items[2];
			expect(closed._links).not.toHaveProperty('members');
			const { status, headers } = await get(`/organizations/${closed.id}/members`);
			expect([status, headers['content-type']]).toEqual([403, 'application/problem+json']);
			expect((await get('/organizations/name=nowhere/members')).status).toBe(404);
		});
	});

	describe('members', () => {
		const MEMBERS = '/organizations/name=acme-energy/members';

		it('come page by page behind links', async () => {
			const { items, pages } = await follow(`${MEMBERS}?page[size]=7`);
			expect([items.length, pages]).toEqual([45, 7]);
			expect(new Set(items.map(({ user_id }) => user_id)).size).toBe(45);
		});

		it('can be paged backwards', async () => {
			const first = (await get(`${MEMBERS}?page[size]=10`)).data;
			const second = (await get(first._links.next.href)).data;
			const back = (await get(second._links.previous.href)).data;
			expect(back.items).toEqual(first.items);
			expect(first._links).not.toHaveProperty('previous');
		});

		it.each(['page[size]=0', 'page[size]=101', 'page[size]=x', 'page[after]=made-up'])(
			'refuse %s',
			async (query) => {
				expect((await get(`${MEMBERS}?${query}`)).status).toBe(400);
			},
		);

		it('have their names behind signed reference links', async () => {
			const { _links, items } = (await get(MEMBERS)).data;
			expect(items[0]).toMatchObject({ user_id: ME, level: 'admin', owner: true });
			expect(items[0]).not.toHaveProperty('email');
			const first = (await get(_links['ref:users:0'].href)).data;
			const second = (await get(_links['ref:users:1'].href)).data;
			expect(Object.keys({ ...first, ...second })).toHaveLength(45);
			expect(first[ME]).toEqual({
				id: ME,
				username: 'robin-salgado',
				email: 'robin.salgado@example.com',
				first_name: 'Robin',
				last_name: 'Salgado',
				picture: expect.any(String),
				mfa_enabled: true,
				sso_enabled: false,
			});
			expect(second[generatedUpsunId(40)].username).toBe('member-00040');
		});

		it('are not looked up with a made-up signature', async () => {
			expect((await get(`/ref/users?in=${ME}&sig=x`)).status).toBe(400);
		});

		it('keep the path prefix in their links', async () => {
			const { data } = await get(`/upsun${MEMBERS}?page[size]=2`);
			expect(data._links.next.href).toMatch(/^\/upsun\//);
			expect((await get(data._links['ref:users:0'].href)).status).toBe(200);
		});
	});
});
