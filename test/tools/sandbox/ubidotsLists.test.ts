import { generatedUserId } from '../../../tools/sandbox';

import { TESTT, ubidotsClient, useSandbox } from './support';

describe('lists', () => {
	const used = useSandbox({ users: 130 });

	const list = async (params: Record<string, string | number>, path = 'users') =>
		(await ubidotsClient(used.sandbox).get(`/api/v2.0/${path}/`, { params })).data;
	const names = async (params: Record<string, string | number>): Promise<string[]> =>
		(await list({ page_size: 200, fields: 'username', ...params })).results.map(
			({ username }: { username: string }) => username,
		);

	describe('the list of users', () => {
		it('is paged by 50 unless told otherwise, with links to the pages around', async () => {
			const first = await list({});
			expect(first).toMatchObject({ count: 142, previous: null });
			expect(first.results).toHaveLength(50);
			expect(first.next).toBe(`${used.sandbox.url}/api/v2.0/users/?page=2`);
			const second = (await ubidotsClient(used.sandbox).get(first.next)).data;
			expect(second.previous).toBe(`${used.sandbox.url}/api/v2.0/users/?page=1`);
			expect((await list({ page: 3 })).next).toBeNull();
			expect((await list({ page: 3 })).results).toHaveLength(42);
		});

		it('keeps filters in the links', async () => {
			const { next } = await list({ page_size: 5, search: 'person' });
			expect(next).toBe(`${used.sandbox.url}/api/v2.0/users/?page_size=5&search=person&page=2`);
		});

		it('caps a large page without a word', async () => {
			used.sandbox.options.maxPageSize = 60;
			expect((await list({ page_size: 1000 })).results).toHaveLength(60);
			used.sandbox.options.maxPageSize = 1000;
		});

		it.each([0, -1, 'x', 4])('has no page %s', async (page) => {
			const { status, data } = await ubidotsClient(used.sandbox).get('/api/v2.0/users/', {
				params: { page },
			});
			expect([status, data.code]).toEqual([404, 404001]);
		});

		it('gives an empty first page when nothing fits', async () => {
			expect(await list({ username: 'nobody' })).toEqual({
				count: 0,
				next: null,
				previous: null,
				results: [],
			});
		});

		it('leaves out what comes on demand only, and gives it when asked', async () => {
			const [plain] = (await list({ id: TESTT })).results;
			expect(Object.keys(plain)).not.toEqual(expect.arrayContaining(['organizations']));
			const [asked] = (await list({ id: TESTT, fields: 'organizations,username' })).results;
			expect(Object.keys(asked)).toEqual(['username', 'organizations']);
		});

		it('sorts both ways', async () => {
			expect((await names({ sort_by: 'username' }))[0]).toBe('Sean-OBrien');
			expect((await names({ sort_by: '-username' }))[0]).toBe('wei-zhang');
			expect((await names({ sort_by: 'created_at' }))[0]).toBe('mara-lindqvist');
			expect((await names({ sort_by: '-created_at' }))[0]).toBe('kai-makoa');
			expect(await names({ sort_by: 'nothing' })).toHaveLength(142);
		});

		it.each([
			['ibáñez', ['jose-ibanez']],
			['EXAMPLE.ORG linh', ['linh_nguyen']],
			['Ibáñez, José', ['jose-ibanez']],
			['张', ['wei-zhang']],
			['no such person', []],
		])('searches names and addresses for "%s"', async (search, expected) => {
			expect(await names({ search })).toEqual(expected);
		});
	});

	describe('the lists for pickers', () => {
		it('hold organizations, roles without id, and dashboards', async () => {
			const organizations = await list(
				{ fields: 'id,label,name', search: 'water' },
				'organizations',
			);
			expect(organizations.results).toEqual([
				{ id: '61c0a2de4f1b8e000a51d002', label: 'northwind-water', name: 'Northwind Water' },
			]);
			const roles = await list({ sort_by: '-label', page_size: 2 }, 'roles');
			expect(roles).toMatchObject({
				count: 5,
				results: [{ label: 'viewer' }, { label: 'patch1' }],
			});
			expect(roles.results[0]).not.toHaveProperty('id');
			expect((await list({ label__in: 'on-call,plant-overview' }, 'dashboards')).count).toBe(2);
			const later = { created_at__gt: '2022-05-01', sort_by: 'name', fields: 'name' };
			expect((await list(later, 'organizations')).results).toEqual([
				{ name: 'City Lights' },
				{ name: 'Cliente1' },
			]);
		});

		it('have items behind their keys', async () => {
			const api = ubidotsClient(used.sandbox);
			expect((await api.get('/api/v2.0/organizations/~acme-energy')).data.name).toBe('Acme Energy');
			expect((await api.get('/api/v2.0/roles/viewer')).data.label).toBe('viewer');
			expect((await api.get('/api/v2.0/dashboards/none')).status).toBe(404);
		});
	});
});

describe('filters', () => {
	const used = useSandbox({ users: 130 });

	const names = async (params: Record<string, string | number>): Promise<string[]> => {
		const { data } = await ubidotsClient(used.sandbox).get('/api/v2.0/users/', {
			params: { page_size: 200, fields: 'username', ...params },
		});
		return data.results.map(({ username }: { username: string }) => username);
	};

	const filters: Array<[Record<string, string>, string[]]> = [
		[{ username: 'testt' }, ['testt']],
		[{ username__iexact: 'TESTT' }, ['testt']],
		[{ username__in: 'testt,nobody,wei-zhang' }, ['testt', 'wei-zhang']],
		[{ username__startswith: 'Sean' }, ['Sean-OBrien']],
		[{ username__istartswith: 'sean' }, ['Sean-OBrien']],
		[{ username__endswith: 'makoa' }, ['kai-makoa']],
		[{ username__iendswith: 'MAKOA' }, ['kai-makoa']],
		[{ email: 'sean.obrien@example.com' }, []],
		[{ email__iexact: 'sean.obrien@example.com' }, ['Sean-OBrien']],
		[{ email__in: 'Sean.OBrien@example.com,wei.zhang@example.org' }, ['Sean-OBrien', 'wei-zhang']],
		[{ email__icontains: '+OPS' }, ['linh_nguyen']],
		[{ firstName: 'José' }, ['jose-ibanez']],
		[{ first_name__contains: 'os' }, ['jose-ibanez']],
		[{ last_name: 'Mākoa' }, ['kai-makoa']],
		[{ name__icontains: 'wei' }, []],
		[{ isActive: 'false' }, ['noor-haddad']],
		[{ is_active: 'False' }, ['noor-haddad']],
		[{ createdAt__lt: '2022-01-01' }, ['mara-lindqvist']],
		[{ created_at__gte: '2023-11-30T20:00:00Z' }, ['kai-makoa']],
		[{ created_at__range: '2022-06-01,2022-08-01' }, ['fatima-alzahra']],
		[{ lastLogin__isnull: 'false', isActive: 'true' }, ['mara-lindqvist', 'testt']],
		[{ organizationsCount__gt: '2' }, ['mara-lindqvist']],
		[{ decimalPlaces: '0' }, ['wei-zhang']],
		[{ decimal_places__lte: '2' }, ['amara-okafor', 'wei-zhang']],
		[{ organization__label: 'my-third-customer' }, ['testt']],
		[{ organization__name__istartswith: 'cliente' }, ['testt']],
		[{ organization__label__in: 'my-third-customer,none' }, ['testt']],
		[{ tags: 'tag1,tag2' }, ['testt']],
		[{ tags: '["tag2","tag1"]' }, []],
		[{ tags__contains: 'field,pumps' }, ['wei-zhang']],
		[{ tags__overlap: 'pumps,office' }, ['jose-ibanez', 'wei-zhang']],
		[{ tags__contained_by: 'tag1,tag2,tag3', tags__len: '2' }, ['testt']],
		[{ tags__len: '3' }, ['wei-zhang']],
		[{ properties__has_key: 'deactivation_timestamp' }, ['noor-haddad']],
		[{ properties__has_any_keys: 'a,password_update_timestamp' }, ['testt']],
		[{ properties__contains: '{"password_update_timestamp":1712608765455}' }, ['testt']],
		[{ 'isActive!': 'true' }, ['noor-haddad']],
		[{ username__in: 'testt,kai-makoa', 'username!': 'testt' }, ['kai-makoa']],
	];

	describe('a filter on users', () => {
		it.each(filters)('%j', async (params, expected) => {
			expect((await names(params)).sort()).toEqual(expected.sort());
		});

		it('on an unknown attribute or with an unknown operator filters nothing', async () => {
			expect(await names({ shoeSize: '44', username__sounds: 'x' })).toHaveLength(142);
		});

		it('finds two users of one address', async () => {
			used.sandbox.ubidots.put({ username: 'twin', email: 'testt@example.com' });
			expect(await names({ email__in: 'testt@example.com' })).toEqual(['testt', 'twin']);
		});

		it('with a list of ids may be ignored or honour its first value only', async () => {
			const { options } = used.sandbox;
			const id__in = [generatedUserId(7), generatedUserId(8)].join(',');
			expect(await names({ id__in })).toEqual(['person-00007', 'person-00008']);
			options.honourInFilters = 'first';
			expect(await names({ id__in })).toEqual(['person-00007']);
			options.honourInFilters = 'ignored';
			expect(await names({ id__in })).toHaveLength(142);
			options.honourInFilters = true;
		});
	});
});
