import { setAccessToken } from '../../../support/credentials';
import { column, hintsOf } from '../../../support/outputs';
import { ACME, AIKO, CHIDI, CLOSED, ENGINEERS, ME, WEBSITE } from '../../../support/people';
import { requestCount, requestLines, requestQueries } from '../../../support/requests';
import { byId, locator, ofOrganization, ofProject, ofTeam } from '../../../support/setups';
import { useWorld } from '../../../support/useWorld';

/** 6 named members of the first organization, and 130 others. */
const world = useWorld({ users: 130 });
beforeEach(() => setAccessToken(world));

const everybody = { returnAll: true };
const list = async (parameters: object = everybody, of = ofOrganization) =>
	await world.run(of('getAll', { ...parameters }), [{}]);
const emails = async (parameters: object, of = ofOrganization) =>
	column((await list(parameters, of)).items, 'email');

describe('the people of a place', () => {
	it('are those of an organization, with what is behind their IDs', async () => {
		const { items } = await list();
		expect(items).toHaveLength(135);
		expect(items[0]).toEqual({
			json: {
				user_id: ME,
				email: 'robin.salgado@example.com',
				username: 'robin-salgado',
				first_name: 'Robin',
				last_name: 'Salgado',
				permissions: ['admin', 'members'],
				level: 'admin',
				owner: true,
				mfa_enabled: true,
				sso_enabled: false,
				created_at: '2024-01-15T09:00:00Z',
			},
			pairedItem: { item: 0 },
		});
	});

	it('are those of a project, with its permissions', async () => {
		const { items } = await list(everybody, ofProject);
		expect(items.map(({ json }) => [json.email, json.permissions])).toEqual([
			['aiko.tanaka@example.org', ['admin']],
			['bjorn.asgeirsson@example.org', ['viewer', 'development:contributor']],
		]);
		expect(requestLines(world)[0]).toBe(`GET /projects/${WEBSITE}/user-access`);
	});

	it('are those of a team, who have no permissions of their own', async () => {
		const { items } = await list(everybody, ofTeam);
		expect(column(items, 'email')).toEqual([
			'bjorn.asgeirsson@example.org',
			'dilnoza.karimova@example.org',
		]);
		expect(items[0].json).not.toHaveProperty('permissions');
		expect(requestLines(world)[0]).toBe(`GET /teams/${ENGINEERS}/members`);
	});

	it('are found by the name of the organization', async () => {
		const organizationId = locator('name', 'acme-energy');
		expect((await list({ organizationId, ...everybody })).items).toHaveLength(135);
	});

	it('are as many as were asked for, of no more pages than it takes', async () => {
		expect((await list({ limit: 7 })).items).toHaveLength(7);
		expect(requestCount(world, { path: '/members' })).toBe(1);
	});

	it('lack a name where there is nobody of their ID any more', async () => {
		world.sandbox.upsun.forget(AIKO);
		const result = await list();
		const { json } = result.items[1];
		expect([json.user_id, 'email' in json, 'mfa_enabled' in json]).toEqual([AIKO, false, false]);
		expect(hintsOf(result)).toEqual([]);
	});

	it('are the same whichever letters Upsun writes IDs in', async () => {
		const { items } = await list();
		world.sandbox.options.upperCaseIds = ['member'];
		expect((await list()).items).toEqual(items);
	});
});

describe('pages', () => {
	it.each(['whole', 'page', 'cursor'] as const)(
		'are all read where their links repeat: %s',
		async (nextLinks) => {
			world.sandbox.options.nextLinks = nextLinks;
			expect((await list()).items).toHaveLength(135);
			const members = requestQueries(world).filter((query) => 'page[size]' in query);
			expect(members.map((query) => query['page[size]'])).toEqual(['100', '100']);
			expect(members[1]).toHaveProperty(['page[after]']);
		},
	);

	it('that lead back to themselves end the list, which says so', async () => {
		world.sandbox.options.repeatedPage = 1;
		const result = await list();
		expect(result.items).toHaveLength(100);
		expect(hintsOf(result)).toEqual([
			`Some people of the organization '${ACME}' may be missing: Upsun returns the same page again and again`,
		]);
		expect(requestCount(world, { path: '/members' })).toBeLessThanOrEqual(2);
	});

	it.each(['next', 'ref'] as const)('on another host are not read: %s', async (kind) => {
		world.sandbox.options.foreignMemberLinks = { [kind]: 'https://attacker.example' };
		const result = await list();
		expect(result.items).toHaveLength(kind === 'next' ? 100 : 135);
		expect(hintsOf(result)[0]).toContain('Upsun linked to another host, which is not followed');
	});

	it('that cannot be seen fail the item, which says what it takes', async () => {
		const { status, message } = await list({ ...everybody, organizationId: byId(CLOSED) });
		expect(status).toBe('error');
		expect(message).toMatch(/^Could not list the people of the organization '01HM.+003'/);
		expect(message).toContain(
			"cannot see this: it has to own the organization, or to have 'Manage Users'",
		);
	});

	it('in the middle that fail, fail the item: half a list is none', async () => {
		world.sandbox.options.failingMemberPage = { page: 2, status: 403 };
		expect((await list()).status).toBe('error');
	});
});

describe('filters', () => {
	it.each([
		[{ emailEndsWith: '@EXAMPLE.com' }, ['robin.salgado@example.com']],
		[
			{ mfaEnabled: true },
			['robin.salgado@example.com', 'aiko.tanaka@example.org', 'chidi.eze@example.org'],
		],
		[{ permission: 'members' }, ['robin.salgado@example.com']],
		[{ level: 'viewer', mfaEnabled: true }, ['aiko.tanaka@example.org', 'chidi.eze@example.org']],
		[{ emailEndsWith: '@nowhere.example' }, []],
	])('%j', async (filters, expected) => {
		expect(await emails({ ...everybody, filters })).toEqual(expected);
	});

	it('are looked for on all pages until there are enough', async () => {
		const filters = { emailEndsWith: '00130@example.org' };
		expect(await emails({ limit: 1, filters })).toEqual(['member-00130@example.org']);
	});

	it('leave out whom Upsun does not show enough of, and say so', async () => {
		world.sandbox.upsun.forget(CHIDI);
		const result = await list({ ...everybody, filters: { mfaEnabled: false } });
		expect(column(result.items, 'user_id')).not.toContain(CHIDI);
		expect(hintsOf(result)[0]).toContain('1 person of');
	});

	it.each([
		[{ permission: 'owner' }, "The filter 'Permission' is 'owner'"],
		[{ emailEndsWith: '' }, "The filter 'Email Ends With' is empty"],
		[{ level: 'all' }, "The filter 'Level' is 'all'"],
	])('are checked before any request: %j', async (filters, expected) => {
		const { message } = await list({ filters });
		expect(message).toContain(expected);
		expect(requestLines(world)).toEqual([]);
	});
});

describe('invitations', () => {
	const withInvitations = { ...everybody, options: { includeInvitations: true } };

	it('that are pending come behind the people', async () => {
		const { items } = await list(withInvitations);
		expect(items).toHaveLength(136);
		expect(items[135].json).toEqual({
			email: 'hana.novak@example.org',
			permissions: ['projects:list'],
			state: 'invited',
			invitation_id: '5a0e0000-0000-4000-8000-000000000001',
			created_at: '2024-01-15T09:00:00Z',
		});
	});

	it('are filtered like people', async () => {
		const filters = { emailEndsWith: 'novak@example.org' };
		expect(await emails({ ...withInvitations, filters })).toEqual(['hana.novak@example.org']);
		expect(await emails({ ...withInvitations, filters: { mfaEnabled: true } })).toHaveLength(3);
	});

	it('that cannot be seen are said, and the people are there', async () => {
		const answer = { status: 403, body: { error: 'No.' } };
		world.sandbox.faults.add({ match: { path: '/invitations' }, answer });
		const result = await list(withInvitations);
		expect(result.items).toHaveLength(135);
		expect(hintsOf(result)[0]).toContain('Invitations cannot be seen: ');
	});

	it.each([
		[120, []],
		[230, ['Some invitations may be missing: only 200 invitations can be listed']],
	])('may be more than Upsun lists on a page: %i', async (count, hints) => {
		for (let n = 0; n < count; n++)
			world.sandbox.upsun.invite(ACME, `guest-${n}@example.org`, ['projects:list']);
		const result = await list(withInvitations);
		const invited = result.items.filter(({ json }) => json.state === 'invited');
		// One was there before.
		expect(invited).toHaveLength(Math.min(count + 1, 200));
		expect(hintsOf(result)).toEqual(hints);
	});
});
