import { AIKO, GRETA, ME } from '../../../support/people';
import { FIRST, usePeople } from './support';

const { used, ask, status, upsun, made, paths, members, users } = usePeople();

describe('access to a project', () => {
	const grants = (user_id: string, permissions: unknown = ['admin'], more: object = {}) => [
		{ user_id, permissions, ...more },
	];

	it('is given to members, all or none, without a mail and without an answer', async () => {
		const path = `${paths().project}/user-access`;
		await ask('DELETE', `${path}/${FIRST}`);
		const both = [...grants(FIRST), ...grants(GRETA)];
		expect(await status('POST', path, both)).toBe(400);
		expect(users()).not.toContain(FIRST);
		const { status: code, data } = await ask('POST', path, grants(FIRST));
		expect([code, data]).toEqual([204, '']);
		expect(await status('POST', path, grants(FIRST))).toBe(409);
		expect(upsun().mails()).toEqual([]);
	});

	it('may add to the organization when that is asked for', async () => {
		const path = `${paths().project}/user-access`;
		expect(await status('POST', path, grants(GRETA, ['admin'], { auto_add_member: true }))).toBe(
			204,
		);
		expect(members()).toContain(GRETA);
	});

	it.each([
		[['viewer'], 400],
		[['admin', 'development:viewer'], 400],
		[['development:viewer'], 400],
		[['viewer', 'development:viewer', 'development:admin'], 400],
		[['viewer', 'production:contributor'], 204],
		[['admin'], 204],
	])('with %j is answered %i', async (permissions, expected) => {
		const path = `${paths().project}/user-access/${FIRST}`;
		expect(await status('PATCH', path, { permissions })).toBe(expected);
	});

	it('is the same from the side of the person', async () => {
		const path = `/users/${FIRST}/project-access`;
		const listed = (await ask('GET', path)).data.items;
		expect(listed).toEqual([(await ask('GET', `${paths().project}/user-access/${FIRST}`)).data]);
		expect(await status('DELETE', `${path}/${made().projectIds[0]}`)).toBe(204);
		expect((await ask('GET', path)).data.items).toEqual([]);
	});

	it('comes in pages of up to 200, without a number', async () => {
		const { data } = await ask('GET', `${paths().project}/user-access?page[size]=200`);
		expect([data.items.length, data.count]).toEqual([3, undefined]);
		expect(Object.keys(data._links)).toEqual(['self', 'ref:users:0']);
		expect(await status('GET', `${paths().project}/user-access?page[size]=201`)).toBe(400);
	});

	it('is not there for a project that the token does not manage', async () => {
		expect(await status('GET', '/projects/nowhere/user-access')).toBe(403);
	});
});

describe('a team', () => {
	it('is listed with its organization, number and counts', async () => {
		const { data } = await ask('GET', `/teams?filter[organization_id]=${made().id}`);
		expect([data.count, data.items[0].counts]).toEqual([1, { member_count: 3, project_count: 1 }]);
	});

	it('takes members of the organization only', async () => {
		expect(await status('POST', `${paths().team}/members`, { user_id: GRETA })).toBe(400);
		expect(await status('POST', `${paths().team}/members`, { user_id: ME })).toBe(201);
	});

	it.each([409, 400, 201] as const)('may answer %i to somebody who is in', async (code) => {
		used.sandbox.options.teamMemberTwice = code;
		expect(await status('POST', `${paths().team}/members`, { user_id: FIRST })).toBe(code);
	});

	it('lets somebody go who remains a member of the organization', async () => {
		expect(await status('DELETE', `${paths().team}/members/${FIRST}`)).toBe(204);
		expect(await status('DELETE', `${paths().team}/members/${FIRST}`)).toBe(404);
		expect(members()).toContain(FIRST);
	});

	it('and its projects see each other', async () => {
		const [teamId] = made().teamIds;
		expect((await ask('GET', `${paths().team}/project-access`)).data.items[0].team_id).toBe(teamId);
		expect((await ask('GET', `${paths().project}/team-access`)).data.items[0].team_id).toBe(teamId);
		expect(await status('GET', `${paths().project}/team-access/${teamId}`)).toBe(200);
	});
});

describe('what a person reaches', () => {
	it('is direct and by teams, without saying by which', async () => {
		upsun().changePlace(made().projectIds[0], ({ users }) => delete users[FIRST]);
		const { data } = await ask('GET', `/users/${FIRST}/extended-access`);
		expect(data.items).toMatchObject([
			{ resource_type: 'organization', resource_id: made().id, permissions: ['projects:list'] },
			{ resource_type: 'project', permissions: ['viewer', 'development:viewer'] },
		]);
		const title = (await ask('GET', data._links['ref:projects:0'].href)).data;
		expect(title[made().projectIds[0]].title).toBe(`${made().name} 1`);
	});

	it.each(['extended-access', 'project-access', 'teams'])(
		'is shown to who manages an organization of theirs: %s',
		async (what) => {
			expect(await status('GET', `/users/${FIRST}/${what}`)).toBe(200);
			used.sandbox.options.accessOfOthers = 'forbidden';
			expect(await status('GET', `/users/${FIRST}/${what}`)).toBe(403);
			expect(await status('GET', `/users/${ME}/${what}`)).toBe(200);
		},
	);

	it('leaves out organizations that the token does not manage', async () => {
		const { data } = await ask('GET', `/users/${AIKO}/extended-access`);
		const named = data.items.map((one: { organization_id: string }) => one.organization_id);
		expect(new Set(named)).toEqual(new Set([upsun().organizations[0].id]));
	});
});
