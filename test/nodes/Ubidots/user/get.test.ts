import { AMARA, JOSE, NOBODY } from '../../../support/people';
import { requestsInFull } from '../../../support/requests';
import { BY_ID_OF_ITEM, byId, byUsername, CONTINUE, ubidots } from '../../../support/setups';
import { useWorld } from '../../../support/useWorld';

const world = useWorld();

const SIMPLE =
	'id,username,email,firstName,lastName,isActive,organizations,tags,lastLogin,createdAt';

describe('one user of Ubidots', () => {
	it('is read by ID with the eleven simplified fields, organizations and roles as a person reads them', async () => {
		const { items } = await world.run(ubidots('get', { userKey: byId(AMARA) }));
		expect(requestsInFull(world)).toEqual([
			{ method: 'GET', path: `/api/v2.0/users/${AMARA}`, query: { fields: SIMPLE } },
		]);
		expect(items).toEqual([
			{
				json: {
					id: AMARA,
					username: 'amara-okafor',
					email: 'amara.okafor@example.com',
					firstName: 'Amara',
					lastName: 'Okafor',
					isActive: true,
					organizations: ['acme-energy'],
					roles: 'acme-energy:operator',
					tags: ['field', 'shift-a'],
					lastLogin: null,
					createdAt: '2022-01-10T08:05:12.330000Z',
				},
				pairedItem: { item: 0 },
			},
		]);
	});

	it('is read whole, as the API gives it, with Simplify off', async () => {
		const { items } = await world.run(ubidots('get', { userKey: byId(AMARA), simplify: false }));
		expect(requestsInFull(world)).toEqual([{ method: 'GET', path: `/api/v2.0/users/${AMARA}` }]);
		expect(items[0].json).toEqual(world.sandbox.ubidots.user(AMARA));
	});

	it('is read with the chosen fields alone, as the API gives them', async () => {
		const options = { fields: ['username', 'organizationsCount'] };
		const { items } = await world.run(ubidots('get', { userKey: byId(AMARA), options }));
		const [{ query }] = requestsInFull(world);
		expect(query).toEqual({ fields: 'username,organizationsCount,id' });
		expect(items[0].json).toEqual({ username: 'amara-okafor', organizationsCount: 1 });
	});

	it('is trimmed to the eleven fields also where the service does not honour the field selection', async () => {
		const whole = { ...world.sandbox.ubidots.user(AMARA), surprise: 1 };
		world.sandbox.faults.add({ answer: { status: 200, body: whole } });
		const { items } = await world.run(ubidots('get', { userKey: byId(AMARA) }));
		expect(Object.keys(items[0].json)).toHaveLength(11);
		expect(items[0].json).toMatchObject({ organizations: ['acme-energy'] });
	});

	it('has no organizations field when the service gives none', async () => {
		const { organizations, ...rest } = world.sandbox.ubidots.user(AMARA) ?? {};
		world.sandbox.faults.add({ answer: { status: 200, body: rest } });
		const { items } = await world.run(ubidots('get', { userKey: byId(AMARA) }));
		expect(organizations).toBeDefined();
		expect(items[0].json).not.toHaveProperty('organizations');
		expect(items[0].json).toMatchObject({ id: AMARA, firstName: 'Amara' });
	});

	it('is read by username with the prefix of the API', async () => {
		const { items } = await world.run(ubidots('get', { userKey: byUsername('jose-ibanez') }));
		expect(requestsInFull(world)).toMatchObject([
			{ method: 'GET', path: '/api/v2.0/users/~jose-ibanez' },
		]);
		expect(items[0].json).toMatchObject({ id: JOSE, firstName: 'José', lastName: 'Ibáñez' });
	});

	it.each([
		['true as text', 'true', 11],
		['false as text', 'false', 24],
		['false from an expression', '={{ false }}', 24],
	])('takes Simplify as %s', async (_, simplify, fields) => {
		const { items } = await world.run(ubidots('get', { userKey: byId(AMARA), simplify }));
		expect(Object.keys(items[0].json)).toHaveLength(fields);
	});
});

describe('users of Ubidots, one for each item,', () => {
	const users = [{ id: JOSE }, { id: NOBODY }, { id: AMARA }];

	it('come out in input order, each paired with its item', async () => {
		world.sandbox.options.latencyMs = 5;
		const { items } = await world.run(ubidots('get', { userKey: BY_ID_OF_ITEM }), [
			users[0],
			users[2],
			users[0],
		]);
		expect(items.map(({ json, pairedItem }) => [json.id, pairedItem])).toEqual([
			[JOSE, { item: 0 }],
			[AMARA, { item: 1 }],
			[JOSE, { item: 2 }],
		]);
	});

	it('end the run at one that does not exist: the text names item, user and what to do', async () => {
		const { status, message, items, error } = await world.run(
			ubidots('get', { userKey: BY_ID_OF_ITEM }),
			users,
		);
		expect(status).toBe('error');
		expect(items).toEqual([]);
		expect(message).toContain(`'${NOBODY}'`);
		expect(message).toContain('404');
		expect(message).toContain('check the user ID or username');
		expect(message).toContain('[item 1]');
		expect(error?.httpCode).toBe('404');
	});

	it('give an error item in its place with Continue On Fail', async () => {
		const { status, items } = await world.run(
			ubidots('get', { userKey: BY_ID_OF_ITEM }, CONTINUE),
			users,
		);
		expect(status).toBe('success');
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
		expect(Object.keys(items[1].json)).toEqual(['error', 'details']);
		expect(items[1].json.details).toEqual({ httpCode: '404', code: 404001 });
		expect([items[0].json.id, items[2].json.id]).toEqual([JOSE, AMARA]);
	});
});
