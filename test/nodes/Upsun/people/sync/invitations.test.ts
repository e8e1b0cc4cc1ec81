import { generatedPerson } from '../../../../../tools/sandbox';
import { hintsOf } from '../../../../support/outputs';
import { memberEmailOf } from '../../../../support/organizations';
import { CONTINUE } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { AT_FIRST, makeSite, rowsOf, type Site, syncSite, whoIsIn, writes } from './places';

const world = useWorld();

const NEW = 'new.hire@acme.example';
const rowOf = (email: string, permissions = AT_FIRST.organizationMember) => ({
	email,
	permissions,
});

/** The pending invitations of the organization: addresses. */
const pending = ({ organizationId }: Site) =>
	world.sandbox.upsun.organizations
		.find(({ id }) => id === organizationId)
		?.invitations.filter(({ state }) => state === 'pending')
		.map(({ email }) => email);

const invite = ({ organizationId }: Site, email: string) =>
	world.sandbox.upsun.invite(organizationId, email, ['projects:list']);

describe('somebody who is not in the organization yet', () => {
	it('is invited once, whatever is run again', async () => {
		const site = makeSite(world, 'organizationMember', 2);
		const list = [...rowsOf(site, 1, 2), rowOf(NEW)];
		const first = await world.run(syncSite(site), list);
		expect(first.items[2].json).toMatchObject({
			action: 'add',
			email: NEW,
			status: 'invited',
			user_id: null,
			invitation_id: expect.any(String),
			changes: {
				permissions: { to: ['projects:list'] },
				invitation: { from: null, to: 'pending' },
			},
		});
		expect(hintsOf(first)).toContain(
			'1 user was added, 1 of them by an invitation that is mailed to them: the organization may have to pay for further user licenses',
		);
		const again = await world.run(syncSite(site), [
			...rowsOf(site, 1, 2),
			rowOf(NEW.toUpperCase()),
		]);
		expect(again.items[2].json).toMatchObject({ action: 'none', status: 'unchanged' });
		expect(again.items[2].json.summary).toMatch(/^invited, and has not accepted yet, since \d{4}-/);
		expect(writes(world)).toEqual(['POST invitations']);
		expect(pending(site)).toEqual([NEW]);
	});

	it('is not told of where a limit has ended the run', async () => {
		const site = makeSite(world, 'organizationMember', 2);
		const list = [...rowsOf(site, 1, 2), rowOf(NEW), rowOf('second.hire@acme.example')];
		const limited = syncSite(site, { options: { maxChanges: '1' } }, CONTINUE);
		const result = await world.run(limited, list);
		expect(result.items[2].json.error).toContain("more than 'Max Changes' allows");
		expect(hintsOf(result).join()).not.toContain('licenses');
	});

	it('is there at once where the service says so', async () => {
		world.sandbox.options.invitationState = 'accepted';
		const site = makeSite(world, 'organizationMember', 1);
		world.sandbox.upsun.put({
			id: '7b3f2a10-5c4d-4e6f-8a90-0000000000ff',
			email: NEW,
			username: 'new',
		});
		const { items } = await world.run(syncSite(site), [...rowsOf(site, 1), rowOf(NEW)]);
		expect(items[1].json).toMatchObject({ action: 'add', status: 'added' });
	});

	it('is an error where Missing Users is Fail, and nobody leaves', async () => {
		const site = makeSite(world, 'organizationMember', 2);
		const list = [...rowsOf(site, 1), rowOf(NEW)];
		const { items } = await world.run(syncSite(site, { missingUsers: 'fail' }, CONTINUE), list);
		expect(items[1].json.error).toBe(
			`No user of the organization has the email address '${NEW}' [item 1]`,
		);
		expect(writes(world)).toEqual([]);
	});

	it.each(['cancelled', 'error'] as const)(
		'has failed where the invitation is %s',
		async (state) => {
			world.sandbox.options.invitationState = state;
			const site = makeSite(world, 'organizationMember', 2);
			const { message } = await world.run(syncSite(site), [...rowsOf(site, 1), rowOf(NEW)]);
			expect(message).toContain(`an invitation in the state '${state}'`);
			expect(whoIsIn(world, site)).toContain(site.memberIds[1]);
		},
	);

	it('needs permissions, or is refused before anything is written', async () => {
		const site = makeSite(world, 'organizationMember', 2);
		const { message } = await world.run(syncSite(site), [...rowsOf(site, 1), { email: NEW }]);
		expect(message).toContain('without Permissions nobody can be added');
		expect(writes(world)).toEqual([]);
	});
});

describe('a pending invitation', () => {
	it.each([false, true])(
		'makes no share of the people larger who may leave; dry run %s',
		async (dryRun) => {
			const site = makeSite(world, 'organizationMember', 5);
			const guests = Array.from({ length: 30 }, (_, n) => `guest-${n}@acme.example`);
			for (const guest of guests) invite(site, guest);
			const list = [...rowsOf(site, 1), ...guests.map((guest) => rowOf(guest))];
			const setup = syncSite(site, { dryRun, options: { maxLeavers: '20%' } });
			const result = await world.run(setup, list);
			const texts = [result.message, ...hintsOf(result)].join();
			expect(texts).toContain(
				"4 of the 5 users in the scope would be removed: more than 'Max Leavers'",
			);
			expect(writes(world)).toEqual([]);
		},
	);

	it('makes a list that names nobody who is there no list of those people', async () => {
		const site = makeSite(world, 'organizationMember', 3);
		invite(site, 'guest@acme.example');
		const { message } = await world.run(syncSite(site), [rowOf('guest@acme.example')]);
		expect(message).toContain('No row of the list names one of the 4 users in the scope');
		expect(writes(world)).toEqual([]);
	});

	it('that no row names is cancelled, before anybody is removed', async () => {
		const site = makeSite(world, 'organizationMember', 3);
		const { id } = invite(site, 'ex@acme.example');
		const { items } = await world.run(syncSite(site), rowsOf(site, 1, 2));
		expect(items.slice(2).map(({ json }) => [json.action, json.status, json.email])).toEqual([
			['remove', 'removed', memberEmailOf(3)],
			['cancel', 'cancelled', 'ex@acme.example'],
		]);
		expect(items[3].json).toMatchObject({
			user_id: null,
			invitation_id: id,
			changes: { invitation: { from: 'pending', to: null } },
		});
		expect(pending(site)).toEqual([]);
	});

	it('is told apart from people who leave where the run ends', async () => {
		const site = makeSite(world, 'organizationMember', 3);
		invite(site, NEW);
		const match = { method: 'DELETE', path: /members/ };
		world.sandbox.faults.add({ match, answer: { status: 500 }, times: 9 });
		const { description } = await world.run(syncSite(site), rowsOf(site, 1));
		expect(description).toContain(`Leavers cancelled: 1 of 1 (${NEW})`);
		expect(description).toContain('Leavers removed: 0 of 2');
		expect(description).not.toContain(`To be removed, but failed: '${NEW}'`);
	});

	it('of somebody in the list who is there already is left alone', async () => {
		const site = makeSite(world, 'organizationMember', 2);
		invite(site, memberEmailOf(1));
		const { items } = await world.run(syncSite(site), rowsOf(site, 1, 2));
		expect(items.map(({ json }) => json.action)).toEqual(['none', 'none']);
		expect(writes(world)).toEqual([]);
	});

	it('is left alone where the list names people by their IDs, which no invitation has', async () => {
		const site = makeSite(world, 'organizationMember', 2);
		invite(site, 'ex@acme.example');
		const columns = { mappingMode: 'autoMapInputData', matchingColumns: ['user_id'], value: null };
		const rows = site.memberIds.map((user_id) => ({ user_id }));
		const { items } = await world.run(syncSite(site, { columns }), rows);
		expect(items.map(({ json }) => json.action)).toEqual(['none', 'none']);
		expect(pending(site)).toEqual(['ex@acme.example']);
	});

	it('of a leaver is cancelled where the list names people by their IDs, too', async () => {
		const site = makeSite(world, 'organizationMember', 2);
		for (const n of [1, 2]) invite(site, memberEmailOf(n));
		const columns = { mappingMode: 'autoMapInputData', matchingColumns: ['user_id'], value: null };
		const rows = [{ user_id: site.memberIds[0] }];
		const { items } = await world.run(syncSite(site, { columns }), rows);
		expect(items.map(({ json }) => json.action)).toEqual(['none', 'remove', 'cancel']);
		expect(pending(site)).toEqual([memberEmailOf(1)]);
	});

	it('that is accepted in the middle is no success: whoever did is named', async () => {
		const site = makeSite(world, 'organizationMember', 2, 0);
		world.sandbox.upsun.put(generatedPerson(9));
		const { id } = invite(site, memberEmailOf(9));
		world.sandbox.options.onBeforeWrite = (written) => {
			if (written === id) world.sandbox.upsun.accept(id);
		};
		const { message } = await world.run(syncSite(site), rowsOf(site, 1, 2));
		expect(message).toContain(`'${memberEmailOf(9)}' has accepted it and is in`);
	});

	it('of a member who is excepted by ID or username is as safe as the member', async () => {
		const site = makeSite(world, 'organizationMember', 3);
		for (const n of [2, 3]) invite(site, memberEmailOf(n));
		const exceptUsers = `${site.memberIds[1]}, member-00003`;
		const { items } = await world.run(syncSite(site, { exceptUsers }), rowsOf(site, 1));
		expect(items).toHaveLength(1);
		expect(writes(world)).toEqual([]);
	});

	it('that is accepted while the answer to its cancellation is lost is no success', async () => {
		const site = makeSite(world, 'organizationMember', 2, 0);
		world.sandbox.upsun.put(generatedPerson(9));
		const { id } = invite(site, memberEmailOf(9));
		world.sandbox.faults.add({ match: { method: 'DELETE' }, answer: { status: 503 } });
		world.sandbox.options.onBeforeWrite = (written) => {
			if (written === id) world.sandbox.upsun.accept(id);
		};
		const setup = syncSite(site, { options: { retryTimeout: 60 } });
		const { message } = await world.run(setup, rowsOf(site, 1, 2));
		expect(message).toContain(`'${memberEmailOf(9)}' has accepted it and is in`);
	});

	it('whose state is not shown ends the run', async () => {
		const site = makeSite(world, 'organizationMember', 2);
		invite(site, 'ex@acme.example');
		Object.assign(world.sandbox.options, { omittedFields: ['state'], omittedFrom: ['list'] });
		const { message } = await world.run(syncSite(site), rowsOf(site, 1));
		expect(message).toContain('cannot be listed as a whole');
		expect(message).toContain('Upsun does not show the state of some');
		expect(writes(world)).toEqual([]);
	});
});
