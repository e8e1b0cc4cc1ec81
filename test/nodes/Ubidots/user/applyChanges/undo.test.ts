import type { IDataObject } from 'n8n-workflow';

import type { PutUser } from '../../../../../tools/sandbox/ubidots/model';
import { AMARA, JOSE, people, TESTT, usernameOf } from '../../../../support/people';
import { column, failedItems } from '../../../../support/outputs';
import { patches, requestLines, rowsSent } from '../../../../support/requests';
import {
	applyChanges,
	BY_ID_OF_ITEM,
	bulkUpdate,
	CONTINUE,
	settingsOf,
	sync,
	undoChanges,
	updateOf,
} from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { inVirtualTime } from '../../../../support/virtualTime';
import { allUsers } from '../../../../support/written';
import { mixed, outputOf } from './rows';

const world = useWorld({ users: 40 });

/** All users whole, but for the IDs that the service gives to contact methods. */
const everybody = () =>
	[...allUsers(world).values()].map(({ contactMethods, ...others }) => ({
		...others,
		contactMethods: contactMethods.map(({ type, values, properties }) => [
			type,
			values,
			properties,
		]),
	}));

describe('a run is taken back, and every user is as before:', () => {
	const RICH: PutUser = {
		id: TESTT,
		defaultOrganization: 'city-lights',
		defaultRole: 'viewer',
		defaultDashboard: 'plant-overview',
		contactMethods: [{ type: 'voice', values: ['1', '2'] }],
		properties: { floor: 3, team: { name: 'A' } },
		tags: ['b', 'a', 'ü'],
		language: 'es-ES',
	};
	beforeEach(() => {
		world.sandbox.ubidots.put(RICH);
	});

	it('of Bulk Update with Skip Unchanged', async () => {
		const before = everybody();
		const rows = [
			...mixed(30),
			{ id: TESTT, tags: '', defaultRole: null, properties: { floor: 4 }, contactMethods: [] },
			{ id: AMARA, firstName: 'Zoë', language: 'en-US', defaultDashboard: '' },
			{ id: JOSE, firstName: 'José' },
		];
		const done = await outputOf(world, bulkUpdate({ skipUnchanged: true }), rows);
		expect(everybody()).not.toEqual(before);
		const undone = await outputOf(world, undoChanges(), done);
		const isDone = ({ status }: IDataObject) => status === 'accepted' || status === 'applied';
		expect(undone.filter(isDone)).toHaveLength(32);
		expect(undone[32].status).toBe('unchanged');
		expect(everybody()).toEqual(before);
	});

	it('of Update with Skip Unchanged, in which tags were added and removed', async () => {
		const before = everybody();
		const fields = { tagsToAdd: 'new', tagsToRemove: 'a', website: '={{ $json.site }}' };
		const setup = updateOf(BY_ID_OF_ITEM, fields, { skipUnchanged: true });
		const rows = [TESTT, AMARA, JOSE].map((id) => ({ id, site: 'https://example.org' }));
		const done = await outputOf(world, setup, rows);
		expect(world.sandbox.ubidots.user(TESTT)?.tags).toEqual(['b', 'ü', 'new']);
		await outputOf(world, undoChanges(), done);
		expect(everybody()).toEqual(before);
	});

	it('of Apply Changes', async () => {
		const before = everybody();
		const plan = await outputOf(world, bulkUpdate({ dryRun: true }), mixed(30));
		const done = await outputOf(world, applyChanges(), plan);
		await outputOf(world, undoChanges(), done);
		expect(everybody()).toEqual(before);
	});

	it('twice over, which leaves it as it is', async () => {
		const options = { skipUnchanged: true, confirm: true };
		const done = await inVirtualTime(
			async () => await outputOf(world, bulkUpdate(options), mixed(9)),
		);
		await outputOf(world, undoChanges(), done);
		const before = everybody();
		const { items, hints } = await world.run(undoChanges(), done);
		expect(column(items, 'status')).toEqual(Array(9).fill('unchanged'));
		expect(hints('Node').map(({ message }) => message)).toEqual([
			'All users have the old values already: the run was undone before, or never written. If it ended just now, it may still be carried out: look again in a minute',
		]);
		expect(patches(world)).toEqual([]);
		expect(everybody()).toEqual(before);
	});

	it('and then done again, by undoing the undoing', async () => {
		const done = await outputOf(world, bulkUpdate({ skipUnchanged: true }), mixed(9));
		const after = everybody();
		const undone = await outputOf(world, undoChanges(), done);
		expect(everybody()).not.toEqual(after);
		await outputOf(world, undoChanges(), undone);
		expect(everybody()).toEqual(after);
	});

	it('after a dry run of it, whose own output can be carried out as well', async () => {
		const before = everybody();
		const done = await outputOf(world, bulkUpdate({ skipUnchanged: true }), mixed(9));
		const after = everybody();
		const plan = await outputOf(world, undoChanges({ dryRun: true }), done);
		const firstName = before.find(({ id }) => id === done[0].id)?.firstName;
		expect(plan[0]).toEqual({
			status: 'planned',
			summary: `First Name: New 1 → ${firstName}`,
			id: done[0].id,
			changes: { firstName: { from: 'New 1', to: firstName } },
		});
		expect(everybody()).toEqual(after);
		await outputOf(world, applyChanges(), plan);
		expect(everybody()).toEqual(before);
	});
});

it('no request leaves for no items', async () => {
	const { items, status } = await world.run(undoChanges(), []);
	expect([status, items, requestLines(world)]).toEqual(['success', [], []]);
});

describe('a sync is taken back', () => {
	const setup = (options: IDataObject) =>
		sync(
			{
				missingUsers: 'create',
				leavers: 'deactivate',
				scope: { tag: 'team' },
				...settingsOf({ maxLeavers: 10, ...options }),
			},
			CONTINUE,
		);
	const team = people(4);
	const list = [
		{ username: usernameOf(1), firstName: 'New 1' },
		{ username: usernameOf(2), tagsToAdd: 'late' },
		{ username: 'fresh', email: 'fresh@example.com' },
	];
	beforeEach(() => {
		for (const { id } of team) world.sandbox.ubidots.put({ id, tags: ['team'] });
	});

	it('with its leavers, but for the users that it created', async () => {
		const before = everybody();
		const done = await outputOf(world, setup({}), list);
		expect(done.map(({ action }) => action)).toEqual([
			'update',
			'update',
			'create',
			'deactivate',
			'deactivate',
		]);
		const { items } = await world.run(undoChanges(), done);
		expect(column(items, 'status')).toEqual([
			'accepted',
			'applied',
			'skipped',
			'accepted',
			'accepted',
		]);
		expect(items[2].json.summary).toBe(
			"Creations cannot be undone: deactivate or delete the user 'fresh' instead",
		);
		expect(everybody().filter(({ username }) => username !== 'fresh')).toEqual(before);
	});

	it('or its dry run is carried out, but for the users that it would create', async () => {
		const plan = await outputOf(world, setup({ dryRun: true }), list);
		const { items } = await world.run(applyChanges({}, CONTINUE), plan);
		expect(items[2].json.error).toContain('run Sync for them');
		const { ubidots: service } = world.sandbox;
		expect(team.map(({ id }) => service.user(id))).toMatchObject([
			{ firstName: 'New 1' },
			{ tags: ['team', 'late'] },
			{ isActive: false },
			{ isActive: false },
		]);
	});
});

/** The service may have had what the form would refuse: it is written back as it was. */
const KEPT: Array<[string, IDataObject, IDataObject]> = [
	['a name with a line break', { firstName: 'Ada\nZoe' }, { firstName: 'Bob' }],
	['a name with an invisible character', { firstName: 'a\u200bb' }, { firstName: 'Bob' }],
	['a label with a line break', { defaultRole: 'a\nb' }, { defaultRole: 'viewer' }],
	['half a decimal place', { decimalPlaces: 2.5 }, { decimalPlaces: 2 }],
	['a word that is a failure elsewhere', { lastName: '#N/A' }, { lastName: 'Bob' }],
	['many tags', { tags: Array.from({ length: 25 }, (_, n) => `t${n}`) }, { tags: ['x'] }],
	['a long tag', { tags: ['t'.repeat(60)] }, { tags: ['x'] }],
	['a tag with a comma or a line break', { tags: ['a, b', 'c\nd'] }, { tags: ['x'] }],
	[
		'a contact method of another type',
		{ contactMethods: [{ type: 'fax', values: ['1, 2', '3'] }] },
		{ contactMethods: [] },
	],
];

const changesOf = (from: IDataObject, to: IDataObject): IDataObject => {
	const [name] = Object.keys(from);
	return { [name]: { from: from[name], to: to[name] } };
};

describe.each(KEPT)('%s', (_, before, after) => {
	it('is written back', async () => {
		world.sandbox.ubidots.put({ id: AMARA, ...after });
		await world.run(undoChanges(), [{ id: AMARA, changes: changesOf(before, after) }]);
		expect(rowsSent(world)).toEqual([{ id: AMARA, ...before }]);
	});

	it('is written by a plan to do so, which may come from an undo', async () => {
		world.sandbox.ubidots.put({ id: AMARA, ...after });
		const changes = JSON.stringify(changesOf(after, before));
		await world.run(applyChanges(), [{ id: AMARA, changes }]);
		expect(rowsSent(world)).toEqual([{ id: AMARA, ...before }]);
	});
});

it.each([
	['undo', undoChanges({}, CONTINUE), { from: ['Jos\ufffd'], to: ['x'] }],
	['apply', applyChanges({}, CONTINUE), { from: [], to: ['Jos\ufffd'] }],
])('what was lost in a file is not written, by %s', async (_, setup, tags) => {
	const { items } = await world.run(setup, [{ id: AMARA, changes: { tags } }]);
	expect(items[0].json.error).toBe(
		"'Changes' has 'tags', which has a character that was lost when the file was read (U+FFFD): set 'Encoding' in the node that reads it, for example to latin1 [item 0]",
	);
	expect(rowsSent(world)).toEqual([]);
});

it('what Ubidots refuses is named, and the other rows are written', async () => {
	world.sandbox.ubidots.put({ id: AMARA, tags: ['t'.repeat(60)] });
	const rows = [
		{ id: AMARA, tags: 'x' },
		{ id: JOSE, firstName: 'Joe' },
	];
	const { items: done } = await world.run(bulkUpdate({ skipUnchanged: true }), rows);
	const { items } = await world.run(
		undoChanges({}, CONTINUE),
		done.map(({ json }) => json),
	);
	expect(failedItems(items)).toEqual([0]);
	expect(items[0].json.error).toContain('no tag has more than 50 characters');
	expect(world.sandbox.ubidots.user(JOSE)?.firstName).toBe('José');
});
