import type { IDataObject } from 'n8n-workflow';

import { listSearch } from '../../../../nodes/Ubidots/listSearch';
import { type Answer, fakePicker } from '../../../support/fakePicker';

const CREDENTIALS = { token: 'BBFF-1', baseUrl: 'https://industrial.api.ubidots.com' };

/** What a picker shows when the service answers like this, and what it asked for. */
async function open(
	method: keyof typeof listSearch,
	answer: Answer,
	...search: [filter?: string, token?: string]
) {
	const { context, asked, queries } = fakePicker(CREDENTIALS, answer);
	return { ...(await listSearch[method].call(context, ...search)), asked, queries };
}

const pageOf = (results: IDataObject[], next: string | null = null) => ({ results, next });

describe('a list that Ubidots searches', () => {
	it.each([
		['searchUsers', '/users/', 'id,username,email,firstName,lastName'],
		['searchOrganizations', '/organizations/', 'id,label,name'],
		['searchOrganizationLabels', '/organizations/', 'id,label,name'],
	] as const)(
		'%s is asked for page by page, as the picker is scrolled',
		async (method, path, fields) => {
			const first = await open(method, () => pageOf([], 'more'));
			expect(first).toMatchObject({ paginationToken: '2', asked: [path] });
			expect(first.queries).toEqual([{ page: 1, page_size: 50, fields }]);
			const last = await open(method, () => pageOf([]), 'ada', '7');
			expect(last).not.toHaveProperty('paginationToken');
			expect(last.queries).toEqual([{ page: 7, page_size: 50, fields, search: 'ada' }]);
		},
	);

	it.each<[IDataObject, string]>([
		[{ username: 'ada', email: 'a@b.c', firstName: 'Ada', lastName: 'L' }, 'Ada L (ada), a@b.c'],
		[{ username: 'ada', email: 'a@b.c', lastName: 'L' }, 'L (ada), a@b.c'],
		[{ username: 'ada', email: 'a@b.c' }, 'ada, a@b.c'],
		[{ username: 'ada', email: null }, 'ada'],
		[{ email: 'a@b.c' }, 'a@b.c'],
	])('shows the user %j as %s', async (user, name) => {
		const { results } = await open('searchUsers', () => pageOf([{ id: '1', ...user }]));
		expect(results).toEqual([{ name, value: '1' }]);
	});

	it('shows organizations by name, with the ID or the label as the value', async () => {
		const entries = [
			{ id: '1', label: 'acme', name: 'Acme' },
			{ id: '2', label: 'city' },
			{ id: '3' },
		];
		const byId = await open('searchOrganizations', () => pageOf(entries));
		expect(byId.results).toEqual([
			{ name: 'Acme', value: '1' },
			{ name: 'city', value: '2' },
			{ name: '3', value: '3' },
		]);
		const byLabel = await open('searchOrganizationLabels', () => pageOf(entries.slice(0, 2)));
		expect(byLabel.results.map(({ value }) => value)).toEqual(['acme', 'city']);
	});
});

describe('a list that is searched here', () => {
	const role = (n: number) => ({ label: `role-${n}`, name: `Role ${n}` });

	it.each([
		['searchRoles', '/roles/', 'role-1'],
		['searchDashboards', '/dashboards/', 'id-1'],
	] as const)('%s is fetched as a whole', async (method, path, value) => {
		const { results, asked, queries } = await open(method, (_, { page }) =>
			pageOf([{ ...role(Number(page)), id: `id-${String(page)}` }], page === 3 ? null : 'more'),
		);
		expect(asked).toEqual([path, path, path]);
		expect(queries.map(({ page }) => page)).toEqual([1, 2, 3]);
		expect(results[0]).toEqual({ name: 'Role 1', value });
		expect(results).toHaveLength(3);
	});

	it('shows what has the words of the filter', async () => {
		const { results } = await open('searchRoles', () => pageOf([role(1), role(2)]), '2 rolé');
		expect(results).toEqual([{ name: 'Role 2', value: 'role-2' }]);
	});

	it('ends at a page without entries, whatever it says of a next one', async () => {
		const { results, asked } = await open('searchRoles', (_, { page }) =>
			pageOf(page === 1 ? [role(1)] : [], 'more'),
		);
		expect([results.length, asked.length]).toEqual([1, 2]);
	});

	it('is ten pages at most, and says what is left out', async () => {
		const { results, asked } = await open('searchRoles', (_, { page }) =>
			pageOf([role(Number(page))], 'more'),
		);
		expect(asked).toHaveLength(10);
		expect(results).toHaveLength(11);
		expect(results.at(-1)).toEqual({
			name: 'Only the first 10 roles are listed. Enter others by hand',
			value: '',
		});
	});

	it('that the token may not see can be entered by hand', async () => {
		await expect(open('searchRoles', () => 403)).rejects.toThrow(
			/^Could not list roles: Ubidots answered 403: No\. .*You can also enter the value by hand$/,
		);
		await expect(open('searchRoles', () => 400)).rejects.toThrow(/answered 400: No\.$/);
	});
});

describe('the time zones', () => {
	it('have their current names and offsets, each once', async () => {
		const { results, asked } = await open('searchTimeZones', () => 500);
		expect(asked).toEqual([]);
		const values = results.map(({ value }) => String(value));
		expect(values).toEqual([...new Set(values)].sort());
		expect(values).toEqual(
			expect.arrayContaining(['Asia/Kolkata', 'Europe/Kyiv', 'America/Bogota']),
		);
		expect(results).toContainEqual({ name: 'America/Bogota (UTC-05:00)', value: 'America/Bogota' });
	});

	it('are found by name and offset', async () => {
		const { results } = await open('searchTimeZones', () => 500, 'bogota -05');
		expect(results.map(({ value }) => value)).toEqual(['America/Bogota']);
	});
});
