import { names, openPicker, values } from '../../../support/pickers';
import { requests } from '../../../support/requests';
import { useWorld } from '../../../support/useWorld';

const world = useWorld();

const search = async (filter?: string) =>
	await openPicker(world, 'upsun', 'searchCountries', filter);

describe('the list of countries', () => {
	it('holds every country by its English name with its code, in order, and asks nobody', async () => {
		const page = await search();
		expect(page.results).toContainEqual({ name: 'Germany (DE)', value: 'DE' });
		expect(page.results).toContainEqual({ name: 'Colombia (CO)', value: 'CO' });
		expect(page.results).toHaveLength(250);
		expect(new Set(values(page)).size).toBe(250);
		expect(values(page).every((code) => /^[A-Z]{2}$/.test(String(code)))).toBe(true);
		expect(names(page)).toEqual([...names(page)].sort((a, b) => a.localeCompare(b)));
		expect(requests(world)).toEqual([]);
	});

	it('has a name for every code', async () => {
		const { results } = await search();
		expect(results.filter(({ name, value }) => name.startsWith(`${String(value)} (`))).toEqual([]);
	});

	it("holds the code of the API page's own example", async () => {
		expect(values(await search())).toContain('EU');
	});

	it.each([
		['germ', ['DE']],
		['(fr)', ['FR']],
		['united kingdom', ['GB']],
		['Türkiye', ['TR']],
		['ivoire', ['CI']],
		['aland islands', ['AX']],
		['turkiye', ['TR']],
		['Atlantis', []],
	])('is searched: %s', async (filter, codes) => {
		expect(values(await search(filter))).toEqual(codes);
	});
});
