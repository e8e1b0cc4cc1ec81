import { generatedUserId } from '../../../../tools/sandbox';

import { ubidotsClient, useSandbox } from '../support';

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
