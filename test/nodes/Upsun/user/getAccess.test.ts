import { setAccessToken } from '../../../support/credentials';
import { AIKO, ME } from '../../../support/people';
import { requestLines } from '../../../support/requests';
import { byEmail, byId, CONTINUE, fromList, type OnError, upsun } from '../../../support/setups';
import { useWorld } from '../../../support/useWorld';

const world = useWorld();
beforeEach(() => setAccessToken(world));

const getAccess = (userId: unknown, onError?: OnError) =>
	upsun('getAccess', { userId, options: { maxConcurrentRequests: 1 } }, onError);

it('gives an item for each organization and project, with its title', async () => {
	const { items } = await world.run(getAccess(byId(AIKO)));
	const shared = { user_id: AIKO, granted_at: '2024-01-15T09:00:00Z' };
	const [acme] = world.sandbox.upsun.organizations;
	const [website] = world.sandbox.upsun.projects;
	expect(items.map(({ json }) => json)).toEqual([
		{
			...shared,
			resource_type: 'organization',
			resource_id: acme.id,
			title: 'Acme Energy',
			organization_id: acme.id,
			permissions: ['projects:list'],
		},
		{
			...shared,
			resource_type: 'project',
			resource_id: website.id,
			title: 'Website',
			organization_id: acme.id,
			permissions: ['admin'],
		},
	]);
	expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 0 }]);
});

it.each([
	['Me', fromList('me'), ['GET /users/me', `GET /users/${ME}/extended-access`]],
	[
		'an address',
		byEmail('aiko.tanaka@example.org'),
		['GET /users/email=aiko.tanaka%40example.org', `GET /users/${AIKO}/extended-access`],
	],
])('finds the ID of %s first', async (_, userId, lines) => {
	await world.run(getAccess(userId));
	expect(requestLines(world).slice(0, 2)).toEqual(lines);
});

it('follows pages to their end', async () => {
	const [{ id: organizationId }] = world.sandbox.upsun.organizations;
	for (let n = 0; n < 60; n++)
		world.sandbox.upsun.addProject({ organizationId, users: { [AIKO]: ['admin'] } });
	const { items } = await world.run(getAccess(byId(AIKO)));
	expect(items).toHaveLength(62);
	expect(items.every(({ json }) => typeof json.title === 'string')).toBe(true);
});

it('a list that cannot be read to its end is an error: it would look like less access', async () => {
	world.sandbox.options.repeatedPage = 1;
	const [{ id: organizationId }] = world.sandbox.upsun.organizations;
	for (let n = 0; n < 60; n++)
		world.sandbox.upsun.addProject({ organizationId, users: { [AIKO]: ['admin'] } });
	const { items } = await world.run(getAccess(byId(AIKO), CONTINUE));
	expect(items[0].json.error).toMatch(/Could not list what .* can access to its end/);
});

it('titles that cannot be read are null', async () => {
	world.sandbox.faults.add({
		match: { path: '/ref/projects' },
		times: Infinity,
		answer: { status: 403 },
	});
	const { items } = await world.run(getAccess(byId(AIKO)));
	expect(items.map(({ json }) => json.title)).toEqual(['Acme Energy', null]);
});

it('a 403 is "cannot see", never "has nothing"', async () => {
	world.sandbox.options.accessOfOthers = 'forbidden';
	const { status, message } = await world.run(getAccess(byId(AIKO)));
	expect(status).toBe('error');
	expect(message).toMatch(/answered 403.*which does not mean that there is nothing/);
});
