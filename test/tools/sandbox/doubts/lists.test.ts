import { generatedUserId } from '../../../../tools/sandbox';
import type { SandboxOptions } from '../../../../tools/sandbox';

import { ME, ubidotsClient, upsunClient, useSandbox } from '../support';

describe('odd lists', () => {
	// 12 named people and 8 more make 20.
	const used = useSandbox({ users: 8 });

	const list = async (params: Record<string, string | number>) =>
		await ubidotsClient(used.sandbox).get('/api/v2.0/users/', {
			params: { page_size: 10, fields: 'username', ...params },
		});
	const names = async (page: number): Promise<string[]> =>
		(await list({ page })).data.results.map(({ username }: { username: string }) => username);
	const be = (...listOddities: NonNullable<SandboxOptions['listOddities']>) =>
		Object.assign(used.sandbox.options, { listOddities });

	describe('a list', () => {
		it('may be ordered differently from page to page', async () => {
			const first = await names(1);
			be('reordered');
			expect(await names(1)).toEqual(first);
			expect(await names(2)).toEqual([...first].reverse());
		});

		it('may repeat a user on two pages, without losing another', async () => {
			be('repeated');
			const pages = [await names(1), await names(2), await names(3)];
			expect(pages.map((page) => page.length)).toEqual([10, 10, 2]);
			expect([pages[1][0], pages[2][0]]).toEqual([pages[0][9], pages[1][9]]);
			expect(new Set(pages.flat()).size).toBe(20);
			expect((await list({ page: 3 })).data.next).toBeNull();
		});

		it('may have a user twice on a page, in the place of another', async () => {
			be('twiceOnPage');
			const page = await names(2);
			expect(page).toHaveLength(10);
			expect(page[9]).toBe(page[0]);
		});

		it.each([
			['countMissing', undefined],
			['countTooHigh', 21],
			['countOfPage', 10],
		] as const)('may be wrong about its number: %s', async (oddity, count) => {
			be(oddity);
			expect((await list({})).data.count).toBe(count);
		});

		it('may promise a page that is not there', async () => {
			be('nextToNowhere');
			const { next } = (await list({ page: 2 })).data;
			expect((await ubidotsClient(used.sandbox).get(next)).status).toBe(404);
		});

		it('may promise one empty page after another', async () => {
			be('nextForEver');
			const { next } = (await list({ page: 2 })).data;
			const { data } = await ubidotsClient(used.sandbox).get(next);
			expect(data).toMatchObject({ results: [], next: expect.stringContaining('page=4') });
		});

		it('may end after its first page', async () => {
			be('cutShort');
			expect((await list({})).data).toMatchObject({ count: 20, next: null });
		});

		it('may have empty pages and promise more', async () => {
			be('emptyPages');
			expect((await list({})).data.results).toHaveLength(10);
			expect((await list({ page: 2 })).data).toMatchObject({
				results: [],
				next: expect.any(String),
			});
		});

		it('may become shorter from page to page', async () => {
			be('shrinkingCount');
			expect((await list({})).data.count).toBe(20);
			expect((await list({ page: 2 })).data.count).toBe(19);
		});

		it('may be one of no objects', async () => {
			be('noObjects');
			expect((await list({})).data.results[0]).toEqual([]);
		});

		it('may come without number and links', async () => {
			be('resultsOnly');
			const { data } = await list({});
			expect(Object.keys(data)).toEqual(['results']);
			expect(data.results).toHaveLength(10);
		});
	});
});

describe('filters in doubt', () => {
	const used = useSandbox({ users: 130 });

	const list = async (params: Record<string, string | number>) =>
		(await ubidotsClient(used.sandbox).get('/api/v2.0/users/', { params })).data;
	const names = async (params: Record<string, string | number>): Promise<string[]> => {
		const { results } = await list({ page_size: 200, fields: 'username', ...params });
		return results.map(({ username }: { username: string }) => username);
	};

	describe('a service that honours a list of values only in part', () => {
		const id__in = [7, 8, 9].map(generatedUserId).join(',');

		it('may take the first values and forget the rest', async () => {
			used.sandbox.options.honourInFilters = 2;
			expect(await names({ id__in })).toEqual(['person-00007', 'person-00008']);
		});

		it('may filter the first page and give everybody on the next', async () => {
			used.sandbox.options.honourInFilters = 'firstPage';
			const first = await list({ id__in, page_size: 2 });
			expect([first.count, first.results.length]).toEqual([3, 2]);
			const second = (await ubidotsClient(used.sandbox).get(first.next)).data;
			expect([second.count, second.results.length]).toEqual([142, 2]);
		});
	});

	describe('a service that does not know a filter', () => {
		it('gives everybody, and honours the filters that it knows', async () => {
			used.sandbox.options.ignoredFilters = ['email__iexact'];
			expect(await names({ email__iexact: 'TESTT@example.com' })).toHaveLength(142);
			expect(await names({ email__icontains: 'TESTT@' })).toEqual(['testt']);
		});
	});

	describe('a service that takes no account of case', () => {
		const filters = { email__in: 'TESTT@example.com', email: 'TESTT@example.com' };

		it('is not what the sandbox is unless told so', async () => {
			for (const [filter, value] of Object.entries(filters)) {
				expect(await names({ [filter]: value })).toEqual([]);
			}
			expect(await names({ username__in: 'TESTT' })).toEqual([]);
		});

		it('may do so for addresses', async () => {
			used.sandbox.options.ignoreCaseOf = ['email'];
			for (const [filter, value] of Object.entries(filters)) {
				expect(await names({ [filter]: value })).toEqual(['testt']);
			}
			expect(await names({ username__in: 'TESTT' })).toEqual([]);
		});

		it('may do so for usernames, in paths and when one is taken too', async () => {
			used.sandbox.options.ignoreCaseOf = ['username'];
			expect(await names({ username__in: 'TESTT,nobody' })).toEqual(['testt']);
			expect(await names({ username: 'Testt' })).toEqual(['testt']);
			const api = ubidotsClient(used.sandbox);
			expect((await api.get('/api/v2.0/users/~TESTT')).data.username).toBe('testt');
			const refused = await api.patch('/api/v2.0/users/~ines-duarte', { username: 'TESTT' });
			expect([refused.status, Object.keys(refused.data.detail)]).toEqual([400, ['username']]);
		});
	});
});

describe('members of Upsun', () => {
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
});
