import type { IDataObject } from 'n8n-workflow';

import { setAccessToken } from '../../../support/credentials';
import { column } from '../../../support/outputs';
import { requestCount, requestLines, requestQueries } from '../../../support/requests';
import { byId, locator, upsun } from '../../../support/setups';
import { useWorld } from '../../../support/useWorld';

const world = useWorld();
beforeEach(() => setAccessToken(world));

const service = () => world.sandbox.upsun;
const acme = () => service().organizations[0].id;
const website = () => service().projects[0].id;

const ofOrganization = () => ({ of: 'organization', organizationId: byId(acme()) });
const ofProject = () => ({ of: 'project', projectId: byId(website()) });

const getAll = (filters: IDataObject = {}, place: object = ofOrganization()) =>
	upsun('getAll', { resource: 'invitation', ...place, filters });
const cancel = (invitationId: string, place: object = ofOrganization()) =>
	upsun('cancel', { resource: 'invitation', ...place, invitationId });

const HANA = 'hana.novak@example.org';

describe('Get Many', () => {
	it('gives the pending invitations of an organization', async () => {
		const { items } = await world.run(getAll());
		expect(items).toHaveLength(1);
		expect(items[0]).toMatchObject({
			json: { email: HANA, state: 'pending', permissions: ['projects:list'] },
			pairedItem: { item: 0 },
		});
	});

	it('gives those of a project', async () => {
		service().invite(website(), 'ivo@example.org', ['viewer']);
		const { items } = await world.run(getAll({}, ofProject()));
		expect(column(items, 'email')).toEqual(['ivo@example.org']);
		expect(requestLines(world)).toEqual([`GET /projects/${website()}/invitations`]);
	});

	it('finds an organization by its name, once for all items', async () => {
		const place = { of: 'organization', organizationId: locator('name', 'acme-energy') };
		await world.run(getAll({}, place), [{}, {}]);
		expect(requestCount(world, { path: '/organizations/name=acme-energy' })).toBe(1);
	});

	it.each([
		['pending', ['ivo@example.org']],
		['accepted', [HANA]],
		['all', ['ivo@example.org', HANA]],
		['error', []],
	])('filters by the state %s', async (state, emails) => {
		service().accept(service().organizations[0].invitations[0].id);
		service().invite(acme(), 'ivo@example.org', []);
		const { items } = await world.run(getAll({ state }));
		expect(column(items, 'email').sort()).toEqual([...emails].sort());
	});

	it('filters by address, in any spelling, and by age', async () => {
		service().invite(acme(), 'ivo@example.org', []);
		const byEmail = await world.run(getAll({ email: 'IVO@example.org' }));
		expect(column(byEmail.items, 'email')).toEqual(['ivo@example.org']);
		const old = await world.run(getAll({ olderThanDays: 30 }));
		expect(column(old.items, 'email')).toEqual([HANA]);
	});

	it.each([
		['an unknown state', { state: 'gone' }, "The filter 'State' is 'gone'"],
		['an emptied address', { email: '={{ "" }}' }, "The filter 'Email' is empty"],
		['a number that is none', { olderThanDays: 'old' }, "The filter 'Older Than (Days)'"],
	])('refuses %s before any request', async (_, filters, text) => {
		const { message } = await world.run(getAll(filters));
		expect(message).toContain(text);
		expect(requestLines(world)).toEqual([]);
	});

	it('reads a list that fills a page from both ends: it has no link to a next page', async () => {
		for (let n = 0; n < 149; n++) service().invite(acme(), `guest-${n}@example.org`, []);
		const { items } = await world.run(getAll());
		expect(items).toHaveLength(150);
		expect(requestQueries(world).map(({ sort }) => sort)).toEqual(['updated_at', '-updated_at']);
	});

	it('more than both ends show are an error: some would stay open unseen', async () => {
		for (let n = 0; n < 249; n++) service().invite(acme(), `guest-${n}@example.org`, []);
		const { message } = await world.run(getAll());
		expect(message).toContain('to their end: only 200 invitations can be listed');
	});

	it('a 403 says who may see it', async () => {
		service().changePlace(acme(), (place) => Object.assign(place, { right: 'none' }));
		const { message } = await world.run(getAll());
		expect(message).toMatch(/answered 403.*Manage Users/s);
	});
});

describe('Cancel', () => {
	const pending = () => service().organizations[0].invitations[0];

	it('takes an invitation back', async () => {
		const { id } = pending();
		const { items } = await world.run(cancel('={{ $json.id }}'), [{ id }]);
		expect(items[0].json).toEqual({ cancelled: true, id });
		expect(pending().state).toBe('cancelled');
	});

	it('takes one to a project back', async () => {
		const { id } = service().invite(website(), 'ivo@example.org', ['viewer']);
		const { items } = await world.run(cancel(id, ofProject()));
		expect(items[0].json).toEqual({ cancelled: true, id });
	});

	it('one that is gone already is no error', async () => {
		const { id } = pending();
		await world.run(cancel(id));
		const { items, status } = await world.run(cancel(id));
		expect([status, items[0].json]).toEqual(['success', { cancelled: false, id }]);
	});

	it('one of a place that is not there is an error, because it may be open elsewhere', async () => {
		const { id } = pending();
		const organizationId = byId('01HM5Z0QK8S4N2V7X9B3C6D999');
		const answer = { status: 404 };
		world.sandbox.faults.add({ match: { path: /D999\/invitations/ }, answer, times: 9 });
		const { message } = await world.run(cancel(id, { of: 'organization', organizationId }));
		expect(message).toMatch(/list the invitations of the organization.*404.*check the ID/s);
		expect(pending().state).toBe('pending');
	});

	it.each([
		['={{ "" }}', "'Invitation ID' is empty"],
		['..', "'Invitation ID' is '..', which cannot be an ID"],
	])('refuses the ID %j before any request', async (id, text) => {
		const { message } = await world.run(cancel(id));
		expect(message).toContain(text);
		expect(requestLines(world)).toEqual([]);
	});
});
