import type { IDataObject } from 'n8n-workflow';

import { column } from '../../../../support/outputs';
import { requestLines } from '../../../../support/requests';
import { applyChanges, byLabel, CONTINUE, ubidots, undoChanges } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { CREW, crewId, crewName, hintsOf, syncCrew } from '../sync/crew';
import { EXACT, row, withCrew } from './crew';

const world = useWorld();
const { run, rolesOf, written } = withCrew(world);

describe('the organizations of a new user', () => {
	const fresh = { username: 'new', email: 'new@crew.example' };
	const SCOPE = { leavers: 'deactivate', scope: { organization: byLabel('acme-energy') } };

	it('are assigned once the user is there', async () => {
		const { items } = await run([{ ...fresh, organizations: 'acme-energy:viewer' }]);
		const id = world.sandbox.ubidots.user('new')?.id;
		expect(items[0].json).toMatchObject({ action: 'create', status: 'created', id });
		expect(items[0].json.changes).toMatchObject({
			organizations: { to: [{ label: 'acme-energy', role: 'viewer' }] },
		});
		expect(world.sandbox.ubidots.user('new')?.organizations).toHaveLength(1);
	});

	it('when they fail, say that the user is there, and leavers are left alone', async () => {
		world.sandbox.faults.add({ match: { path: 'assign_organizations' }, answer: { status: 500 } });
		const parameters = { leavers: 'deactivate', scope: CREW };
		const rows = [row(1, 'acme-energy:viewer'), { ...fresh, organizations: 'acme-energy:viewer' }];
		const { items } = await run(rows, parameters, CONTINUE);
		const id = world.sandbox.ubidots.user('new')?.id;
		expect(items[1].json.error).toContain(`The user 'new' was created (ID ${id})`);
		expect(items[1].json.details).toMatchObject({ id });
		expect(items[2].json.error).toContain('was not deactivated');
		world.sandbox.journal.clear();
		await run(rows, { leavers: 'keep' });
		expect(written()).toHaveLength(1);
		expect(world.sandbox.ubidots.user('new')?.organizations).toHaveLength(1);
	});

	it.each([
		[{ organizations: 'acme-energy:org-admin' }, 'org-admin'],
		[{ defaultRole: 'viewer' }, 'viewer'],
		[{ defaultRole: 'viewer', organizations: 'acme-energy:operator' }, 'operator'],
	])('have that of the scope, where the row gives a role: %j', async (given, role) => {
		const rows = [row(1, 'acme-energy:viewer'), { ...fresh, ...given }];
		rows[0].defaultRole = 'viewer';
		const result = await world.run(
			syncCrew({ ...SCOPE, exceptUsers: 'mara-lindqvist' } as never, CONTINUE),
			rows,
		);
		const [one] = world.sandbox.ubidots.user('new')?.organizations ?? [];
		expect([one.label, one.role.label]).toEqual(['acme-energy', role]);
		expect(hintsOf(result).join()).not.toContain('will not be in the scope');
	});
});

describe('a list with a scope that is run twice, in Exact', () => {
	const SCOPE = { leavers: 'deactivate', scope: { organization: byLabel('acme-energy') as never } };

	it.each(['city-lights:viewer', ''])(
		'gives a new user only what the cell %j names, or the second run would take it away',
		async (organizations) => {
			const parameters = { ...EXACT, ...SCOPE, exceptUsers: 'mara-lindqvist' };
			const fresh = { username: 'new', email: 'new@crew.example', defaultRole: 'viewer' };
			const kept = row(1, 'acme-energy:viewer', { defaultRole: 'viewer' });
			const list = [kept, { ...fresh, organizations }];
			const first = await run(list, parameters, CONTINUE);
			expect(hintsOf(first).join()).toContain("'new' (Organization)");
			world.sandbox.journal.clear();
			const { items } = await run(list, parameters, CONTINUE);
			expect(column(items.slice(0, 2), 'action')).toEqual(['none', 'none']);
			expect(written()).toEqual([]);
		},
	);
});

describe('labels that there are not', () => {
	it.each([
		[
			'Acme-Energy:viewer',
			"the organization 'Acme-Energy', and no organization has that label. Write 'acme-energy'",
		],
		['nowhere:viewer', "the organization 'nowhere'"],
		['acme-energy:boss', "the role 'boss'"],
	])(
		'fail their rows before anything is written, in a dry run as well: %s',
		async (text, reason) => {
			for (const dryRun of [true, false]) {
				const { items } = await run(
					[row(1, text), row(2, 'acme-energy:viewer')],
					{ dryRun },
					CONTINUE,
				);
				expect(items[0].json.error).toContain(reason);
				expect(items[1].json.status).toBe(dryRun ? 'planned' : 'applied');
			}
			expect(rolesOf(1)).toHaveLength(2);
		},
	);

	it('are not looked for where some user has them', async () => {
		await run([row(1, 'acme-energy:viewer'), row(2, 'acme-energy:operator, city-lights:viewer')]);
		expect(
			requestLines(world).filter(
				(line) => /roles|organizations\/$/.test(line) && line.startsWith('GET'),
			),
		).toEqual([]);
	});

	it('that are labels alone, as Get Many has them, say where the roles are', async () => {
		const { items: got } = await world.run(ubidots('getAll', { returnAll: true }), [{}]);
		world.sandbox.journal.clear();
		const { message } = await run(got.map(({ json }) => json));
		expect(message).toContain(
			"without a role: write label:role, with a comma before the next, like acme:viewer, city:operator. Get Many has them like that in 'roles', not in 'organizations'. If the column is about something else, rename it",
		);
		expect(requestLines(world)).toEqual([]);
	});

	it('that are malformed are refused before any request', async () => {
		const { message } = await run([row(1, 'acme-energy'), row(2, '')]);
		expect(message).toContain("'Organizations' has 'acme-energy' without a role: write label:role");
		expect(requestLines(world)).toEqual([]);
	});
});

describe('an assignment that fails', () => {
	const rows = [1, 2, 3].map((n) => row(n, 'northwind-water:viewer', { firstName: 'Zoe' }));
	const one = { options: { maxConcurrentRequests: 1 } };
	const fail = () =>
		world.sandbox.faults.add({
			match: { path: 'assign_organizations' },
			skip: 1,
			answer: { status: 500 },
		});

	it('in the middle leaves the others alone, with Continue On Fail', async () => {
		fail();
		const { items } = await run(rows, one, CONTINUE);
		expect(column(items, 'status')).toEqual(['accepted', undefined, 'accepted']);
		expect(items[1].json.error).toContain('Of this user its other fields were accepted');
		expect(items[1].json.details).toMatchObject({ changes: { firstName: { to: 'Zoe' } } });
		expect([1, 2, 3].map((n) => rolesOf(n)?.includes('northwind-water:viewer'))).toEqual([
			true,
			false,
			true,
		]);
	});

	it('ends the run without, and says what takes it back', async () => {
		fail();
		const { message, description } = await run(rows, one);
		expect(message).toContain('Could not assign organizations to the user');
		expect(description).toContain('were not all written, because the run has ended');
		const undo = JSON.parse(
			/Undo: (\[.*\])/.exec(String(description))?.[1] ?? '[]',
		) as IDataObject[];
		expect(undo.map(({ id }) => id)).toEqual([crewId(1), crewId(2), crewId(3)]);
		const { items } = await world.run(undoChanges(), undo);
		expect(items.map(({ json }) => json.error)).toEqual([undefined, undefined, undefined]);
		expect([1, 2, 3].map((n) => world.sandbox.ubidots.user(crewName(n))?.firstName)).toEqual([
			'Crew',
			'Crew',
			'Crew',
		]);
		expect(rolesOf(1)).toEqual(['acme-energy:viewer', 'city-lights:operator']);
	});
});

describe('an assignment that was not sent, because another ended the run', () => {
	const rows = [1, 2, 3].map((n) => row(n, 'northwind-water:viewer', { firstName: 'Zoe' }));
	const refuse = (n: number, answer: { status: number; headers?: Record<string, string> }) =>
		world.sandbox.faults.add({
			match: { path: new RegExp(`${crewId(n)}/_/assign_organizations`) },
			times: Infinity,
			answer,
		});

	it('says why, with Continue On Fail', async () => {
		refuse(1, { status: 402 });
		const { items } = await run(rows, { options: { maxConcurrentRequests: 1 } }, CONTINUE);
		expect(items[1].json.error).toMatch(
			/were not all written, because an item failed like this: Could not assign .*'crew-1'.*402/,
		);
	});

	it('is not what ends the run: that is the other', async () => {
		refuse(1, { status: 429, headers: { 'retry-after': '30' } });
		refuse(2, { status: 403 });
		const { message, description } = await run(rows, { options: { retryTimeout: 60 } });
		expect(message).toMatch(/Could not assign organizations to the user 'crew-2'.*403/);
		expect(description).toContain("The organizations of the user 'crew-1' were not all written");
	});
});

describe('an assignment that is answered without organizations', () => {
	const lie = (times = Infinity) =>
		world.sandbox.faults.add({
			match: { path: 'assign_organizations' },
			times,
			answer: { status: 200, body: {} },
		});

	it.each(['add', 'exact'])('is not taken for done: %s', async (mode) => {
		lie();
		const rows = [row(1, 'northwind-water:viewer')];
		const { items } = await run(rows, { organizationsMode: mode }, CONTINUE);
		expect(items[0].json.error).toContain("Ubidots answered without 'northwind-water:viewer'");
		// Nobody loses the old ones while the new ones are not there.
		expect(rolesOf(1)).toEqual(['acme-energy:viewer', 'city-lights:operator']);
	});

	it('says so of a new user, who is there', async () => {
		lie();
		const fresh = { username: 'new', email: 'new@crew.example' };
		const { items } = await run([{ ...fresh, organizations: 'acme-energy:viewer' }], {}, CONTINUE);
		expect(items[0].json.error).toContain("The user 'new' was created");
		expect(items[0].json.error).toContain("Ubidots answered without 'acme-energy:viewer'");
	});
});

describe('Apply Changes', () => {
	const WANTED = [
		row(1, 'northwind-water:viewer, acme-energy:operator'),
		row(2, 'city-lights:viewer'),
	];
	const json = (items: Array<{ json: IDataObject }>) => items.map((item) => item.json);

	it('carries out a plan with organizations, and undo gives them back', async () => {
		const { items: plan } = await run(WANTED, { ...EXACT, dryRun: true });
		const { items } = await world.run(applyChanges(), json(plan));
		expect(column(items, 'status')).toEqual(['applied', 'applied']);
		expect(rolesOf(1)?.sort()).toEqual(['acme-energy:operator', 'northwind-water:viewer']);
		expect(rolesOf(2)).toEqual(['city-lights:viewer']);
		const { items: undone } = await world.run(undoChanges(), json(items));
		expect(column(undone, 'status')).toEqual(['applied', 'applied']);
		expect(rolesOf(1)?.sort()).toEqual(['acme-energy:viewer', 'city-lights:operator']);
		expect(rolesOf(2)).toEqual([]);
		const { items: again } = await world.run(undoChanges(), json(items));
		expect(column(again, 'status')).toEqual(['unchanged', 'unchanged']);
	});

	it('undoes a run of Sync, other fields included', async () => {
		const { items } = await run([{ ...WANTED[0], firstName: 'Zoe' }, WANTED[1]], EXACT);
		await world.run(undoChanges(), json(items));
		expect(rolesOf(1)?.sort()).toEqual(['acme-energy:viewer', 'city-lights:operator']);
		expect(world.sandbox.ubidots.user(crewName(1))?.firstName).toBe('Crew');
	});

	it('undoes a row that was written in part: the removal comes behind the assignment', async () => {
		world.sandbox.faults.add({
			match: { path: 'remove_organizations' },
			times: Infinity,
			answer: { status: 404 },
		});
		const { items } = await run(WANTED.slice(0, 1), EXACT, CONTINUE);
		expect(rolesOf(1)?.sort()).toEqual([
			'acme-energy:operator',
			'city-lights:operator',
			'northwind-water:viewer',
		]);
		world.sandbox.faults.clear();
		const { changes } = items[0].json.details as IDataObject;
		const { items: undone } = await world.run(undoChanges(), [{ id: crewId(1), changes }]);
		expect(column(undone, 'status')).toEqual(['applied']);
		expect(rolesOf(1)?.sort()).toEqual(['acme-energy:viewer', 'city-lights:operator']);
	});

	it('leaves a user alone whose organizations were changed since', async () => {
		const { items } = await run(WANTED);
		world.sandbox.ubidots.put({
			id: crewId(2),
			memberships: [{ label: 'acme-energy', role: 'viewer' }],
		});
		const { items: undone } = await world.run(undoChanges({}, CONTINUE), json(items));
		expect(undone[1].json.error).toContain("'Organizations' should be ");
		expect(rolesOf(2)).toEqual(['acme-energy:viewer']);
	});
});
