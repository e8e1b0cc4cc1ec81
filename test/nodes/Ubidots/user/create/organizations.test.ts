import { PASSWORD } from '../../../../support/people';
import { requestLines, requestsInFull } from '../../../../support/requests';
import { CONTINUE, type OnError, ubidots } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

const world = useWorld();

const create = async (
	organizations: unknown,
	onError?: OnError,
	items: object[] = [{ name: 'ada' }],
) =>
	await world.run(
		ubidots(
			'create',
			{
				username: '={{ $json.name }}',
				email: '={{ $json.name }}@example.com',
				password: PASSWORD,
				additionalFields: { organizations },
				options: { retryTimeout: 0, maxConcurrentRequests: 1 },
			},
			onError,
		),
		items as never,
	);

const rolesOf = (name: string) =>
	world.sandbox.ubidots
		.user(name)
		?.organizations.map(({ label, role }) => `${label}:${role.label}`);
const CHECKS = ['GET /api/v2.0/organizations/', 'GET /api/v2.0/roles/'];
const ASSIGN = /\/_\/assign_organizations\//;
const lines = () =>
	requestLines(world).map((line) => line.replace(/users\/[0-9a-f]{24}/, 'users/<id>'));

describe('Organizations of Create', () => {
	it('are assigned once the user is there', async () => {
		const { items } = await create('acme-energy:viewer, city-lights:operator');
		expect(lines()).toEqual([
			...CHECKS,
			'POST /api/v2.0/users/',
			'POST /api/v2.0/users/<id>/_/assign_organizations/',
		]);
		expect(requestsInFull(world)[2].body).not.toHaveProperty('organizations');
		expect(requestsInFull(world)[3].body).toEqual([
			{ label: 'acme-energy', role: 'viewer' },
			{ label: 'city-lights', role: 'operator' },
		]);
		expect(rolesOf('ada')).toEqual(['acme-energy:viewer', 'city-lights:operator']);
		expect(items[0].json).toMatchObject({
			username: 'ada',
			organizations: [
				{ label: 'acme-energy', role: { label: 'viewer' } },
				{ label: 'city-lights' },
			],
		});
	});

	it('ask for no more when there are none', async () => {
		await create([]);
		expect(lines()).toEqual(['POST /api/v2.0/users/']);
	});

	it.each([
		[
			'Acme-Energy:viewer',
			"names the organization 'Acme-Energy', and no organization has that label. Write 'acme-energy'",
		],
		[
			'no-such:viewer',
			"names the organization 'no-such', and no organization has that label. There are ",
		],
		['acme-energy:Viewer', "names the role 'Viewer', and no role has that label. Write 'viewer'"],
		['acme-energy:61c0a2de4f1b8e000a51d001', 'and no role has that label. There are '],
	])('that are not there are refused before anybody is created: %s', async (text, reason) => {
		const { message } = await create(text);
		expect(message).toContain("'Organizations' names the ");
		expect(message).toContain(reason);
		expect(lines()).toEqual(CHECKS);
	});

	it('are left to the service where the token may not list them', async () => {
		world.sandbox.faults.add({ times: 2, match: { method: 'GET' }, answer: { status: 403 } });
		const { message } = await create('acme-energy:viewer');
		expect(message).toBeUndefined();
		expect(rolesOf('ada')).toEqual(['acme-energy:viewer']);
	});

	it('that are wrong fail their item alone, with Continue On Fail', async () => {
		const names = [
			{ name: 'ada', at: 'nowhere:viewer' },
			{ name: 'bo', at: 'city-lights:viewer' },
		];
		const { items } = await create('={{ $json.at }}', CONTINUE, names);
		expect(items.map(({ json }) => json.username ?? json.error)).toEqual([
			expect.stringContaining("'nowhere'"),
			'bo',
		]);
	});
});

describe('a user who is created, but not assigned,', () => {
	beforeEach(() => world.sandbox.faults.add({ match: { path: ASSIGN }, answer: { status: 500 } }));

	it('is named with the ID, and how to finish', async () => {
		const { message } = await create('acme-energy:viewer');
		const id = world.sandbox.ubidots.user('ada')?.id ?? '';
		expect(message).toContain(
			`The user 'ada' was created (ID ${id}), but is not in its organizations (acme-energy:viewer): `,
		);
		expect(message).toContain(
			"Do not create the user again: assign them to this ID with 'Assign Organizations'",
		);
	});

	it('has the ID in the details of the error item, and the others go on', async () => {
		const { items } = await create('acme-energy:viewer', CONTINUE, [
			{ name: 'ada' },
			{ name: 'bo' },
		]);
		const id = world.sandbox.ubidots.user('ada')?.id;
		expect(items[0].json.details).toMatchObject({ id, httpCode: '500' });
		expect(items[1].json.username).toBe('bo');
		expect(lines().filter((line) => line === 'POST /api/v2.0/users/')).toHaveLength(2);
	});

	it('is not made a second time by a retry of the assignment', async () => {
		world.sandbox.faults.clear();
		world.sandbox.faults.add({ match: { path: ASSIGN }, answer: 'reset', when: 'after' });
		const setup = {
			username: 'ada',
			email: 'ada@example.com',
			password: PASSWORD,
			additionalFields: { organizations: 'acme-energy:viewer' },
		};
		const { message } = await world.run(ubidots('create', setup));
		expect(message).toBeUndefined();
		expect(lines().filter((line) => line === 'POST /api/v2.0/users/')).toHaveLength(1);
		expect(rolesOf('ada')).toEqual(['acme-energy:viewer']);
	});
});

it('a run that ends still assigns what it has created', async () => {
	world.sandbox.faults.add({
		match: { method: 'POST', bodyIncludes: '"bo"' },
		answer: { status: 400 },
	});
	const setup = ubidots('create', {
		username: '={{ $json.name }}',
		email: '={{ $json.name }}@example.com',
		password: PASSWORD,
		additionalFields: { organizations: 'city-lights:viewer' },
		options: { maxConcurrentRequests: 5 },
	});
	await world.run(setup, [{ name: 'ada' }, { name: 'bo' }, { name: 'cleo' }]);
	for (const name of ['ada', 'cleo']) {
		const isThere = world.sandbox.ubidots.user(name) !== undefined;
		expect(rolesOf(name)).toEqual(isThere ? ['city-lights:viewer'] : undefined);
	}
});
