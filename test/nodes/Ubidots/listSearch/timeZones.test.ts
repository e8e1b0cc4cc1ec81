import { names, openPicker, values } from '../../../support/pickers';
import { requests } from '../../../support/requests';
import { useWorld } from '../../../support/useWorld';

const world = useWorld();

const search = async (filter?: string) =>
	await openPicker(world, 'ubidots', 'searchTimeZones', filter);

describe('the list of time zones', () => {
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
		expect(new Set(values(page)).size).toBe(page.results.length);
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
