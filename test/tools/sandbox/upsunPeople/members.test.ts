import { AIKO, CHIDI, GRETA, ME } from '../../../support/people';
import { makeOrganization } from '../../../support/organizations';
import { generatedUpsunId } from '../../../../tools/sandbox';
import { FIRST, SECOND, THIRD, usePeople } from './support';

const { used, ask, status, upsun, made, paths, members, users, inTeam } = usePeople();

describe('a member', () => {
	it('is read alone and gets the permissions that replace the earlier ones', async () => {
		const path = `${paths().organization}/members/${FIRST}`;
		expect((await ask('GET', path)).data).toMatchObject({
			user_id: FIRST,
			permissions: ['projects:list'],
			level: 'viewer',
			owner: false,
		});
		const { data } = await ask('PATCH', path, { permissions: ['members'] });
		expect(data).toMatchObject({ permissions: ['members'], level: 'admin' });
		expect(upsun().mails()).toEqual([]);
	});

	it.each([
		[undefined, ['billing', 'projects:list']],
		[true, ['billing']],
	])('with billing gets projects:list, unless it is read back alone: %s', async (alone, shown) => {
		used.sandbox.options.billingAlone = alone ?? false;
		const path = `${paths().organization}/members/${FIRST}`;
		const { data } = await ask('PATCH', path, { permissions: ['billing'] });
		expect(data.permissions).toEqual(shown);
	});

	it('who is removed is out of all projects and teams of the organization', async () => {
		expect(await status('DELETE', `${paths().organization}/members/${FIRST}`)).toBe(204);
		expect(members()).toEqual([ME, SECOND, THIRD]);
		expect(users()).toEqual([SECOND, THIRD]);
		expect(inTeam()).toEqual([SECOND, THIRD]);
		expect(await status('DELETE', `${paths().organization}/members/${FIRST}`)).toBe(404);
	});

	it('may stay in teams', async () => {
		used.sandbox.options.teamsOutlastMembership = true;
		await ask('DELETE', `${paths().organization}/members/${FIRST}`);
		expect(inTeam()).toContain(FIRST);
	});

	it.each([
		['the owner', ME, ['admin'], 403],
		['with an unknown permission', FIRST, ['everything'], 400],
		['with a text', FIRST, 'admin', 400],
		['who is none', GRETA, ['admin'], 404],
	])('%s is not changed', async (_, id, permissions, expected) => {
		expect(await status('PATCH', `${paths().organization}/members/${id}`, { permissions })).toBe(
			expected,
		);
	});

	it('is the owner: not removed', async () => {
		expect(await status('DELETE', `${paths().organization}/members/${ME}`)).toBe(403);
		expect(members()).toContain(ME);
	});

	it('who manages users changes nobody’s permissions to what they lack, nor their own', async () => {
		const other = makeOrganization(used, { ownerId: AIKO, members: 1, name: 'other' });
		upsun().changePlace(other.id, (place, places) => {
			place.members[ME] = places.membership(['members']);
		});
		const path = `/organizations/${other.id}/members`;
		expect(await status('PATCH', `${path}/${FIRST}`, { permissions: ['billing'] })).toBe(403);
		expect(await status('PATCH', `${path}/${FIRST}`, { permissions: ['members'] })).toBe(200);
		expect(await status('PATCH', `${path}/${ME}`, { permissions: [] })).toBe(403);
	});

	it('is added by an id that is known', async () => {
		const path = `${paths().organization}/members`;
		expect(await status('POST', path, { user_id: GRETA, permissions: ['admin'] })).toBe(201);
		expect(await status('POST', path, { user_id: GRETA })).toBe(400);
		expect(await status('POST', path, { user_id: generatedUpsunId(99) })).toBe(404);
	});

	it('is found by permission, with the number of those', async () => {
		await ask('PATCH', `${paths().organization}/members/${FIRST}`, { permissions: ['admin'] });
		const { data } = await ask(
			'GET',
			`${paths().organization}/members?filter[permissions][in]=admin`,
		);
		expect([data.count, data.items.length]).toEqual([2, 2]);
	});
});

describe('the token', () => {
	it.each([
		['read', 200, 403],
		['none', 403, 403],
		['write', 200, 204],
	] as const)('with the right %s', async (right, reading, writing) => {
		upsun().changePlace(made().id, (place) => Object.assign(place, { right }));
		const places: string[] = [
			`${paths().organization}/members`,
			`${paths().project}/user-access`,
			`${paths().team}/members`,
		];
		for (const list of places) expect(await status('GET', list)).toBe(reading);
		for (const list of places.reverse()) {
			expect(await status('DELETE', `${list}/${FIRST}`)).toBe(writing);
		}
		const { data } = await ask('GET', paths().organization);
		expect('members' in data._links).toBe(right !== 'none');
	});

	it('writes to an organization by its id only', async () => {
		const path = `/organizations/name=${made().name}/members/${FIRST}`;
		expect(await status('GET', path)).toBe(200);
		expect(await status('DELETE', path)).toBe(404);
	});
});

describe('lists', () => {
	const MEMBERS = () => `${paths().organization}/members?page[size]=2&sort=-created_at`;

	it.each([
		['page', 'page[size]', true],
		['page', 'sort', false],
		['whole', 'sort', true],
		['cursor', 'page[size]', false],
	] as const)('have next links (%s) with %s: %s', async (nextLinks, name, isThere) => {
		used.sandbox.options.nextLinks = nextLinks;
		const { next } = (await ask('GET', MEMBERS())).data._links;
		const query = new URLSearchParams(next.href.split('?')[1] as string);
		expect([query.has('page[after]'), query.has(name)]).toEqual([true, isThere]);
	});

	it('may repeat a page for ever', async () => {
		used.sandbox.options.repeatedPage = 2;
		const second = (await ask('GET', MEMBERS())).data._links.next.href;
		makeOrganization(used);
		upsun().changePlace(made().id, (place, places) => {
			place.members[GRETA] = places.membership([]);
		});
		expect((await ask('GET', second)).data._links.next.href).toBe(second);
	});
});

describe('references', () => {
	it('are null for an account that is gone, and have the second factor of the others', async () => {
		upsun().forget(FIRST);
		upsun().setSignIn(SECOND, { mfa_enabled: true });
		const { _links } = (await ask('GET', `${paths().organization}/members`)).data;
		const { data } = await ask('GET', _links['ref:users:0'].href);
		expect(data[FIRST]).toBeNull();
		expect([data[SECOND].mfa_enabled, data[THIRD].mfa_enabled]).toEqual([true, false]);
	});

	it.each(['users', 'teams', 'organizations', 'projects'])(
		'to %s are refused with another signature',
		async (kind) => {
			expect(await status('GET', `/ref/${kind}?in=${CHIDI}&sig=x`)).toBe(400);
		},
	);
});

it('people without a second factor are reminded, each with a result of their own', async () => {
	upsun().setSignIn(FIRST, { mfa_enabled: true });
	const user_ids = [FIRST, SECOND, GRETA];
	const { data } = await ask('POST', `${paths().organization}/mfa/remind`, { user_ids });
	expect(user_ids.map((id) => data[id].code)).toEqual([400, 200, 404]);
	expect(upsun().mails()).toMatchObject([{ kind: 'mfaReminder', userId: SECOND }]);
	const enforcement = await ask('GET', `${paths().organization}/mfa-enforcement`);
	expect(enforcement.data).toEqual({ enforce_mfa: false });
});

it('projects of an organization are listed by title and status', async () => {
	const path = `${paths().organization}/projects?filter[title][contains]=made&filter[status][in]=active,suspended`;
	expect((await ask('GET', path)).data).toMatchObject({
		count: 1,
		items: [{ status: 'active' }],
	});
	expect(await status('GET', `${paths().organization}${paths().project}`)).toBe(200);
});

it('looking up by email address may be refused', async () => {
	used.sandbox.options.emailLookups = 'forbidden';
	expect(await status('GET', '/users/email=robin.salgado@example.com')).toBe(403);
});
