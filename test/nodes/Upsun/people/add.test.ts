import type { IDataObject } from 'n8n-workflow';

import { setAccessToken } from '../../../support/credentials';
import { hintsOf } from '../../../support/outputs';
import { ACME, AIKO, BJORN, DILNOZA, ENGINEERS, ME, WEBSITE } from '../../../support/people';
import { requestLines, requests } from '../../../support/requests';
import { CONTINUE, ofOrganization, ofProject, ofTeam, type OnError } from '../../../support/setups';
import { useWorld } from '../../../support/useWorld';

const world = useWorld();
beforeEach(() => setAccessToken(world));

const FRESH = 'fresh@new.example.com';
const LIST = ['projects:list'];
const VIEWER = ['viewer', 'production:viewer'];

const add = async (
	of: typeof ofOrganization,
	people: IDataObject[],
	options: IDataObject = {},
	onError?: OnError,
) => {
	const parameters = {
		email: '={{ $json.email }}',
		...(of !== ofTeam && { permissions: '={{ $json.permissions }}' }),
		options,
	};
	return await world.run(of('add', parameters, onError), people);
};
const jsonOf = (result: Awaited<ReturnType<typeof add>>) => result.items.map(({ json }) => json);
const posts = () => requests(world).filter(({ method }) => method === 'POST');
const sent = () => posts().map(({ path, body }) => [path, body]);
const mails = () => world.sandbox.upsun.mails().map(({ to }) => to);
const invitations = () => world.sandbox.upsun.organizations[0].invitations;

describe('somebody new', () => {
	it('is invited to an organization, once', async () => {
		const row = { email: FRESH, permissions: LIST };
		const first = await add(ofOrganization, [row]);
		expect(jsonOf(first)).toEqual([
			{ email: FRESH, status: 'invited', invitation_id: invitations()[1].id },
		]);
		expect(hintsOf(first)).toEqual([
			'1 invitation sent. Further users may add licenses to the bill.',
		]);
		expect(sent()).toEqual([[`/organizations/${ACME}/invitations`, { ...row, force: false }]]);
		expect(jsonOf(await add(ofOrganization, [row]))).toEqual([
			{ email: FRESH, status: 'unchanged', invitation_id: invitations()[1].id },
		]);
		expect(mails()).toEqual([FRESH]);
	});

	it('is invited to a project, with the roles in the form of invitations', async () => {
		const row = { email: FRESH, permissions: ['viewer', 'production:viewer', 'staging:admin'] };
		expect(jsonOf(await add(ofProject, [row]))).toMatchObject([{ status: 'invited' }]);
		const permissions = [
			{ type: 'production', role: 'viewer' },
			{ type: 'staging', role: 'admin' },
		];
		expect(sent()).toEqual([
			[
				`/projects/${WEBSITE}/invitations`,
				{ email: FRESH, role: 'viewer', permissions, force: false },
			],
		]);
	});

	it('is not put into a team, which takes members of the organization', async () => {
		const { status, message } = await add(ofTeam, [{ email: FRESH }]);
		expect(status).toBe('error');
		expect(message).toContain(`'${FRESH}' is not a member of the organization`);
		expect(message).toContain('add the person there first, with the resource Organization Member');
		expect(posts()).toEqual([]);
	});

	it('in several rows, in any letters, gets one mail', async () => {
		const rows = [FRESH, FRESH.toUpperCase(), FRESH].map((email) => ({ email, permissions: LIST }));
		const statuses = jsonOf(await add(ofOrganization, rows, { resend: true })).map(
			({ status }) => status,
		);
		expect([statuses, mails()]).toEqual([['invited', 'unchanged', 'unchanged'], [FRESH]]);
	});

	it('is added at once where Upsun accepts the invitation itself', async () => {
		world.sandbox.options.invitationState = 'accepted';
		const row = { email: 'eloise.dupre@example.org', permissions: LIST };
		expect(jsonOf(await add(ofOrganization, [row]))).toMatchObject([{ status: 'added' }]);
	});

	it.each(['cancelled', 'error'] as const)(
		'whose invitation is answered as %s failed',
		async (state) => {
			world.sandbox.options.invitationState = state;
			const { message } = await add(ofOrganization, [{ email: FRESH, permissions: LIST }]);
			expect(message).toContain(`Could not add '${FRESH}' to the organization '${ACME}'`);
			expect(message).toContain(`'${state}'`);
		},
	);
});

describe('a member of the organization', () => {
	it('is added to a project at once, without a mail', async () => {
		const row = { email: 'Dilnoza.Karimova@example.org', permissions: VIEWER };
		const result = await add(ofProject, [row]);
		expect(jsonOf(result)).toEqual([{ email: row.email, status: 'added', user_id: DILNOZA }]);
		expect(sent()).toEqual([
			[
				`/projects/${WEBSITE}/user-access`,
				[{ user_id: DILNOZA, permissions: VIEWER, auto_add_member: false }],
			],
		]);
		expect(jsonOf(await add(ofProject, [row]))).toMatchObject([{ status: 'unchanged' }]);
		expect([posts().length, mails()]).toEqual([1, []]);
	});

	it('is invited to a project by mail where the token cannot see the organization', async () => {
		const answer = { status: 403, body: { error: 'No.' } };
		world.sandbox.faults.add({ match: { path: '/members' }, answer });
		const row = { email: 'dilnoza.karimova@example.org', permissions: VIEWER };
		expect(jsonOf(await add(ofProject, [row]))).toMatchObject([{ status: 'invited' }]);
	});

	it('is put into a team', async () => {
		const row = { email: 'aiko.tanaka@example.org' };
		expect(jsonOf(await add(ofTeam, [row, row]))).toEqual([
			{ ...row, status: 'added', user_id: AIKO },
			{ ...row, status: 'unchanged', user_id: AIKO },
		]);
		expect(sent()).toEqual([[`/teams/${ENGINEERS}/members`, { user_id: AIKO }]]);
	});
});

describe('somebody who is there', () => {
	const aiko = { email: 'AIKO.tanaka@example.org', permissions: LIST };

	it('with these permissions is left alone, whatever their order', async () => {
		world.sandbox.upsun.changePlace(ACME, ({ members }) => {
			members[AIKO].permissions = ['projects:list', 'billing'];
		});
		const row = { ...aiko, permissions: 'billing' };
		expect(jsonOf(await add(ofOrganization, [row]))).toEqual([
			{ email: row.email, status: 'unchanged', user_id: AIKO },
		]);
		expect(posts()).toEqual([]);
	});

	it('with others is an error that says which, and what to do', async () => {
		const { message } = await add(ofOrganization, [{ ...aiko, permissions: ['members'] }]);
		expect(message).toContain(
			`'aiko.tanaka@example.org' is in the organization '${ACME}' already, with other permissions (projects:list): set the option 'If Present' to Update to replace them`,
		);
	});

	it('with others is updated where that is asked for', async () => {
		const row = { ...aiko, permissions: ['members'] };
		expect(jsonOf(await add(ofOrganization, [row], { ifPresent: 'update' }))).toEqual([
			{
				email: row.email,
				status: 'applied',
				summary: 'Permissions: projects:list → members',
				user_id: AIKO,
				changes: { permissions: { from: LIST, to: ['members'] } },
			},
		]);
	});

	it('and invited too is there', async () => {
		world.sandbox.upsun.invite(ACME, 'aiko.tanaka@example.org', LIST);
		const result = await add(ofOrganization, [aiko], { resend: true });
		expect(jsonOf(result)).toMatchObject([{ status: 'unchanged', user_id: AIKO }]);
		expect(mails()).toEqual([]);
	});

	it('and owns the place is not changed', async () => {
		const { me } = world.sandbox.upsun;
		const row = { email: me.email, permissions: LIST };
		const { message } = await add(ofOrganization, [row], { ifPresent: 'update' });
		expect(message).toContain("'robin.salgado@example.com' is the account behind the token");
		expect(world.sandbox.upsun.organizations[0].members[ME].permissions).toContain('admin');
	});

	it('under one address with somebody else is not guessed', async () => {
		world.sandbox.upsun.put({ id: BJORN, email: 'aiko.tanaka@example.org' });
		const { message } = await add(ofOrganization, [aiko]);
		expect(message).toContain(
			`2 users have the email address 'AIKO.tanaka@example.org' (IDs ${AIKO}, ${BJORN})`,
		);
	});
});

describe('a pending invitation', () => {
	const hana = { email: 'hana.novak@example.org', permissions: LIST };

	it('is sent again only where that is asked for', async () => {
		expect(jsonOf(await add(ofOrganization, [hana]))).toMatchObject([{ status: 'unchanged' }]);
		expect(posts()).toEqual([]);
		const [before] = invitations();
		const result = await add(ofOrganization, [hana], { resend: true });
		expect(jsonOf(result)).toMatchObject([{ status: 'invited' }]);
		expect(invitations().map(({ id, state }) => [id === before.id, state])).toEqual([
			[true, 'cancelled'],
			[false, 'pending'],
		]);
		expect(mails()).toEqual([hana.email]);
	});

	it('that nobody may list is found by the conflict', async () => {
		const answer = { status: 403, body: { error: 'No.' } };
		const match = { path: '/invitations', method: 'GET' };
		world.sandbox.faults.add({ match, answer, times: 9 });
		expect(jsonOf(await add(ofOrganization, [hana]))).toEqual([
			{ email: hana.email, status: 'unchanged' },
		]);
		expect([posts().length, mails()]).toEqual([1, []]);
	});
});

describe('a lost answer', () => {
	const row = { email: FRESH, permissions: LIST };
	const lose = (path: string, when: 'before' | 'after') =>
		world.sandbox.faults.add({ match: { path, method: 'POST' }, when, answer: 'reset' });

	it('to an invitation that came is looked after, and nothing is sent again', async () => {
		lose('/invitations', 'after');
		expect(jsonOf(await add(ofOrganization, [row]))).toMatchObject([{ status: 'invited' }]);
		expect([posts().length, mails()]).toEqual([1, [FRESH]]);
	});

	it('to an invitation that did not come is looked after, and it is sent', async () => {
		lose('/invitations', 'before');
		expect(jsonOf(await add(ofOrganization, [row]))).toMatchObject([{ status: 'invited' }]);
		expect([posts().length, mails()]).toEqual([2, [FRESH]]);
	});

	it.each(['before', 'after'] as const)(
		'to access of a project is looked after (%s)',
		async (when) => {
			lose('/user-access', when);
			const dilnoza = { email: 'dilnoza.karimova@example.org', permissions: VIEWER };
			expect(jsonOf(await add(ofProject, [dilnoza]))).toMatchObject([
				{ status: 'added', user_id: DILNOZA },
			]);
		},
	);

	it('to an invitation that is sent anew never sends a third mail', async () => {
		lose('/invitations', 'after');
		const hana = { email: 'hana.novak@example.org', permissions: LIST };
		const result = await add(ofOrganization, [hana], { resend: true });
		expect(jsonOf(result)).toMatchObject([{ status: 'invited' }]);
		expect(mails()).toEqual([hana.email]);
	});

	it('to an invitation that was not sent anew is an error: it may be on its way', async () => {
		lose('/invitations', 'before');
		const hana = { email: 'hana.novak@example.org', permissions: LIST };
		const { message } = await add(ofOrganization, [hana], { resend: true });
		expect(message).toContain('It may have been carried out anyway');
		expect(posts()).toHaveLength(1);
	});
});

describe('what Upsun refuses', () => {
	it('for want of licences names the person and what to do', async () => {
		world.sandbox.upsun.changePlace(WEBSITE, (project) => {
			project.freeSeats = 0;
		});
		const { message } = await add(ofProject, [{ email: FRESH, permissions: VIEWER }]);
		expect(message).toContain(`Could not add '${FRESH}' to the project '${WEBSITE}'`);
		expect(message).toContain('add user licenses in the Console');
	});

	it('of one row leaves the others', async () => {
		const rows = ['a@nowhere.example', FRESH].map((email) => ({ email, permissions: LIST }));
		const answer = { status: 400, body: { error: 'Not this one.' } };
		world.sandbox.faults.add({ match: { path: '/invitations', method: 'POST' }, answer });
		const { items } = await add(ofOrganization, rows, { maxConcurrentRequests: 1 }, CONTINUE);
		expect(items[0].json.error).toContain('Not this one.');
		expect(items[1].json.status).toBe('invited');
	});
});

describe('before any request', () => {
	it.each([
		[
			ofOrganization,
			'owner',
			"has 'owner', which is no permission in an organization: use admin, ",
		],
		[
			ofOrganization,
			'production:viewer',
			"has 'production:viewer', which is a permission in a project, not in an organization",
		],
		[
			ofProject,
			'projects:list',
			"has 'projects:list', which is a permission in an organization, not in a project",
		],
		[
			ofProject,
			'viewer',
			"has no type of environment: choose 'admin', or 'viewer' with at least one",
		],
		[ofProject, 'admin, production:viewer', "has 'admin' with others"],
		[ofProject, 'viewer,production:viewer,production:admin', 'has several roles for production'],
		[ofProject, [], 'has no type of environment'],
		[ofOrganization, null, "'Permissions'"],
		[ofOrganization, ' ', "'Permissions' is nothing but white space"],
		[ofOrganization, ['members', 7], "has '7', which is no permission"],
		[ofOrganization, { admin: true }, "'Permissions' is of type object"],
	])('permissions are checked: %#', async (of, permissions, expected) => {
		const { message, description } = await add(of, [{ email: FRESH, permissions } as IDataObject]);
		expect(message).toContain(expected);
		expect([description, requestLines(world)]).toEqual(['No request was sent.', []]);
	});

	it.each(['', 'nobody', 'a@b, c@d', 'undefined@example.com'])(
		'addresses are: %j',
		async (email) => {
			const { message } = await add(ofOrganization, [{ email, permissions: LIST }]);
			expect(message).toContain("'Email'");
			expect(requestLines(world)).toEqual([]);
		},
	);

	it.each([
		['text', 'Members, projects:LIST'],
		['a list', ['members', 'projects:list', 'members']],
		['a list as text', '["members","projects:list"]'],
	])('permissions may be %s', async (_, permissions) => {
		await add(ofOrganization, [{ email: FRESH, permissions } as IDataObject]);
		expect(sent()[0][1]).toMatchObject({ permissions: ['members', 'projects:list'] });
	});
});
