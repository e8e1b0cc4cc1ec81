import type { IDataObject } from 'n8n-workflow';

import { listSearch } from '../../../../nodes/Upsun/listSearch';
import { fakePicker } from '../../../support/fakePicker';

const CREDENTIALS = {
	...{ authentication: 'accessToken', accessToken: 'access-1' },
	apiUrl: 'https://api.upsun.com',
};

/** What the picker of users shows when the service has these answers by path, and what it asked for. */
async function open(answers: Record<string, IDataObject | number>, filter?: string) {
	const { context, asked } = fakePicker(CREDENTIALS, (path) => answers[path] ?? 404);
	const { results } = await listSearch.searchUsers.call(context, filter);
	return { results, asked, names: results.map(({ name }) => name) };
}

const links = (hrefs: Record<string, string>) => ({
	_links: Object.fromEntries(Object.entries(hrefs).map(([name, href]) => [name, { href }])),
});
const organization = (n: number) => links({ members: `/organizations/${n}/members` });
const members = (n: number) => `/organizations/${n}/members?page[size]=100`;
const ME = { name: 'Me', value: 'me' };
const ada = { id: 'a', username: 'ada', first_name: 'Ada', last_name: 'L', email: 'ada@b.c' };
const bob = { id: 'b', username: 'bob', email: 'bob@b.c' };

describe('the users of Upsun', () => {
	it('are Me and the members of all organizations, by name, each once', async () => {
		const { results, asked } = await open({
			'/organizations': { items: [organization(1), organization(2)] },
			[members(1)]: {
				items: [{ user_id: 'b' }, { user_id: 'a' }, { user_id: 'c' }, {}],
				...links({ 'ref:users:0': '/ref/users?in=b', 'ref:users:1': '/ref/users?in=a' }),
			},
			'/ref/users?in=b': { b: bob, x: null },
			'/ref/users?in=a': { a: ada, d: { id: 'd' } },
			[members(2)]: { items: [{ user_id: 'a' }] },
		});
		expect(results).toEqual([
			ME,
			{ name: 'Ada L, ada@b.c', value: 'a' },
			{ name: 'bob, bob@b.c', value: 'b' },
			{ name: 'c', value: 'c' },
			{ name: 'd', value: 'd' },
		]);
		expect(asked).toEqual(expect.arrayContaining(['/organizations', members(1), members(2)]));
		expect(asked).toHaveLength(5);
	});

	it('are found by the words of the filter', async () => {
		const answers = {
			'/organizations': { items: [organization(1)] },
			[members(1)]: { items: [], ...links({ 'ref:users:0': '/ref' }) },
			'/ref': { a: ada, b: bob },
		};
		expect((await open(answers, 'B.C bob')).names).toEqual(['bob, bob@b.c']);
	});

	it('are listed without the token, also where a link and a name repeat it', async () => {
		const answers = {
			'/organizations': { items: [organization(1)] },
			[members(1)]: { items: [], ...links({ 'ref:users:0': '/ref?by=access-1' }) },
			'/ref?by=access-1': { b: { ...bob, username: 'bob access-1' } },
		};
		expect((await open(answers)).names).toEqual(['Me', 'bob •••, bob@b.c']);
	});

	it('are read to the last page of an organization', async () => {
		const { names, asked } = await open({
			'/organizations': { items: [links({ members: '/members?sort=id' })] },
			'/members?sort=id&page[size]=100': {
				items: [{ user_id: 'a' }],
				...links({ next: '/page/2' }),
			},
			'/page/2': { items: [{ user_id: 'b' }] },
		});
		expect(names).toEqual(['Me', 'a', 'b']);
		expect(asked).toHaveLength(3);
	});

	it('keep their names when they come again on a later page', async () => {
		const { names } = await open({
			'/organizations': { items: [organization(1)] },
			[members(1)]: {
				items: [{ user_id: 'a' }],
				...links({ 'ref:users:0': '/ref', next: '/page/2' }),
			},
			'/ref': { a: ada },
			'/page/2': { items: [{ user_id: 'a' }] },
		});
		expect(names).toEqual(['Me', 'Ada L, ada@b.c']);
	});

	it('are asked for again when the service is busy for a moment', async () => {
		jest.spyOn(Math, 'random').mockReturnValue(0.01);
		let busy = 1;
		const { context, asked } = fakePicker(CREDENTIALS, () => (busy-- > 0 ? 503 : { items: [] }));
		const { results } = await listSearch.searchUsers.call(context);
		jest.restoreAllMocks();
		expect([results, asked.length]).toEqual([[ME], 2]);
	});

	it.each([403, 404])('are only Me where the token may see no organization: %i', async (status) => {
		expect((await open({ '/organizations': status })).results).toEqual([ME]);
	});

	it('cannot be listed where that fails for another reason', async () => {
		await expect(open({ '/organizations': 400 })).rejects.toThrow(
			'Could not list the users of your organizations: Upsun answered 400: No.',
		);
	});
});

describe('what is left out is said, where it is', () => {
	const gapOf = async (answers: Record<string, IDataObject | number>) => {
		const { results } = await open(answers);
		const last = results.at(-1);
		return last?.value === '' ? last.name : undefined;
	};

	it('not for an organization whose members the token may not see', async () => {
		const items = [organization(1), organization(2), links({}), organization(3)];
		const answers = { [members(1)]: 403, [members(2)]: 404, [members(3)]: { items: [] } };
		expect(await gapOf({ '/organizations': { items }, ...answers })).toBeUndefined();
	});

	it('for a request that fails', async () => {
		const items = [organization(1)];
		expect(await gapOf({ '/organizations': { items }, [members(1)]: 400 })).toBe(
			'Not everyone is listed: Could not list the users of your organizations: Upsun answered 400: No.. Enter others by hand',
		);
	});

	it('beyond twenty organizations', async () => {
		const of = (count: number) => Array.from({ length: count }, (_, n) => organization(n));
		const text =
			'Not everyone is listed: Only the members of 20 organizations are listed. Enter others by hand';
		expect(await gapOf({ '/organizations': { items: of(20) } })).toBeUndefined();
		expect(await gapOf({ '/organizations': { items: of(21) } })).toBe(text);
		const more = { items: of(1), ...links({ next: '/organizations?page=2' }) };
		expect(await gapOf({ '/organizations': more })).toBe(text);
		expect((await open({ '/organizations': { items: of(30) } })).asked).toHaveLength(21);
	});

	it('beyond five pages of an organization', async () => {
		const page = (n: number, next: boolean) => ({
			items: [{ user_id: `u${n}` }],
			...(next && links({ next: `/page/${n + 1}` })),
		});
		const pages = (count: number) => ({
			'/organizations': { items: [organization(1)] },
			[members(1)]: page(1, count > 1),
			...Object.fromEntries(
				[2, 3, 4, 5, 6].map((n) => [`/page/${n}`, page(n, n < count)] as const),
			),
		});
		expect(await gapOf(pages(5))).toBeUndefined();
		expect(await gapOf(pages(6))).toBe(
			'Not everyone is listed: Only 500 members of an organization are listed. Enter others by hand',
		);
		expect((await open(pages(6))).names.slice(0, 6)).toEqual(['Me', 'u1', 'u2', 'u3', 'u4', 'u5']);
	});
});

it('countries are listed by name, with their codes', async () => {
	const { context } = fakePicker(CREDENTIALS, () => 500);
	const { results } = await listSearch.searchCountries.call(context);
	const names = results.map(({ name }) => name);
	expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
	expect(results).toContainEqual({ name: 'Germany (DE)', value: 'DE' });
	expect(results).toContainEqual({ name: 'European Union (EU)', value: 'EU' });
	expect(new Set(results.map(({ value }) => value)).size).toBe(results.length);
});
