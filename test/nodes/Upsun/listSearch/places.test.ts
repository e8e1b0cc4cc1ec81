import type { INodeListSearchResult } from 'n8n-workflow';

import { setAccessToken } from '../../../support/credentials';
import { ACME, AIKO, CLOSED, METERS, WEBSITE } from '../../../support/people';
import { names, nodeOf, openPicker, values } from '../../../support/pickers';
import { requestLines, requests } from '../../../support/requests';
import { byId, locator } from '../../../support/setups';
import { useWorld } from '../../../support/useWorld';

const world = useWorld();
beforeEach(() => setAccessToken(world));

const open = async (method: string, filter?: string) =>
	await openPicker(world, 'upsun', method, filter);
const refuse = (path: string | RegExp, status: number) =>
	world.sandbox.faults.add({
		match: { path },
		times: 9,
		answer: { status, body: { error: 'You may not do this.' } },
	});

describe('the list of organizations', () => {
	it('has those first whose people the token manages', async () => {
		expect(names(await open('searchOrganizations'))).toEqual([
			'Acme Energy (acme-energy)',
			'City Lights (city-lights)',
			'Closed Doors (closed-doors)',
		]);
		expect(values(await open('searchOrganizations', 'acme'))).toEqual([ACME]);
	});

	it('says what is wrong, and that the value can be entered by hand', async () => {
		refuse(/\/organizations$/, 403);
		await expect(open('searchOrganizations')).rejects.toThrow(
			/Could not list your organizations.*You can also enter the value by hand/,
		);
	});
});

describe('the lists of projects and teams', () => {
	it('have the name of the organization, and are searched', async () => {
		expect(names(await open('searchProjects'))).toEqual([
			'Meter API (Acme Energy)',
			'Website (Acme Energy)',
		]);
		expect(values(await open('searchProjects', 'web acme'))).toEqual([WEBSITE]);
		expect(names(await open('searchTeams'))).toEqual(['Field engineers (Acme Energy)']);
	});

	it('have each team once where the filter by organization is ignored', async () => {
		const items = [{ id: 'field', organization_id: ACME, label: 'Field engineers' }];
		const answer = { status: 200, body: { items, count: 1 } };
		world.sandbox.faults.add({ match: { path: '/teams' }, times: 9, answer });
		expect(names(await open('searchTeams'))).toEqual(['Field engineers (Acme Energy)']);
	});

	it('say what is missing where one organization cannot be read', async () => {
		refuse(/001\/projects/, 500);
		const found = names(await open('searchProjects'));
		expect(found.at(-1)).toMatch(/^Not every one of the projects is listed: .*500/);
		expect(found).not.toContain(METERS);
	});
});

describe('the list of people', () => {
	const openFor = async (parameters: Parameters<typeof nodeOf>[1], filter?: string) =>
		await world.engine.callMethod<INodeListSearchResult>(
			nodeOf('upsun', { operation: 'remove', ...parameters }),
			'listSearch',
			'searchPeople',
			filter,
			undefined,
		);

	it.each([
		['organizationMember', { organizationId: byId(ACME) }, 5],
		['organizationMember', { organizationId: locator('name', 'acme-energy') }, 5],
		['projectUser', { projectId: byId(WEBSITE) }, 2],
		['teamMember', { teamId: byId('01HM5Z0QK8S4N2V7X9B3T6T001') }, 2],
	])('is that of the chosen place: %s %j', async (resource, place, count) => {
		expect((await openFor({ resource, ...place })).results).toHaveLength(count);
	});

	it('has names and addresses, and is searched', async () => {
		const chosen = { resource: 'organizationMember', organizationId: byId(ACME) };
		expect((await openFor(chosen, 'tanaka')).results).toEqual([
			{ name: 'Aiko 田中, aiko.tanaka@example.org', value: AIKO },
		]);
	});

	it('asks for the place first', async () => {
		const { results } = await openFor({ resource: 'projectUser', projectId: locator('list', '') });
		expect(results[0].name).toContain('Choose the project first');
		expect(requestLines(world)).toEqual([]);
	});

	it('of a place that cannot be seen says so', async () => {
		const chosen = { resource: 'organizationMember', organizationId: byId(CLOSED) };
		await expect(openFor(chosen)).rejects.toThrow(/cannot see this/);
	});
});

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
