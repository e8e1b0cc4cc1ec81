import { generatedUpsunId } from '../../../tools/sandbox';

import { JSMITH, ME, upsunClient, useSandbox } from './support';

const used = useSandbox({ users: 40 });
const get = async (path: string) => await upsunClient(used.sandbox).get(path);

/** Every item of a list, page by page. */
async function follow(path: string): Promise<{ items: Array<{ user_id: string }>; pages: number }> {
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
			mfa_enabled: false,
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
