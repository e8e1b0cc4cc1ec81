import { generatedUpsunId } from '../../../../tools/sandbox';
import { setAccessToken } from '../../../support/credentials';
import { column } from '../../../support/outputs';
import { ACME, CHIDI, CLOSED, WEBSITE } from '../../../support/people';
import { requestCount } from '../../../support/requests';
import { ofOrganization } from '../../../support/setups';
import { useWorld } from '../../../support/useWorld';

/** 5 named members of the first organization, and 995 others. */
const world = useWorld({ users: 995 });
beforeEach(() => setAccessToken(world));

describe('the access of people', () => {
	const withAccess = { returnAll: true, options: { includeAccess: true } };
	const list = async (parameters: object) =>
		await world.run(ofOrganization('getAll', { ...parameters }), [{}]);
	/** The first organization with so many members and projects besides its own. */
	const grow = (members: number, projects: number) => {
		const { upsun } = world.sandbox;
		const ids = Array.from({ length: members }, (_, n) => generatedUpsunId(n + 1));
		upsun.changePlace(ACME, (organization, places) => {
			const kept = Object.entries(organization.members).filter(
				([id]) => !id.startsWith('00000000') || ids.includes(id),
			);
			organization.members = Object.fromEntries(kept);
			for (let n = 0; n < projects; n++) places.addProject({ organizationId: ACME });
		});
	};
	const reads = (path: string | RegExp) => requestCount(world, { path });

	it('is what each person may reach, directly and by teams', async () => {
		grow(0, 0);
		const { items } = await list(withAccess);
		const [, , bjorn] = items;
		expect(bjorn.json).toMatchObject({
			email: 'bjorn.asgeirsson@example.org',
			access: [
				{ resource_type: 'organization', resource_id: ACME, title: 'Acme Energy' },
				{
					...{ resource_type: 'project', title: 'Meter API' },
					permissions: ['development:viewer', 'viewer'],
				},
				{
					...{ resource_type: 'project', resource_id: WEBSITE, title: 'Website' },
					permissions: ['development:contributor', 'development:viewer', 'viewer'],
				},
			],
			teams: ['Field engineers'],
		});
		expect(items[0].json).not.toHaveProperty('notVisible');
	});

	it.each([
		['by project', 1000, 2, { people: 0, projects: 2 }],
		['by person', 1000, 500, { people: 1000, projects: 0 }],
		['by person', 5, 42, { people: 5, projects: 0 }],
	])('is read %s: of %i in %i projects', async (_, members, projects, expected) => {
		grow(members - 5, projects - 2);
		const { items } = await list(withAccess);
		expect(items).toHaveLength(members);
		expect(column(items, 'access')).not.toContain(undefined);
		const { people, projects: read } = expected;
		expect([reads('/extended-access'), reads('/user-access'), reads('/team-access')]).toEqual([
			people,
			read,
			read,
		]);
	});

	it('is the same either way', async () => {
		grow(2, 0);
		const byProject = (await list(withAccess)).items;
		expect(reads('/extended-access')).toBe(0);
		world.sandbox.upsun.changePlace(ACME, (_, places) => {
			for (let n = 0; n < 9; n++) places.addProject({ organizationId: ACME });
		});
		expect((await list(withAccess)).items).toEqual(byProject);
		expect(reads('/extended-access')).toBe(7);
	});

	it('has no team of another organization, which an ignored filter brings along', async () => {
		grow(0, 0);
		const items = [{ id: 'elsewhere', organization_id: CLOSED, label: 'Others' }];
		world.sandbox.faults.add({
			match: { path: '/teams' },
			answer: { status: 200, body: { items, count: 1 } },
		});
		const listed = (await list(withAccess)).items;
		expect(column(listed, 'teams')).toEqual(listed.map(() => []));
		expect(reads('/teams/elsewhere/members')).toBe(0);
	});

	it('that cannot be seen is said of everybody it may be of', async () => {
		grow(9, 0);
		const answer = { status: 403, body: { error: 'No.' } };
		world.sandbox.faults.add({ match: { path: `${WEBSITE}/user-access` }, answer });
		const { items } = await list(withAccess);
		expect(new Set(column(items, 'notVisible').map(String))).toEqual(
			new Set(["the users of the project 'Website'"]),
		);
	});

	it('of one person that cannot be seen is said of that person', async () => {
		grow(0, 40);
		const answer = { status: 403, body: { error: 'No.' } };
		world.sandbox.faults.add({ match: { path: `${CHIDI}/extended-access` }, answer });
		const { items } = await list(withAccess);
		const unseen = items.filter(({ json }) => 'notVisible' in json);
		expect(unseen.map(({ json }) => [json.user_id, json.notVisible, json.access])).toEqual([
			[CHIDI, ['the access'], []],
		]);
	});
});
