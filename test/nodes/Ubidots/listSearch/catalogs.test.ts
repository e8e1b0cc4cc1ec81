import { failureOf, names, openPicker, values } from '../../../support/pickers';
import { requestPaths, requestQueries, requests } from '../../../support/requests';
import { useWorld } from '../../../support/useWorld';

const world = useWorld();

const queries = () => requestQueries(world);
const paths = () => requestPaths(world);

describe('organizations', () => {
	const ORGANIZATIONS = ['Acme Energy', 'Northwind Water', 'City Lights', 'Cliente1'];

	it('stand for their IDs where a default organization is written', async () => {
		const page = await openPicker(world, 'ubidots', 'searchOrganizations');
		expect(paths()).toEqual(['/api/v2.0/organizations/']);
		expect(names(page)).toEqual(ORGANIZATIONS);
		expect(values(page)).toEqual(world.sandbox.ubidots.organizations.map(({ id }) => id));
	});

	it('stand for their labels where they are assigned and filtered by', async () => {
		const page = await openPicker(world, 'ubidots', 'searchOrganizationLabels');
		expect(names(page)).toEqual(ORGANIZATIONS);
		expect(values(page)).toEqual([
			'acme-energy',
			'northwind-water',
			'city-lights',
			'my-third-customer',
		]);
	});

	it.each(['searchOrganizations', 'searchOrganizationLabels'])(
		'are searched and paged by Ubidots (%s)',
		async (method) => {
			expect(names(await openPicker(world, 'ubidots', method, 'water'))).toEqual([
				'Northwind Water',
			]);
			world.sandbox.options.maxPageSize = 3;
			const first = await openPicker(world, 'ubidots', method);
			expect(first.paginationToken).toBe('2');
			const second = await openPicker(world, 'ubidots', method, undefined, '2');
			expect(names(second)).toEqual(['Cliente1']);
			expect(second.paginationToken).toBeUndefined();
			const all = { page_size: '50', fields: 'id,label,name' };
			expect(queries()).toEqual([
				{ ...all, page: '1', search: 'water' },
				{ ...all, page: '1' },
				{ ...all, page: '2' },
			]);
		},
	);

	it.each(['searchOrganizations', 'searchOrganizationLabels'])(
		'may be none, which is no failure (%s)',
		async (method) => {
			expect(await openPicker(world, 'ubidots', method, 'nothing like it')).toEqual({
				results: [],
			});
		},
	);

	it('without a name show their label, without a label their ID', async () => {
		const results = [{ id: '1', label: 'nameless', name: '' }, { id: '2' }];
		const body = { count: 1, next: null, results };
		world.sandbox.faults.add({ answer: { status: 200, body } });
		expect(names(await openPicker(world, 'ubidots', 'searchOrganizations'))).toEqual([
			'nameless',
			'2',
		]);
	});
});

describe.each([
	['searchRoles', '/api/v2.0/roles/', 'Dashboards viewer', 'dashboards-viewer', 5],
	['searchDashboards', '/api/v2.0/dashboards/', 'On call', '60d1b3ef5a2c9f000b62e004', 4],
])('%s', (method, path, name, value, count) => {
	it('shows the names, and stands for what the API takes', async () => {
		const page = await openPicker(world, 'ubidots', method);
		expect(paths()).toEqual([path]);
		expect(page.results).toHaveLength(count);
		expect(page.results).toContainEqual({ name, value });
		expect(page.paginationToken).toBeUndefined();
	});

	it.each([
		['part of a name, in any case', (text: string) => text.slice(1, 6).toUpperCase()],
		['words in any order', (text: string) => text.split(' ').reverse().join(' ')],
		['letters with accents', (text: string) => text.replace('a', 'á')],
	])('is searched by %s', async (_, typed) => {
		const page = await openPicker(world, 'ubidots', method, typed(name));
		expect(values(page)).toEqual([value]);
	});

	it('is searched by the value', async () => {
		expect(values(await openPicker(world, 'ubidots', method, value))).toEqual([value]);
	});

	it('is empty, and no failure, when nothing fits', async () => {
		expect(await openPicker(world, 'ubidots', method, 'nothing like it')).toEqual({ results: [] });
	});

	it('shows all of a list of several pages, each asked for once', async () => {
		world.sandbox.options.maxPageSize = 2;
		const page = await openPicker(world, 'ubidots', method);
		expect(new Set(values(page)).size).toBe(count);
		expect(paths()).toHaveLength(Math.ceil(count / 2));
	});

	it('ends at a page without entries, whatever it says of a next one', async () => {
		const next = 'http://127.0.0.1/more';
		const page = (results: object[]) => ({ status: 200, body: { count: 99, next, results } });
		world.sandbox.faults.add({ answer: page([{ id: 'x', label: 'x', name: 'One' }]) });
		world.sandbox.faults.add({ times: 99, answer: page([]) });
		expect(names(await openPicker(world, 'ubidots', method))).toEqual(['One']);
		expect(paths()).toHaveLength(2);
	});

	it('can be entered by hand where the token may not see it, which is said then alone', async () => {
		const answer = (status: number) =>
			world.sandbox.faults.add({ answer: { status, body: { message: 'No.' } } });
		answer(403);
		const message = async () => (await failureOf(openPicker(world, 'ubidots', method))).message;
		expect(await message()).toMatch(/You can also enter the value by hand$/);
		answer(400);
		expect(await message()).toMatch(/answered 400: No\.$/);
	});

	it('looks at no more than ten pages, and says that there are more', async () => {
		const results = [{ id: 'x', label: 'x', name: 'Same' }];
		const body = { count: 99, next: 'http://127.0.0.1/more', results };
		world.sandbox.faults.add({ times: 99, answer: { status: 200, body } });
		const shown = names(await openPicker(world, 'ubidots', method));
		expect(paths()).toHaveLength(10);
		expect(shown).toHaveLength(11);
		expect(shown[10]).toMatch(/^Only the first 10 \w+ are listed\. Enter others by hand$/);
	});
});

describe('the list of time zones', () => {
	const search = async (filter?: string) =>
		await openPicker(world, 'ubidots', 'searchTimeZones', filter);

	it('holds the IANA names with their offset of today, and asks nobody', async () => {
		const page = await search();
		expect(page.results.length).toBeGreaterThan(300);
		expect(page.results).toContainEqual({
			name: 'America/Bogota (UTC-05:00)',
			value: 'America/Bogota',
		});
		expect(names(page).every((name) => /^[\w/+-]+ \(UTC([+-]\d\d:\d\d)?\)$/.test(name))).toBe(true);
		expect(requests(world)).toEqual([]);
	});

	it('holds UTC itself, and no zone twice', async () => {
		const page = await search();
		expect(page.results).toContainEqual({ name: 'UTC (UTC+00:00)', value: 'UTC' });
		expect(values(page)).toEqual([...new Set(values(page))].sort());
	});

	it('is searched by place and by offset', async () => {
		expect(values(await search('bogota'))).toEqual(['America/Bogota']);
		expect(values(await search('utc-05:00'))).toContain('America/Bogota');
		expect(values(await search('america bog'))).toEqual(['America/Bogota']);
		expect(await search('Atlantis')).toEqual({ results: [] });
	});

	it.each([
		'Asia/Kolkata',
		'Asia/Ho_Chi_Minh',
		'Asia/Kathmandu',
		'Europe/Kyiv',
		'America/Argentina/Buenos_Aires',
	])('offers the name of today, %s, and not only the one of long ago', async (zone) => {
		const [, place] = /([^/]+)$/.exec(zone) ?? [];
		expect(values(await search(place))).toContain(zone);
	});

	it('needs no credential and no network', async () => {
		world.setCredential('ubidots', { baseUrl: 'http://nowhere.invalid', token: '' });
		expect((await search('bogota')).results).toHaveLength(1);
	});
});
