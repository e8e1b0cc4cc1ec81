import type { IDataObject } from 'n8n-workflow';

import { AMARA, JOSE, people, TESTT } from '../../../../support/people';
import { column } from '../../../../support/outputs';
import { reads, requestsInFull, rowsSent } from '../../../../support/requests';
import {
	applyChanges,
	BY_ID_OF_ITEM,
	bulkUpdate,
	CONTINUE,
	undoChanges,
	updateOf,
} from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { outputOf } from './rows';

const world = useWorld({ users: 30 });

const user = (id: string) => world.sandbox.ubidots.user(id);

const planOf = async (rows: IDataObject[]) =>
	await outputOf(world, bulkUpdate({ dryRun: true }), rows);

describe('the output of a dry run is carried out:', () => {
	it('of Bulk Update, with two requests for all users', async () => {
		const plan = await planOf(people(3));
		const before = [1, 2, 3].map((n) => user(people(1, n)[0].id)?.firstName);
		const { items } = await world.run(applyChanges(), plan);
		expect(requestsInFull(world)).toEqual([
			{
				method: 'GET',
				path: '/api/v2.0/users/',
				query: {
					id__in: people(3)
						.map(({ id }) => id)
						.join(','),
					fields: 'id,firstName',
					page: '1',
					page_size: '100',
				},
			},
			{ method: 'PATCH', path: '/api/v2.0/users/_/bulk/update/', body: people(3) },
		]);
		expect(items.map(({ json }) => json)).toEqual(
			people(3).map(({ id, firstName }, index) => ({
				id,
				status: 'accepted',
				summary: `First Name: ${before[index]} → ${firstName}`,
				task: { id: expect.any(String) as string },
				changes: { firstName: { from: before[index], to: firstName } },
			})),
		);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
	});

	it('of Update', async () => {
		const fields = { firstName: '={{ $json.name }}', tags: 'a, b' };
		const setup = updateOf(BY_ID_OF_ITEM, fields, { dryRun: true });
		const plan = await outputOf(world, setup, [{ id: AMARA, name: 'Zoë 🦊' }]);
		await world.run(applyChanges(), plan);
		expect(rowsSent(world)).toEqual([{ id: AMARA, firstName: 'Zoë 🦊', tags: ['a', 'b'] }]);
		expect(user(AMARA)).toMatchObject({ firstName: 'Zoë 🦊', tags: ['a', 'b'] });
	});

	it('from JSON text in a column, as a sheet keeps it', async () => {
		const [{ id, changes }] = await planOf([{ id: AMARA, firstName: 'Zoë "Z"', language: '' }]);
		expect(changes).toEqual({ firstName: { from: 'Amara', to: 'Zoë "Z"' } });
		const setup = applyChanges({}, undefined, {
			userId: '={{ $json["User"] }}',
			changes: '={{ $json["What changes"] }}',
		});
		await world.run(setup, [{ User: ` ${String(id)} `, 'What changes': JSON.stringify(changes) }]);
		expect(rowsSent(world)).toEqual([{ id: AMARA, firstName: 'Zoë "Z"' }]);
	});

	it('from JSON that is typed into the form', async () => {
		const changes = '{ "firstName": { "from": "Amara", "to": "Zoe" } }';
		await world.run(applyChanges({}, undefined, { userId: AMARA, changes }));
		expect(rowsSent(world)).toEqual([{ id: AMARA, firstName: 'Zoe' }]);
	});

	it('with other fields for each user', async () => {
		const plan = await planOf([
			{ id: AMARA, lastName: 'New' },
			{ id: JOSE, isActive: false, decimalPlaces: 4 },
			{ id: TESTT, website: 'https://example.org' },
		]);
		await world.run(applyChanges(), plan);
		expect(rowsSent(world)).toEqual([
			{ id: AMARA, lastName: 'New' },
			{ id: JOSE, decimalPlaces: 4, isActive: false },
			{ id: TESTT, website: 'https://example.org' },
		]);
	});

	it('and nothing is read or written for a user whom it leaves as is', async () => {
		const plan = await planOf([
			{ id: AMARA, firstName: 'Amara' },
			{ id: JOSE, firstName: 'Joe' },
		]);
		const { items, hints } = await world.run(applyChanges(), plan);
		expect(items[0].json).toEqual({
			status: 'unchanged',
			summary: 'no change',
			id: AMARA,
			changes: {},
		});
		expect(requestsInFull(world)[0].path).toBe(`/api/v2.0/users/${JOSE}`);
		expect(rowsSent(world)).toEqual([{ id: JOSE, firstName: 'Joe' }]);
		expect(hints('Node').map(({ message }) => message)).toEqual(['1 of 2 users needed no change']);
	});

	it('and no request leaves when it leaves everybody as is', async () => {
		const { items } = await world.run(applyChanges(), [{ id: AMARA, changes: '{}' }]);
		expect(items[0].json).toEqual({
			status: 'unchanged',
			summary: 'no change',
			id: AMARA,
			changes: {},
		});
		expect(requestsInFull(world)).toEqual([]);
	});
});

/** A new value for every field, and the values that empty those that can be emptied. */
const NEW: Array<[string, IDataObject]> = [
	['username', { username: 'someone-else' }],
	['firstName', { firstName: '张 🦊' }],
	['lastName', { lastName: '' }],
	['email', { email: 'new.address@example.com' }],
	['defaultOrganization', { defaultOrganization: 'city-lights' }],
	['defaultOrganization', { defaultOrganization: null }],
	['defaultRole', { defaultRole: 'viewer' }],
	['defaultRole', { defaultRole: '' }],
	['defaultDashboard', { defaultDashboard: 'street-lighting' }],
	['defaultDashboard', { defaultDashboard: null }],
	['language', { language: 'en-US' }],
	['website', { website: 'https://example.org/a' }],
	['timezone', { timezone: null }],
	['decimalPlaces', { decimalPlaces: 0 }],
	['decimalPlaces', { decimalPlaces: null }],
	['numberFormat', { numberFormat: '1,000.00' }],
	['isActive', { isActive: false }],
	['tags', { tags: ['b', 'ä'] }],
	['tags', { tags: [] }],
	['contactMethods', { contactMethods: [{ type: 'sms', values: ['+57 330', '+57 331'] }] }],
	['contactMethods', { contactMethods: [] }],
	['properties', { properties: { team: { name: 'B', size: 2 }, shift: 'night' } }],
];

/** Everything of a user but the IDs that the service gives to contact methods. */
const whole = (id: string) => {
	const { contactMethods = [], ...others } = user(id) ?? {};
	return { ...others, contactMethods: contactMethods.map(({ type, values }) => [type, values]) };
};

describe.each(NEW)('a change of %s to %j', (name, row) => {
	// Tags are confirmed, because the next run starts from them.
	const status = name === 'tags' ? 'applied' : 'accepted';

	beforeEach(() => {
		world.sandbox.ubidots.put({
			id: AMARA,
			properties: { team: { name: 'A', size: 2 }, shift: 'day', floor: 3 },
		});
	});

	it('can be planned and carried out, and then there is nothing left to do', async () => {
		const plan = await planOf([{ id: AMARA, ...row }]);
		expect(Object.keys(plan[0].changes as object)).toEqual([name]);
		const { items } = await world.run(applyChanges(), plan);
		expect(items[0].json).toMatchObject({ status, changes: plan[0].changes });
		expect(await planOf([{ id: AMARA, ...row }])).toMatchObject([{ status: 'unchanged' }]);
		const again = await world.run(applyChanges(), plan);
		expect(again.items[0].json).toEqual({
			status: 'unchanged',
			summary: 'no change',
			id: AMARA,
			changes: {},
		});
		expect(rowsSent(world)).toEqual([]);
	});

	it('can be undone and done again, from what came out of each run', async () => {
		const before = whole(AMARA);
		const done = await outputOf(world, bulkUpdate({ skipUnchanged: true }), [
			{ id: AMARA, ...row },
		]);
		const after = whole(AMARA);
		expect(after).not.toEqual(before);
		const undone = await outputOf(world, undoChanges(), done);
		expect(undone).toMatchObject([{ id: AMARA, status }]);
		expect(whole(AMARA)).toEqual(before);
		const redone = await outputOf(world, undoChanges(), undone);
		expect(redone).toMatchObject([{ id: AMARA, status }]);
		expect(whole(AMARA)).toEqual(after);
	});
});

describe('a plan from before the service showed more of a reference', () => {
	it('is compared by ID and label', async () => {
		const organization = user(AMARA)?.defaultOrganization;
		const seen = [
			{ label: 'acme-energy', id: organization?.id },
			{ label: 'acme-energy', id: organization?.id, name: 'An older name', url: 'x' },
			organization?.id,
			{ label: 'acme-energy' },
			'acme-energy',
		];
		for (const from of seen) {
			const changes = { defaultOrganization: { from, to: null } } as IDataObject;
			const { items } = await world.run(applyChanges({ dryRun: true }), [{ id: AMARA, changes }]);
			expect(items[0].json.status).toBe('planned');
		}
	});

	it('writes them as the API wants them', async () => {
		const { defaultDashboard, defaultOrganization, defaultRole } = user(AMARA) ?? {};
		const changes = {
			defaultDashboard: { from: null, to: defaultDashboard },
			defaultOrganization: { from: null, to: defaultOrganization },
			defaultRole: { from: null, to: defaultRole },
		} as unknown as IDataObject;
		await world.run(applyChanges(), [{ id: JOSE, changes: { ...changes, ...REPLACED } }]);
		expect(rowsSent(world)).toEqual([
			{ id: JOSE, defaultRole: 'operator', defaultDashboard: defaultDashboard?.id },
		]);
	});

	const REPLACED = {
		defaultRole: { from: { label: 'viewer' }, to: { label: 'operator', name: 'Operator' } },
	};
});

it('reads the users in hundreds, and only what it has to compare', async () => {
	const plan = await planOf([
		{ id: AMARA, lastName: 'x' },
		{ id: JOSE, firstName: 'Joe' },
	]);
	await world.run(applyChanges(), plan);
	expect(reads(world)).toHaveLength(1);
	expect(reads(world)[0].query.fields.split(',').sort()).toEqual(['firstName', 'id', 'lastName']);
});

it('pairs every row with its item, whatever becomes of it', async () => {
	const plan = await planOf(people(4));
	const items = [plan[0], { id: JOSE, changes: 5 }, plan[1], { id: JOSE, changes: {} }, plan[2]];
	const result = await world.run(applyChanges({}, CONTINUE), items);
	expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual(
		items.map((_, item) => ({ item })),
	);
	expect(column(result.items, 'status')).toEqual([
		'accepted',
		undefined,
		'accepted',
		'unchanged',
		'accepted',
	]);
});
