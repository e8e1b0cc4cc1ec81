import type { IDataObject } from 'n8n-workflow';

import { setAccessToken } from '../../../../support/credentials';
import { memberEmailOf } from '../../../../support/organizations';
import { column } from '../../../../support/outputs';
import { ME } from '../../../../support/people';
import { requests } from '../../../../support/requests';
import { settingsOf, upsun } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { INSTEAD, makeSite, RESOURCES, rowsOf, type Site, syncSite, writes } from '../sync/places';

const world = useWorld();
beforeEach(() => setAccessToken(world));

const NEW = 'new.person@example.org';

const apply = ({ resource, id }: Pick<Site, 'resource' | 'id'>, parameters: IDataObject = {}) =>
	upsun('applyChanges', {
		resource,
		[RESOURCES[resource]]: { __rl: true, mode: 'id', value: id },
		userId: '={{ $json.user_id }}',
		changes: '={{ $json.changes }}',
		direction: 'apply',
		...settingsOf({ maxConcurrentRequests: 4 }),
		...parameters,
	});

async function planOf(site: Site, rows: IDataObject[]) {
	const setup = syncSite(site, { dryRun: true, leavers: 'keep' });
	const { items, message } = await world.run(setup, rows);
	expect(message).toBeUndefined();
	return structuredClone(items.map(({ json }) => json));
}

describe.each(['organizationMember', 'projectUser'] as const)('a whole plan for %s', (resource) => {
	it.each(['apply', 'undo'])(
		'leaves alone whoever it does not change, %s: the owner, and who is only invited',
		async (direction) => {
			const site = makeSite(world, resource, 1);
			const offered = { organizationMember: ['projects:list'], projectUser: ['viewer'] };
			world.sandbox.upsun.invite(site.id, NEW, offered[resource]);
			const me = world.sandbox.upsun.users().find(({ id }) => id === ME);
			const permissions = INSTEAD[resource];
			const plan = await planOf(site, [
				{ email: me?.email, permissions },
				{ email: NEW, permissions },
				...rowsOf(site, 1),
			]);
			expect(column(plan.map((json) => ({ json })) as never, 'action')).toEqual(
				Array(3).fill('none'),
			);
			const { items, message } = await world.run(apply(site, { direction }), plan);
			expect(message).toBeUndefined();
			expect(column(items, 'status')).toEqual(Array(3).fill('unchanged'));
			expect(writes(world)).toEqual([]);
		},
	);

	it('invites somebody once who is in it in two spellings', async () => {
		const site = makeSite(world, resource, 1);
		const [row] = await planOf(site, [{ email: NEW, permissions: INSTEAD[resource] }]);
		const { items } = await world.run(apply(site), [row, { ...row, email: NEW.toUpperCase() }]);
		expect(items).toHaveLength(2);
		expect(requests(world).filter(({ method }) => method === 'POST')).toHaveLength(1);
	});
});

it("an invitation with the specification's other spelling of Create Projects is cancelled by an undo", async () => {
	const site = makeSite(world, 'organizationMember', 1);
	world.sandbox.upsun.invite(site.id, NEW, ['project:create']);
	const changes = {
		permissions: { to: ['projects:create'] },
		invitation: { from: null, to: 'pending' },
	};
	const row = { action: 'add', email: NEW, changes };
	const { items } = await world.run(apply(site, { direction: 'undo' }), [row]);
	expect(column(items, 'status')).toEqual(['cancelled']);
});

it('an undo gives back a permission that only Upsun knows', async () => {
	const site = makeSite(world, 'organizationMember', 1);
	const before = ['projects:list', 'audits:read'];
	world.sandbox.upsun.changePlace(site.id, ({ members }) => {
		members[site.memberIds[0]].permissions = ['billing', 'projects:list'];
	});
	const changes = { permissions: { from: before, to: ['billing'] } };
	await world.run(apply(site, { direction: 'undo' }), [{ user_id: site.memberIds[0], changes }]);
	expect(requests(world).find(({ method }) => method === 'PATCH')?.body).toEqual({
		permissions: before,
	});
});

it('a plan that names one person by address and by ID is refused before the first write', async () => {
	const site = makeSite(world, 'organizationMember', 1);
	const to = (...permissions: string[]) => ({
		permissions: { from: ['projects:list'], to: permissions },
	});
	const { message } = await world.run(apply(site), [
		{ email: memberEmailOf(1), changes: to('members') },
		{ user_id: site.memberIds[0], changes: to('billing') },
	]);
	expect(message).toContain('is named by its ID in one row and by its email address in another');
	expect(writes(world)).toEqual([]);
});

it.each([
	[
		'projectUser',
		['members'],
		"'Permissions' has 'members', which is a permission in an organization",
	],
	[
		'organizationMember',
		['viewer'],
		"'Permissions' has 'viewer', which is a permission in a project",
	],
	[
		'organizationMember',
		['root'],
		"'Permissions' has 'root', which is no permission in an organization",
	],
] as const)(
	'a plan of another kind of place, or edited, is refused before any request: %s %j',
	async (resource, to, text) => {
		const site = makeSite(world, resource, 1);
		const changes = { permissions: { to }, invitation: { from: null, to: 'pending' } };
		const { message } = await world.run(apply(site), [{ email: memberEmailOf(1), changes }]);
		expect(message).toContain(text);
		expect(requests(world)).toEqual([]);
	},
);
