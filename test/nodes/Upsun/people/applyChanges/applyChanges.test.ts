import type { IDataObject } from 'n8n-workflow';

import { setAccessToken } from '../../../../support/credentials';
import { memberEmailOf } from '../../../../support/organizations';
import { column, hintsOf } from '../../../../support/outputs';
import { requestCount, requests } from '../../../../support/requests';
import { CONTINUE, type OnError, settingsOf, upsun } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import {
	AT_FIRST,
	INSTEAD,
	makeSite,
	RESOURCES,
	rowsOf,
	type Site,
	syncSite,
} from '../sync/places';

const world = useWorld();
beforeEach(() => setAccessToken(world));

const NEW = 'new.person@example.org';

/** Apply Changes of this place, of what the items hold. */
const apply = (
	{ resource, id }: Pick<Site, 'resource' | 'id'>,
	direction: 'apply' | 'undo' = 'apply',
	settings: IDataObject = {},
	onError?: OnError,
) =>
	upsun(
		'applyChanges',
		{
			resource,
			[RESOURCES[resource]]: { __rl: true, mode: 'id', value: id },
			userId: '={{ $json.user_id }}',
			changes: '={{ $json.changes }}',
			direction,
			...settingsOf({ maxConcurrentRequests: 1, ...settings }),
		},
		onError,
	);

const writes = () =>
	requests(world)
		.filter(({ method }) => method !== 'GET')
		.map(({ method, body }) => ({ method, ...(body as IDataObject) }));

/** What a sync would do, or has done: kept, and its requests forgotten. */
async function outputOf(site: Site, rows: IDataObject[], parameters: IDataObject = {}) {
	const { items, message } = await world.run(syncSite(site, parameters), rows);
	expect(message).toBeUndefined();
	world.sandbox.journal.clear();
	return structuredClone(items.map(({ json }) => json));
}

const permissionsOf = ({ resource, id, memberIds }: Site, n: number) => {
	const { organizations, projects } = world.sandbox.upsun;
	const place =
		resource === 'projectUser'
			? projects.find((one) => one.id === id)?.users
			: organizations.find((one) => one.id === id)?.members;
	return place?.[memberIds[n - 1]]?.permissions;
};

describe.each(['organizationMember', 'projectUser'] as const)('for %s', (resource) => {
	const wanted = INSTEAD[resource].split(',');
	const before = AT_FIRST[resource].split(',');
	/** Changes the first, and leaves the second as it is. */
	const list = (): IDataObject[] => {
		const [first, second] = rowsOf({ resource }, 1, 2);
		return [{ ...first, permissions: INSTEAD[resource] }, second];
	};
	let site: Site;
	beforeEach(() => {
		site = makeSite(world, resource, 2);
	});

	it('a plan is carried out, and taken back', async () => {
		const plan = await outputOf(site, list(), { dryRun: true, leavers: 'keep' });
		const applied = await world.run(apply(site), plan);
		expect(column(applied.items, 'status')).toEqual(['applied', 'unchanged']);
		expect(applied.items[0].json).toMatchObject({
			email: memberEmailOf(1),
			user_id: site.memberIds[0],
			changes: { permissions: { from: before, to: wanted } },
		});
		expect(permissionsOf(site, 1)).toEqual(wanted);
		expect(permissionsOf(site, 2)).toEqual(before);
		const undone = await world.run(
			apply(site, 'undo'),
			applied.items.map(({ json }) => json),
		);
		expect(column(undone.items, 'status')).toEqual(['applied', 'unchanged']);
		expect(permissionsOf(site, 1)).toEqual(before);
	});

	it('what was written by a sync is taken back; twice is unchanged', async () => {
		const done = await outputOf(site, list(), { leavers: 'keep' });
		expect(permissionsOf(site, 1)).toEqual(wanted);
		await world.run(apply(site, 'undo'), done);
		expect(permissionsOf(site, 1)).toEqual(before);
		const again = await world.run(apply(site, 'undo'), done);
		expect(column(again.items, 'status')).toEqual(['unchanged', 'unchanged']);
		expect(hintsOf(again)[0]).toContain('All users have the old values already');
	});

	it('whoever was changed since is left alone, and the field is named; order makes no difference', async () => {
		const plan = await outputOf(site, list(), { dryRun: true, leavers: 'keep' });
		const others = resource === 'projectUser' ? ['admin'] : ['billing', 'projects:list'];
		const change = (permissions: string[]) =>
			world.sandbox.upsun.changePlace(site.id, (place) => {
				const people = resource === 'projectUser' ? place.users : place.members;
				people[site.memberIds[0]].permissions = permissions;
			});
		change(others);
		const result = await world.run(apply(site, 'apply', {}, CONTINUE), plan);
		expect(result.items[0].json).toMatchObject({
			error: expect.stringMatching(
				/was changed since: 'Permissions' should be \[.*make a new dry run/,
			),
			details: { code: 'changed' },
		});
		expect(hintsOf(result)[0]).toBe('1 of 2 users was changed since, and left alone');
		expect(writes()).toEqual([]);
		change([...before].reverse());
		const { items } = await world.run(apply(site), plan);
		expect(column(items, 'status')).toEqual(['applied', 'unchanged']);
	});

	it('an invitation that is approved is sent, and cancelled by an undo while it is pending', async () => {
		const row = { email: NEW, permissions: INSTEAD[resource] };
		const plan = await outputOf(site, [row], { dryRun: true, leavers: 'keep' });
		expect(plan[0]).toMatchObject({ action: 'add', user_id: null });
		const { items } = await world.run(apply(site), plan);
		expect(items[0].json).toMatchObject({ email: NEW, status: 'invited', user_id: null });
		expect(world.sandbox.upsun.mails()).toHaveLength(1);
		const twice = await world.run(apply(site), plan);
		expect(column(twice.items, 'status')).toEqual(['unchanged']);
		expect(world.sandbox.upsun.mails()).toHaveLength(1);
		world.sandbox.journal.clear();
		const undone = await world.run(apply(site, 'undo'), plan);
		expect(column(undone.items, 'status')).toEqual(['cancelled']);
		expect(writes()).toEqual([{ method: 'DELETE' }]);
		const again = await world.run(apply(site, 'undo'), plan);
		expect(column(again.items, 'status')).toEqual(['unchanged']);
	});

	it('an invitation that was accepted is not taken for one that can be cancelled', async () => {
		const done = await outputOf(site, [{ email: NEW, permissions: INSTEAD[resource] }], {
			leavers: 'keep',
		});
		expect(done[0]).toMatchObject({ status: 'invited' });
		world.sandbox.upsun.accept(String(done[0].invitation_id));
		const { message } = await world.run(apply(site, 'undo'), done);
		expect(message).toMatch(/'new.person@example.org' has accepted the invitation.*Remove/);
		expect(writes()).toEqual([]);
	});

	it('removals are refused, and an undo says what was there', async () => {
		const [, stays] = rowsOf({ resource }, 1, 2);
		const done = await outputOf(site, [stays], { scope: { everyUser: true } });
		const removal = done.filter(({ action }) => action === 'remove');
		expect(removal).toHaveLength(1);
		const { message } = await world.run(apply(site), removal);
		expect(message).toMatch(/^The row removes the user '.*'\. Apply Changes only adds people/);
		const undone = await world.run(apply(site, 'undo'), removal);
		expect(undone.items[0].json).toMatchObject({
			status: 'skipped',
			user_id: site.memberIds[0],
			summary: expect.stringMatching(
				`^Removals cannot be undone: add the user '${memberEmailOf(1)}' again instead, with the permissions ${before.join(', ')}`,
			),
		});
		expect(writes()).toEqual([]);
	});

	it('a dry run writes nothing, and says so', async () => {
		const plan = await outputOf(site, list(), { dryRun: true, leavers: 'keep' });
		const result = await world.run(apply(site, 'apply', { dryRun: true }), plan);
		expect(column(result.items, 'status')).toEqual(['planned', 'unchanged']);
		expect(hintsOf(result)[0]).toBe(
			'Dry run: nothing was written. 1 would change, 1 is up to date',
		);
		expect(writes()).toEqual([]);
	});

	it('somebody who has left meanwhile is not added again', async () => {
		const plan = await outputOf(site, list(), { dryRun: true, leavers: 'keep' });
		world.sandbox.upsun.changePlace(site.id, (place) => {
			delete (resource === 'projectUser' ? place.users : place.members)[site.memberIds[0]];
		});
		const { items } = await world.run(apply(site, 'apply', {}, CONTINUE), plan);
		expect(items[0].json.error).toContain('is not in the');
		expect(writes()).toEqual([]);
	});

	it('people are listed once for all rows', async () => {
		const plan = await outputOf(site, list(), { dryRun: true, leavers: 'keep' });
		await world.run(apply(site), plan);
		const path = resource === 'projectUser' ? '/user-access' : '/members';
		expect(requestCount(world, { method: 'GET', path: new RegExp(`${path}$`) })).toBe(1);
	});

	it('more than Max Changes allows end the run before its first write', async () => {
		const plan = await outputOf(site, list(), { dryRun: true, leavers: 'keep' });
		const { message } = await world.run(apply(site, 'apply', { maxChanges: '0' }), plan);
		expect(message).toContain("1 user would change: more than 'Max Changes' allows");
		expect(writes()).toEqual([]);
	});
});

it('somebody who was added to a project at once is added, and an undo says how to remove', async () => {
	const site = makeSite(world, 'projectUser', 1, 1);
	const row = { email: memberEmailOf(2), permissions: INSTEAD.projectUser };
	const plan = await outputOf(site, [row], { dryRun: true, leavers: 'keep' });
	const { items } = await world.run(apply(site), plan);
	expect(column(items, 'status')).toEqual(['added']);
	const undone = await world.run(apply(site, 'undo'), plan);
	expect(undone.items[0].json).toMatchObject({
		status: 'skipped',
		summary: expect.stringContaining('is not removed by an undo: remove the user'),
	});
});

it('a plan that was kept as text in a file is understood', async () => {
	const site = makeSite(world, 'organizationMember', 1);
	const row = {
		email: memberEmailOf(1),
		user_id: '',
		'changes.permissions.from.0': 'projects:list',
		'changes.permissions.to.0': 'billing',
		'changes.permissions.to.1': 'projects:list',
	};
	const { items } = await world.run(apply(site), [row]);
	expect(column(items, 'status')).toEqual(['applied']);
	expect(permissionsOf(site, 1)).toEqual(['billing', 'projects:list']);
});

it('the account behind the token is never changed', async () => {
	const site = makeSite(world, 'organizationMember', 1);
	const me = { user_id: 'd81c8ee2-44b3-429f-b944-a33ad7437690' };
	const changes = { permissions: { from: ['admin', 'members'], to: [] } };
	const { message } = await world.run(apply(site), [{ ...me, changes }]);
	expect(message).toContain('is the account behind the token');
	expect(writes()).toEqual([]);
});

it('rows of two places are refused before any request', async () => {
	const one = makeSite(world, 'organizationMember', 1);
	const setup = apply({ ...one, id: '={{ $json.place }}' });
	const changes = { permissions: { from: [], to: ['billing'] } };
	const [{ id: other }] = world.sandbox.upsun.organizations;
	const { message } = await world.run(setup, [
		{ place: one.id, email: memberEmailOf(1), changes },
		{ place: other, email: memberEmailOf(1), changes },
	]);
	expect(message).toContain('so give it one value');
	expect(requests(world)).toEqual([]);
});
