import { column } from '../../../../support/outputs';
import { requestLines, requests } from '../../../../support/requests';
import { CONTINUE } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { crewEmail, crewId, crewName, hintsOf, putCrew } from '../sync/crew';
import { EXACT, HAS, row, withCrew } from './crew';

const world = useWorld();
const { run, rolesOf, written } = withCrew(world);

describe('Organizations of Sync', () => {
	it('are assigned where the user lacks them, in one request a person, and others stay', async () => {
		const { items } = await run([
			row(1, 'acme-energy:viewer, northwind-water:viewer'),
			row(2, [
				{ label: 'acme-energy', role: 'operator' },
				{ label: 'city-lights', role: 'viewer' },
			]),
			row(3, ''),
		]);
		expect(written()).toEqual([
			'assign crew-1 [northwind-water:viewer]',
			'assign crew-2 [acme-energy:operator, city-lights:viewer]',
		]);
		expect(rolesOf(1)).toEqual([
			'acme-energy:viewer',
			'city-lights:operator',
			'northwind-water:viewer',
		]);
		expect(column(items, 'action')).toEqual(['update', 'update', 'none']);
		expect(column(items, 'status')).toEqual(['applied', 'applied', 'unchanged']);
		expect(items[0].json).toMatchObject({
			summary:
				'Organizations: acme-energy:viewer, city-lights:operator → acme-energy:viewer, city-lights:operator, northwind-water:vi…',
			changes: {
				organizations: { from: HAS, to: [...HAS, { label: 'northwind-water', role: 'viewer' }] },
			},
		});
	});

	it('get another role where it differs', async () => {
		const { items } = await run([row(1, 'acme-energy:org-admin')]);
		expect(written()).toEqual(['assign crew-1 [acme-energy:org-admin]']);
		expect(rolesOf(1)).toEqual(['city-lights:operator', 'acme-energy:org-admin']);
		expect(items[0].json.changes).toEqual({
			organizations: { from: HAS, to: [{ label: 'acme-energy', role: 'org-admin' }, HAS[1]] },
		});
	});

	it.each<unknown>(['', []])('change nothing by %j where the roles are hidden', async (cell) => {
		world.sandbox.options.hidesRoles = true;
		const rows = [row(1, cell), row(2, cell)];
		const { items } = await run(rows);
		expect(items[0].json).toMatchObject({ action: 'none', summary: 'no change', changes: {} });
	});

	it('are only planned in a dry run', async () => {
		const result = await run([row(1, 'northwind-water:viewer')], { dryRun: true });
		expect(result.items[0].json).toMatchObject({ action: 'update', status: 'planned' });
		expect(hintsOf(result)[0]).toContain('1 to update');
		expect(written()).toEqual([]);
	});

	it.each(['add', 'exact'])('of a list that is run twice are written once: %s', async (mode) => {
		const rows = [
			row(1, 'acme-energy:viewer, northwind-water:operator'),
			row(2, 'city-lights:viewer'),
		];
		await run(rows, { organizationsMode: mode });
		expect(written().length).toBeGreaterThan(1);
		world.sandbox.journal.clear();
		const { items } = await run(rows, { organizationsMode: mode });
		expect(column(items, 'action')).toEqual(['none', 'none']);
		// Nothing but the look-up of the people.
		expect(requestLines(world)).toEqual(['GET /api/v2.0/users/']);
	});

	it('come behind other fields, and are confirmed with them', async () => {
		const { items } = await run([row(1, 'northwind-water:viewer', { firstName: 'Zoe' })], {
			options: { confirm: true },
		});
		expect(written()).toEqual([
			'PATCH /api/v2.0/users/_/bulk/update/',
			'assign crew-1 [northwind-water:viewer]',
		]);
		expect(
			JSON.stringify(requests(world).find(({ method }) => method === 'PATCH')?.body),
		).not.toContain('organizations');
		expect(items[0].json.status).toBe('applied');
	});

	it('are ten thousand at once', async () => {
		const count = 10_000;
		world.sandbox.options.maxBodyBytes = 0;
		const rows = Array.from({ length: count }, (_, n) => row(n + 1, 'acme-energy:viewer'));
		putCrew(world, count);
		world.sandbox.ubidots.put({ id: crewId(1), memberships: [] });
		const { items } = await run(rows, { dryRun: true });
		expect(items.filter(({ json }) => json.status === 'planned')).toHaveLength(count);
		expect(written()).toEqual([]);
	}, 60_000);
});

describe('Organizations Mode Exact', () => {
	it('takes users out of the organizations that their row does not name, with their role', async () => {
		const { items } = await run([row(1, 'northwind-water:viewer, acme-energy:viewer')], EXACT);
		expect(written()).toEqual([
			'assign crew-1 [northwind-water:viewer]',
			'remove crew-1 [city-lights:operator]',
		]);
		expect(rolesOf(1)?.sort()).toEqual(['acme-energy:viewer', 'northwind-water:viewer']);
		expect(items[0].json.changes).toMatchObject({ organizations: { from: HAS } });
	});

	it('takes them out of all where the row has an empty cell, and Max Changes says how many', async () => {
		const { message } = await run([row(1, ''), row(2, '')], {
			...EXACT,
			options: { maxChanges: '0' },
		});
		expect(message).toContain('1 user would change, 1 of them with an emptied field');
		await run([row(1, '')], EXACT);
		expect(rolesOf(1)).toEqual([]);
	});

	it.each([
		[true, 'would be'],
		[false, 'were'],
	])('says above the output who loses which, in a dry run (%s) as well', async (dryRun, what) => {
		world.sandbox.ubidots.put({ id: crewId(2), memberships: HAS });
		const rows = [row(1, ''), row(2, 'acme-energy:viewer'), row(3, 'acme-energy:viewer')];
		const result = await run(rows, { ...EXACT, dryRun });
		expect(hintsOf(result)).toContain(
			`2 users ${what} taken out of organizations that their rows do not name: 'crew-1' (all: acme-energy, city-lights), 'crew-2' (city-lights)`,
		);
		expect(hintsOf(await run(rows, { dryRun })).join()).not.toContain('taken out');
	});

	it('leaves all where the row has no such column', async () => {
		const others = { username: crewName(1), email: crewEmail(1) };
		await run([others, row(2, 'acme-energy:viewer')], EXACT);
		expect(rolesOf(1)).toHaveLength(2);
	});

	it.each([
		['the organizations', { omittedFields: ['organizations'] }, 'its organizations of the user'],
		['a role', { hidesRoles: true }, "the role in 'acme-energy' of the user"],
	])(
		'fails the row where the service does not show %s, and removes nothing',
		async (_, options, what) => {
			Object.assign(world.sandbox.options, options);
			const { items } = await run([row(1, 'acme-energy:viewer')], EXACT, CONTINUE);
			expect(items[0].json.error).toContain(
				`Ubidots does not show ${what} 'crew-1', so none was removed`,
			);
			expect(written()).toEqual([]);
			expect(rolesOf(1)).toHaveLength(2);
		},
	);

	it('names who still has an organization', async () => {
		world.sandbox.faults.add({
			match: { path: 'remove_organizations' },
			times: Infinity,
			answer: { status: 200, body: {} },
		});
		const rows = [row(1, 'northwind-water:viewer'), row(2, 'acme-energy:viewer')];
		const result = await run(rows, EXACT, CONTINUE);
		const { items } = result;
		expect(items[0].json.error).toContain("but the user still has 'acme-energy', 'city-lights'");
		expect(hintsOf(result).join()).not.toContain('taken out');
		expect(items[0].json.error).toContain('Of this user it is in northwind-water:viewer');
		expect(items[0].json.details).toMatchObject({ changes: { organizations: { from: HAS } } });
		expect(items[1].json.status).toBe('applied');
	});
});
