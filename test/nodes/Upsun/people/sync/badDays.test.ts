import { memberEmailOf } from '../../../../support/organizations';
import { hintsOf } from '../../../../support/outputs';
import { ME } from '../../../../support/people';
import { requests } from '../../../../support/requests';
import { autoMap, CONTINUE } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import {
	AT_FIRST,
	INSTEAD,
	makeSite,
	RESOURCE_NAMES,
	rowsOf,
	type Site,
	syncSite,
	whoIsIn,
	writes,
} from './places';

const world = useWorld();

const errors = (items: Array<{ json: { error?: unknown } }>) =>
	items.flatMap(({ json }) => (json.error === undefined ? [] : String(json.error)));

/** Nobody was written. */
function expectUntouched(site: Site): void {
	expect(writes(world)).toEqual([]);
	expect(whoIsIn(world, site)).toEqual(expect.arrayContaining(site.memberIds));
}

describe.each(RESOURCE_NAMES)('a list of people that is not whole ends the run: %s', (resource) => {
	it.each([
		['a page that repeats', { repeatedPage: 1 }, 'the same page again and again'],
		[
			'a link to another host',
			{ foreignMemberLinks: { next: 'http://evil.example' } },
			'linked to another host',
		],
		[
			'names behind a link to another host',
			{ foreignMemberLinks: { ref: 'http://evil.example' } },
			'linked to another host',
		],
		['a second page that is refused', { failingMemberPage: { page: 2, status: 403 } }, '403'],
		['a second page that fails', { failingMemberPage: { page: 2, status: 500 } }, '500'],
	] as const)('%s', async (_, options, why) => {
		const site = makeSite(world, resource, 250);
		Object.assign(world.sandbox.options, options);
		const { items, message } = await world.run(syncSite(site), rowsOf(site, 1, 2));
		expect(items).toEqual([]);
		expect(message).toContain(why);
		expectUntouched(site);
	});

	it('the place cannot be seen at all', async () => {
		const site = makeSite(world, resource, 2);
		world.sandbox.upsun.changePlace(site.organizationId, (place) => (place.right = 'none'));
		const { items } = await world.run(syncSite(site, {}, CONTINUE), rowsOf(site, 1));
		expect(errors(items)).toHaveLength(1);
		expectUntouched(site);
	});
});

describe.each(RESOURCE_NAMES)('people who cannot be told apart: %s', (resource) => {
	it('never leave where their address is not readable', async () => {
		const site = makeSite(world, resource, 3);
		world.sandbox.upsun.forget(site.memberIds[2]);
		const result = await world.run(syncSite(site), rowsOf(site, 1, 2));
		expect(result.message).toBeUndefined();
		expect(result.items.map(({ json }) => json.action)).toEqual(['none', 'none']);
		expect(hintsOf(result)).toContain(
			`Upsun does not show the email address of 1 user, so it cannot be told whether the list names them, and they stay: '${site.memberIds[2]}'`,
		);
		expectUntouched(site);
	});

	it('leave all the same where the list names people by ID', async () => {
		const site = makeSite(world, resource, 3);
		world.sandbox.upsun.forget(site.memberIds[2]);
		const rows = site.memberIds.slice(0, 2).map((user_id) => ({ user_id }));
		const { items } = await world.run(syncSite(site, { columns: autoMap('user_id') }), rows);
		expect(items[2]?.json).toMatchObject({ action: 'remove', user_id: site.memberIds[2] });
		expect(items[2]?.json).not.toHaveProperty('email');
		expect(whoIsIn(world, site)).not.toContain(site.memberIds[2]);
	});

	it('are refused in the list in two spellings', async () => {
		const site = makeSite(world, resource, 2);
		const [row] = rowsOf(site, 1);
		const rows = [row, { ...row, email: memberEmailOf(1).toUpperCase() }];
		const { message } = await world.run(syncSite(site), rows);
		expect(message).toContain('is listed in items 0-1 (2): give each user only one row');
		expect(requests(world)).toEqual([]);
	});

	it('are found in any spelling', async () => {
		const site = makeSite(world, resource, 1);
		const [row] = rowsOf(site, 1);
		const { items } = await world.run(syncSite(site), [
			{ ...row, email: ` ${memberEmailOf(1).toUpperCase()}\u200b` },
		]);
		expect(errors(items)).toEqual([]);
		expectUntouched(site);
	});
});

describe.each(RESOURCE_NAMES)('exceptions of a sync: %s', (resource) => {
	it('never leave', async () => {
		const site = makeSite(world, resource, 3);
		const exceptUsers = `${memberEmailOf(3)}, ${site.memberIds[1]}`;
		await world.run(syncSite(site, { exceptUsers }), rowsOf(site, 1));
		expectUntouched(site);
	});

	it('that nobody has end the run', async () => {
		const site = makeSite(world, resource, 3);
		const { message } = await world.run(
			syncSite(site, { exceptUsers: 'mispelled@example.org' }),
			rowsOf(site, 1, 2),
		);
		expect(message).toContain("'Except Users' names 'mispelled@example.org', but no user has that");
		expectUntouched(site);
	});
});

describe.each(RESOURCE_NAMES)('a leaver who cannot be removed: %s', (resource) => {
	it('is named, and so are those who were not tried', async () => {
		const site = makeSite(world, resource, 4);
		world.sandbox.faults.add({ match: { method: 'DELETE' }, answer: { status: 500 }, times: 9 });
		const { message, description } = await world.run(
			syncSite(site, { options: { maxConcurrentRequests: 1 } }),
			rowsOf(site, 1, 2),
		);
		expect(message).toContain(memberEmailOf(3));
		expect(description).toContain(`To be removed, but failed: '${memberEmailOf(3)}'`);
		expect(description).toContain(`To be removed, but not sent: '${memberEmailOf(4)}'`);
	});

	it('who is gone already is as they shall be', async () => {
		const site = makeSite(world, resource, 2);
		world.sandbox.options.onBeforeWrite = (id) => {
			if (id !== site.memberIds[1]) return;
			world.sandbox.upsun.changePlace(site.id, (place) => {
				for (const people of [place.members, place.users]) delete (people ?? {})[id];
			});
		};
		const { items, message } = await world.run(syncSite(site), rowsOf(site, 1));
		expect(message).toBeUndefined();
		expect(items[1].json).toMatchObject({ action: 'remove', status: 'removed' });
	});
});

describe.each(RESOURCE_NAMES)('a leaver whom the service does not find: %s', (resource) => {
	it('but still lists, is named', async () => {
		const site = makeSite(world, resource, 2);
		world.sandbox.faults.add({ match: { method: 'DELETE' }, answer: { status: 404 } });
		const { items } = await world.run(syncSite(site, {}, CONTINUE), rowsOf(site, 1));
		expect(errors(items)).toEqual([
			`The user '${memberEmailOf(2)}' was not found, but Upsun still lists '${memberEmailOf(2)}': run it again`,
		]);
		expect(whoIsIn(world, site)).toContain(site.memberIds[1]);
	});
});

describe.each(['organizationMember', 'projectUser'] as const)(
	'somebody else adds a person of the list meanwhile: %s',
	(resource) => {
		it('with other permissions, which is no success, and nobody leaves', async () => {
			const site = makeSite(world, resource, 3, 1);
			const place = { organizationMember: 'members', projectUser: 'users' } as const;
			if (resource === 'organizationMember')
				world.sandbox.upsun.changePlace(
					site.id,
					({ members }) => delete members[site.memberIds[3]],
				);
			world.sandbox.options.onBeforeWrite = (who) => {
				if (who !== memberEmailOf(4) && who !== site.memberIds[3]) return;
				world.sandbox.upsun.changePlace(site.id, (one, places) => {
					one[place[resource]][site.memberIds[3]] = places.membership(['admin']);
				});
			};
			const { items } = await world.run(syncSite(site, {}, CONTINUE), rowsOf(site, 1, 4));
			expect(items[1].json.error).toContain(
				`'${memberEmailOf(4)}' has come into the ${resource === 'projectUser' ? 'project' : 'organization'} '${site.id}' meanwhile, with other permissions (admin): run it again`,
			);
			expect(whoIsIn(world, site)).toEqual(expect.arrayContaining(site.memberIds));
		});
	},
);

it('a conflict about somebody who is not there is no success', async () => {
	const site = makeSite(world, 'organizationMember', 2);
	world.sandbox.faults.add({
		match: { method: 'POST', path: '/invitations' },
		answer: { status: 409 },
	});
	const list = [...rowsOf(site, 1), { email: 'new@acme.example', permissions: 'billing' }];
	const { items } = await world.run(syncSite(site, {}, CONTINUE), list);
	expect(items[1].json.error).toContain('already, but shows neither');
	expect(whoIsIn(world, site)).toContain(site.memberIds[1]);
});

it('invites nobody to a project where the members of its organization cannot be listed as a whole', async () => {
	const site = makeSite(world, 'projectUser', 2, 1);
	world.sandbox.faults.add({
		match: { path: /organizations\/[^/]+\/members/ },
		answer: { status: 200, body: { items: [], count: 3, _links: {} } },
	});
	const { items } = await world.run(syncSite(site, {}, CONTINUE), rowsOf(site, 1, 3));
	expect(items[1].json.error).toContain('Could not tell whether');
	expect(writes(world)).toEqual([]);
});

describe.each(RESOURCE_NAMES)('limits of a sync: %s', (resource) => {
	it.each([
		[{ maxLeavers: '20%' }, 'maxLeavers'],
		[{ maxChanges: '1' }, 'maxChanges'],
	])('%j ends the run before its first write', async (options, code) => {
		const site = makeSite(world, resource, 5);
		const { items } = await world.run(syncSite(site, { options }, CONTINUE), rowsOf(site, 1, 2));
		expect(items.map(({ json }) => (json.details as { code: string }).code)).toEqual([code, code]);
		expectUntouched(site);
	});

	it('the list names nobody who is there', async () => {
		const site = makeSite(world, resource, 3, 1);
		const stranger = resource === 'organizationMember' ? 9 : 4;
		const { message } = await world.run(syncSite(site), rowsOf(site, stranger));
		expect(message).toMatch(/No row of the list names one of the \d users in the scope/);
		expect(writes(world)).toEqual([]);
	});
});

it('reads each list once for a thousand people who are in step', async () => {
	const site = makeSite(world, 'organizationMember', 1000);
	const numbers = Array.from({ length: 1000 }, (_, index) => index + 1);
	const { items } = await world.run(syncSite(site), rowsOf(site, ...numbers));
	expect(new Set(items.map(({ json }) => json.status))).toEqual(new Set(['unchanged']));
	const lists = requests(world).filter(({ path }) => path.endsWith('/members'));
	// 1,001 people, a hundred a page; the first may be asked for with a session that is over.
	expect(lists.length).toBeLessThanOrEqual(12);
	const names = requests(world).filter(({ path }) => path.endsWith('/ref/users'));
	expect(new Set(names.map(({ query }) => query.in)).size).toBe(names.length);
	expect(writes(world)).toEqual([]);
});

it('stops inviting where the subscription allows no more users', async () => {
	const site = makeSite(world, 'projectUser', 1);
	world.sandbox.upsun.changePlace(site.id, (place) => (place.freeSeats = 1));
	const permissions = AT_FIRST.projectUser;
	const list = ['a', 'b', 'c', 'd'].map((name) => ({ email: `${name}@new.example`, permissions }));
	const setup = syncSite(
		site,
		{ leavers: 'keep', options: { maxConcurrentRequests: 1 } },
		CONTINUE,
	);
	const { items } = await world.run(setup, [...rowsOf(site, 1), ...list]);
	expect(items.slice(0, 2).map(({ json }) => json.status)).toEqual(['unchanged', 'invited']);
	expect(errors(items)[0]).toContain('add user licenses');
	expect(errors(items)).toHaveLength(3);
	expect(writes(world)).toEqual(['POST invitations', 'POST invitations']);
});

it('changes neither the owner nor the own account, whatever the list says', async () => {
	const site = makeSite(world, 'organizationMember', 1);
	const me = world.sandbox.upsun.me.email;
	const { items } = await world.run(syncSite(site), [
		...rowsOf(site, 1),
		{ email: me, permissions: INSTEAD.organizationMember },
	]);
	expect(items[1].json).toMatchObject({
		action: 'none',
		status: 'unchanged',
		protected: 'self',
		user_id: ME,
	});
	expectUntouched(site);
});
