import { ME, upsunClient, useSandbox } from '../support';

const used = useSandbox({ users: 40 });
const MEMBERS = '/organizations/name=acme-energy/members';
const get = async (path: string) => await upsunClient(used.sandbox).get(path);

describe('a list of Upsun members', () => {
	it('may link to another host for its next page', async () => {
		used.sandbox.options.foreignMemberLinks = { next: 'https://elsewhere.example' };
		const { _links } = (await get(`${MEMBERS}?page[size]=10`)).data;
		expect(_links.next.href).toMatch(/^https:\/\/elsewhere\.example\/organizations\//);
		expect(_links['ref:users:0'].href).toMatch(/^\/ref\/users/);
	});

	it('may link to another host for the names', async () => {
		used.sandbox.options.foreignMemberLinks = { ref: 'https://elsewhere.example' };
		const { _links } = (await get(`${MEMBERS}?page[size]=10`)).data;
		expect(_links['ref:users:0'].href).toMatch(/^https:\/\/elsewhere\.example\/ref\/users/);
		expect(_links.next.href).toMatch(/^\/organizations\//);
	});

	it.each([403, 500] as const)('may have a page that answers %d', async (status) => {
		used.sandbox.options.failingMemberPage = { page: 2, status };
		const first = await get(`${MEMBERS}?page[size]=10`);
		expect(first.status).toBe(200);
		const second = await get(first.data._links.next.href);
		expect([second.status, second.headers['content-type']]).toEqual([
			status,
			'application/problem+json',
		]);
	});
});

describe('an id of an Upsun user', () => {
	const idsIn = async () => {
		const { items, _links } = (await get(MEMBERS)).data;
		const references = (await get(_links['ref:users:0'].href)).data;
		const [[key, reference]] = Object.entries<{ id: string }>(references);
		expect(items[0].owner).toBe(true);
		expect(reference.id).toBe(key);
		return { user: (await get('/users/me')).data.id, member: items[0].user_id, reference: key };
	};

	it.each(['user', 'member', 'reference'] as const)(
		'may be in upper case in one answer and not in another: %s',
		async (kind) => {
			used.sandbox.options.upperCaseIds = [kind];
			const lower = { user: ME, member: ME, reference: ME };
			expect(await idsIn()).toEqual({ ...lower, [kind]: ME.toUpperCase() });
			expect(used.sandbox.upsun.me.id).toBe(ME);
		},
	);
});
