import type { IDataObject } from 'n8n-workflow';

import { generatedUserId } from '../../../../../tools/sandbox';
import { members, NOBODY, people } from '../../../../support/people';
import { idsOf, patches, reads, rowsOf } from '../../../../support/requests';
import {
	bulkUpdate,
	BY_ID_OF_ITEM,
	CONTINUE,
	update,
	updateOf,
	upsunUpdateOf,
} from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

const world = useWorld({ users: 260, upsunAdmin: true });

const options = { skipUnchanged: true };
const hold = (n: number, values: object) =>
	world.sandbox.ubidots.put({ id: generatedUserId(n), ...values });

describe('bulkUpdate with skipUnchanged', () => {
	it('sends only the fields that differ, and nothing for users with none', async () => {
		hold(1, { firstName: 'New 1' });
		hold(2, { firstName: 'New 2', lastName: 'Old' });
		const rows = people(3).map((row) => ({ ...row, lastName: 'Name' }));
		hold(1, { lastName: 'Name' });
		const { items } = await world.run(bulkUpdate(options), rows);
		expect(patches(world).map(rowsOf)).toEqual([
			[
				{ id: rows[1].id, lastName: 'Name' },
				{ id: rows[2].id, firstName: 'New 3', lastName: 'Name' },
			],
		]);
		expect(items.map(({ json }) => json.status)).toEqual(['unchanged', 'accepted', 'accepted']);
		expect(items[0].json).toEqual({
			status: 'unchanged',
			summary: 'no change',
			id: rows[0].id,
			changes: {},
		});
		expect(items[1].json.changes).toEqual({ lastName: { from: 'Old', to: 'Name' } });
	});

	it('writes nothing the second time', async () => {
		const rows = people(250).map((row) => ({ ...row, tags: ['a', 'b'], isActive: true }));
		await world.run(bulkUpdate(options), rows);
		world.sandbox.journal.clear();
		const { items, hints } = await world.run(bulkUpdate(options), rows);
		expect(patches(world).length).toBe(0);
		expect(reads(world).length).toBe(3);
		expect(items.every(({ json }) => json.status === 'unchanged')).toBe(true);
		expect(hints('Node').some(({ message }) => message.includes('250 of 250'))).toBe(true);
	});

	it('sends a password always, because nobody can tell whether it is the same', async () => {
		hold(1, { firstName: 'New 1' });
		await world.run(bulkUpdate(options), [{ ...people(1)[0], password: 'Long-enough-1' }]);
		expect(Object.keys(rowsOf(patches(world)[0])[0])).toEqual(['id', 'password']);
		expect(world.sandbox.ubidots.passwordOf(generatedUserId(1))).toBe('Long-enough-1');
	});

	it('fills its requests with what is left to send', async () => {
		for (let n = 1; n <= 200; n += 2) hold(n, { firstName: `New ${n}` });
		await world.run(bulkUpdate({ ...options, batchSize: 50 }), people(200));
		expect(patches(world).map((entry) => idsOf(entry).length)).toEqual([50, 50]);
	});

	it('does not confirm what it did not send', async () => {
		hold(1, { firstName: 'New 1' });
		const { items } = await world.run(bulkUpdate({ ...options, confirm: true }), people(2));
		expect(items.map(({ json }) => json.status)).toEqual(['unchanged', 'applied']);
	});

	it('sends nothing when one user is not found, unless it may continue', async () => {
		const rows = [...people(2), { id: NOBODY, firstName: 'X' }];
		const { message, description } = await world.run(bulkUpdate(options), rows);
		expect(message).toContain('No user has the ID');
		expect(description).toContain('No update was sent');
		expect(patches(world).length).toBe(0);
		const { items } = await world.run(bulkUpdate(options, CONTINUE), rows);
		expect(items.map(({ json }) => json.status)).toEqual(['accepted', 'accepted', undefined]);
	});

	it('in output by batches has one item for those who needed no request', async () => {
		hold(1, { firstName: 'New 1' });
		hold(3, { firstName: 'New 3' });
		const { items } = await world.run(bulkUpdate({ ...options, output: 'batches' }), people(4));
		expect(items.map(({ json }) => [json.status, json.users, json.ids])).toEqual([
			['unchanged', 2, [generatedUserId(1), generatedUserId(3)]],
			[undefined, 2, [generatedUserId(2), generatedUserId(4)]],
		]);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([
			[{ item: 0 }, { item: 2 }],
			[{ item: 1 }, { item: 3 }],
		]);
	});
});

describe('update with skipUnchanged', () => {
	it('gives the user as read where nothing differed, and as written where something did', async () => {
		hold(1, { firstName: 'New 1', lastName: 'Kept' });
		const { items } = await world.run(update(options), people(2));
		expect(patches(world).length).toBe(1);
		expect(items[0].json).toMatchObject({ firstName: 'New 1', lastName: 'Kept', changes: {} });
		expect(items[1].json).toMatchObject({
			username: 'person-00002',
			firstName: 'New 2',
			changes: { firstName: { to: 'New 2' } },
		});
		// The same keys either way.
		const [written, read] = items.map(({ json }) => Object.keys(json).sort());
		expect(read).toEqual(written);
	});

	it('reads many users at a time and writes one by one', async () => {
		const { items } = await world.run(
			update({ ...options, maxConcurrentRequests: 8 }),
			people(150),
		);
		expect(items).toHaveLength(150);
		expect(reads(world).length).toBe(2);
		expect(patches(world).length).toBe(150);
	});

	it('sends only the fields that differ', async () => {
		hold(1, { firstName: 'New 1' });
		const setup = update(options);
		Object.assign(setup.parameters.updateFields as IDataObject, { lastName: 'Zed', tags: 'x' });
		await world.run(setup, people(1));
		expect(patches(world)[0].body).toEqual({ lastName: 'Zed', tags: ['x'] });
	});

	it('shows no password that an earlier item for the same user has written', async () => {
		const fields = { lastName: 'Zed', password: '={{ $json.password }}' };
		const [{ id }] = people(1);
		const setup = updateOf(BY_ID_OF_ITEM, fields, { skipUnchanged: true });
		const rows = [
			{ id, password: 'Long-enough-1' },
			{ id, password: 'Long-enough-2' },
		];
		const { items } = await world.run(setup, rows);
		for (const { json } of items) expect(json).not.toHaveProperty('password');
		expect(items[1].json.changes).toEqual({ password: { from: '•••', to: '•••' } });
	});

	it('reports a user that there is not, and updates the others', async () => {
		const rows = [people(1)[0], { id: NOBODY, firstName: 'X' }, people(1, 2)[0]];
		const { items } = await world.run(update(options, CONTINUE), rows);
		expect(items[1].json.error).toContain('No user has the ID');
		expect(patches(world).length).toBe(2);
	});
});

describe('Upsun update with skipUnchanged', () => {
	const fields = { first_name: '={{ $json.firstName }}', company: 'Acme' };
	const setup = upsunUpdateOf(BY_ID_OF_ITEM, fields, options);

	it('sends only the fields that differ, or nothing', async () => {
		const rows = members(2);
		const [one, two] = rows;
		world.sandbox.upsun.put({ id: one.id, first_name: one.firstName, company: 'Acme' });
		world.sandbox.upsun.put({ id: two.id, first_name: two.firstName, company: 'Other' });
		const { items } = await world.run(setup, rows);
		expect(patches(world).map(({ path, body }) => [path, body])).toEqual([
			[`/users/${two.id}`, { company: 'Acme' }],
		]);
		expect(items.map(({ json }) => [json.company, json.changes])).toEqual([
			['Acme', {}],
			['Acme', { company: { from: 'Other', to: 'Acme' } }],
		]);
	});
});

it.each(['Ubidots', 'Upsun'])(
	'%s: a row after one that may have been applied is sent, whatever was known of its user before',
	async (service) => {
		const [person] = service === 'Ubidots' ? people(1) : members(1);
		world.sandbox.faults.add({ match: { method: 'PATCH' }, answer: 'reset', when: 'after' });
		const more = { ...options, retryTimeout: 0 };
		const setup =
			service === 'Ubidots'
				? update(more, CONTINUE)
				: upsunUpdateOf(BY_ID_OF_ITEM, { first_name: '={{ $json.firstName }}' }, more, CONTINUE);
		const before =
			service === 'Ubidots'
				? world.sandbox.ubidots.user(person.id)?.firstName
				: world.sandbox.upsun.user(person.id)?.first_name;
		const { items } = await world.run(setup, [person, { ...person, firstName: String(before) }]);
		expect(items[0].json.error).toContain('may have been carried out');
		expect(patches(world)).toHaveLength(2);
		const after =
			service === 'Ubidots'
				? world.sandbox.ubidots.user(person.id)?.firstName
				: world.sandbox.upsun.user(person.id)?.first_name;
		expect(after).toBe(before);
	},
);
