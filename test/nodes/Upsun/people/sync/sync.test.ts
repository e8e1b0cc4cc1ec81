import { hintsOf } from '../../../../support/outputs';
import { memberEmailOf } from '../../../../support/organizations';
import { ME } from '../../../../support/people';
import { requests } from '../../../../support/requests';
import { CONTINUE } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import {
	AT_FIRST,
	INSTEAD,
	makeSite,
	RESOURCE_NAMES,
	rowsOf,
	syncSite,
	whoIsIn,
	writes,
} from './places';

const world = useWorld();

describe.each(RESOURCE_NAMES)('a sync of the list of a place: %s', (resource) => {
	it('writes nothing where everybody is as the list says, and reads each list once', async () => {
		const site = makeSite(world, resource, 3);
		const { items, message } = await world.run(syncSite(site), rowsOf(site, 1, 2, 3));
		expect(message).toBeUndefined();
		expect(items.map(({ json }) => [json.action, json.status, json.email])).toEqual(
			[1, 2, 3].map((n) => ['none', 'unchanged', memberEmailOf(n)]),
		);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([0, 1, 2].map((item) => ({ item })));
		expect(writes(world)).toEqual([]);
		const all = requests(world);
		// A session of before may be refused once.
		const fresh = all.slice(all.findIndex(({ path }) => path.includes('oauth2')) + 1);
		const lines = fresh.map(
			({ method, path, query }) => `${method} ${path} ${JSON.stringify(query)}`,
		);
		expect(lines).toEqual([...new Set(lines)]);
	});

	it('removes who is not in the list, and says so behind the items of the list', async () => {
		const site = makeSite(world, resource, 3);
		const { items } = await world.run(syncSite(site), rowsOf(site, 1, 2));
		const [, , leaver] = items;
		expect(leaver.json).toMatchObject({
			action: 'remove',
			email: memberEmailOf(3),
			status: 'removed',
			user_id: site.memberIds[2],
		});
		expect(leaver.pairedItem).toBeUndefined();
		expect(whoIsIn(world, site)).not.toContain(site.memberIds[2]);
		expect(writes(world)).toHaveLength(1);
	});

	it('does nothing in a dry run but say what it would do', async () => {
		const site = makeSite(world, resource, 3, 1);
		const { items, ...result } = await world.run(syncSite(site, { dryRun: true }), [
			...rowsOf(site, 1, 2),
			...(resource === 'organizationMember'
				? [{ email: 'new@acme.example', permissions: 'billing' }]
				: rowsOf(site, 4)),
		]);
		expect(items.map(({ json }) => [json.action, json.status])).toEqual([
			['none', 'unchanged'],
			['none', 'unchanged'],
			['add', 'planned'],
			...(resource === 'organizationMember'
				? [
						['remove', 'planned'],
						['remove', 'planned'],
					]
				: [['remove', 'planned']]),
		]);
		expect(writes(world)).toEqual([]);
		expect(hintsOf({ items, ...result })[0]).toMatch(
			/^Dry run: nothing was written\. 1 to add, \d to remove, 2 up to date$/,
		);
	});

	it('says who is protected anyway where nobody is excepted', async () => {
		const site = makeSite(world, resource, 2);
		const result = await world.run(syncSite(site, { dryRun: true }), rowsOf(site, 1));
		const who = resource === 'teamMember' ? 'The account' : 'The owner and the account';
		expect(hintsOf(result).join()).toMatch(
			new RegExp(`'Except Users' names nobody\\. ${who} behind the token (is|are) never removed`),
		);
	});

	it('never removes the owner or the account behind the token, listed or not', async () => {
		const site = makeSite(world, resource, 2);
		await world.run(syncSite(site), rowsOf(site, 1));
		expect(whoIsIn(world, site)).toEqual([site.memberIds[0], ME].sort());
	});

	it('leaves all leavers alone where a row has failed', async () => {
		const site = makeSite(world, resource, 3);
		const rows = [...rowsOf(site, 1), { email: 'no address', permissions: AT_FIRST[resource] }];
		const { items } = await world.run(syncSite(site, {}, CONTINUE), rows);
		expect(items.map(({ json }) => json.error ?? json.status)).toEqual([
			'unchanged',
			expect.stringContaining("'Email' is 'no address'"),
			...[2, 3].map((n) =>
				expect.stringContaining(`The user '${memberEmailOf(n)}' was not removed`),
			),
		]);
		expect(writes(world)).toEqual([]);
	});
});

describe.each(['organizationMember', 'projectUser'] as const)(
	'permissions in the list: %s',
	(resource) => {
		it('replace those that somebody has, and are compared as sets', async () => {
			const site = makeSite(world, resource, 2);
			const [first, second] = rowsOf(site, 1, 2);
			const { items } = await world.run(syncSite(site), [
				{ ...first, permissions: INSTEAD[resource] },
				{ ...second, permissions: String(second.permissions).split(',').reverse() },
			]);
			expect(items.map(({ json }) => [json.action, json.status])).toEqual([
				['update', 'applied'],
				['none', 'unchanged'],
			]);
			expect(items[0].json.changes).toEqual({
				permissions: { from: AT_FIRST[resource].split(','), to: INSTEAD[resource].split(',') },
			});
			expect(writes(world)).toHaveLength(1);
		});

		it('are left alone where the list has none', async () => {
			const site = makeSite(world, resource, 2);
			const rows = rowsOf(site, 1, 2).map(({ email }) => ({ email }));
			const { items } = await world.run(syncSite(site), rows);
			expect(items.map(({ json }) => json.status)).toEqual(['unchanged', 'unchanged']);
		});
	},
);
