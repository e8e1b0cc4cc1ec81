import type { SandboxOptions } from '../../../../tools/sandbox';

import { ubidotsClient, useSandbox } from '../support';

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

	it('may come without number and links', async () => {
		be('resultsOnly');
		const { data } = await list({});
		expect(Object.keys(data)).toEqual(['results']);
		expect(data.results).toHaveLength(10);
	});
});
