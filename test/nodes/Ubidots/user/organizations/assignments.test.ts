import { parseAssignments } from '../../../../../nodes/Ubidots/user/organizations/form';
import { Redactor } from '../../../../../nodes/shared/redact';
import { AMARA, NOBODY } from '../../../../support/people';
import { requestLines, requestsInFull } from '../../../../support/requests';
import {
	byId,
	byLabel,
	byUsername,
	CONTINUE,
	fromList,
	type OnError,
	organizations,
	ubidots,
} from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

const world = useWorld();

const PATH = `/api/v2.0/users/${AMARA}/_/assign_organizations/`;
const row = (label: unknown, role: unknown, more: object = {}) => ({
	label: fromList(label),
	role: fromList(role),
	sendInvitation: false,
	...more,
});

const assign = async (
	organization: unknown,
	onError?: OnError,
	items: Array<Record<string, string>> = [{}],
) => {
	const organizations = Array.isArray(organization) ? { organization } : organization;
	return await world.run(
		ubidots('assignOrganizations', { userKey: byId(AMARA), organizations }, onError),
		items,
	);
};

const rolesOf = (id: string) =>
	world.sandbox.ubidots.user(id)?.organizations.map(({ label, role }) => `${label}: ${role.label}`);

describe('Assign Organizations', () => {
	it('sends the labels of organization and role, and gives what the API answers', async () => {
		const { items } = await assign([row('city-lights', 'viewer')]);
		expect(requestsInFull(world)).toEqual([
			{ method: 'POST', path: PATH, body: [{ label: 'city-lights', role: 'viewer' }] },
		]);
		expect(items).toHaveLength(1);
		expect(items[0].pairedItem).toEqual({ item: 0 });
		expect(items[0].json).toMatchObject({
			id: AMARA,
			organizations: [{ label: 'city-lights', role: { label: 'viewer' } }],
		});
		expect(rolesOf(AMARA)).toEqual(['acme-energy: operator', 'city-lights: viewer']);
	});

	it('sends several organizations in one request, in their order', async () => {
		await assign([row('northwind-water', 'operator'), row('acme-energy', 'org-admin')]);
		expect(requestsInFull(world).map(({ body }) => body)).toEqual([
			[
				{ label: 'northwind-water', role: 'operator' },
				{ label: 'acme-energy', role: 'org-admin' },
			],
		]);
		expect(rolesOf(AMARA)).toEqual(['northwind-water: operator', 'acme-energy: org-admin']);
	});

	it('takes the user by username', async () => {
		const { items } = await world.run(
			ubidots('assignOrganizations', {
				userKey: byUsername('amara-okafor'),
				organizations: { organization: [row('city-lights', 'viewer')] },
			}),
		);
		expect(requestLines(world)).toEqual([
			'POST /api/v2.0/users/~amara-okafor/_/assign_organizations/',
		]);
		expect(items[0].json.organizations).toHaveLength(1);
	});

	it('takes labels by hand, with the ~ that they have elsewhere and blanks around them', async () => {
		await assign([row('x', 'y', { label: byLabel('~city-lights'), role: byLabel(' viewer ') })]);
		expect(requestsInFull(world)[0].body).toEqual([{ label: 'city-lights', role: 'viewer' }]);
	});

	it('takes labels from each item', async () => {
		const rows = [row('={{ $json.org }}', '={{ $json.role }}')];
		const { items } = await assign(rows, undefined, [
			{ org: 'city-lights', role: 'viewer' },
			{ org: 'northwind-water', role: 'operator' },
		]);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(rolesOf(AMARA)?.sort()).toEqual([
			'acme-energy: operator',
			'city-lights: viewer',
			'northwind-water: operator',
		]);
	});

	it('is done with an answer without a body as well', async () => {
		world.sandbox.options.bodilessWrites = 204;
		const { items } = await assign([row('city-lights', 'viewer')]);
		expect(items[0].json.organizations).toMatchObject([
			{ label: 'acme-energy' },
			{ label: 'city-lights' },
		]);
	});

	it('is repeated after a broken connection: it gives the same roles again', async () => {
		world.sandbox.faults.add({ answer: 'reset', when: 'after' });
		const { items } = await assign([row('city-lights', 'viewer')]);
		expect(requestLines(world)).toEqual([`POST ${PATH}`, `POST ${PATH}`]);
		expect(items[0].json.organizations).toHaveLength(1);
	});
});

describe('an assignment that the API refuses', () => {
	const bad = [row('city-lights', 'viewer'), row('no-such-customer', 'no-such-role')];

	it('shows what the API says of the row', async () => {
		const { message } = await assign(bad);
		expect(message).toContain(`Could not assign organizations to the user '${AMARA}'`);
		expect(message).toContain('There is no organization "no-such-customer".');
		expect(message).toContain('There is no role "no-such-role".');
	});

	it('holds these messages in the details of the error item', async () => {
		const { items } = await assign(bad, CONTINUE);
		expect(Object.keys(items[0].json)).toEqual(['error', 'details']);
		expect(JSON.stringify(items[0].json.details)).toContain('no-such-customer');
	});

	it('says that there is no such user', async () => {
		const { message } = await world.run(
			ubidots('assignOrganizations', {
				userKey: byId(NOBODY),
				organizations: { organization: [row('city-lights', 'viewer')] },
			}),
		);
		expect(message).toContain('404');
		expect(message).toContain('check the user ID or username');
	});
});

describe('Assign Organizations is refused before any request', () => {
	it.each([
		['no rows', '={{ [] }}', "'Organizations'"],
		['a row without organization', [row('={{ "" }}', 'viewer')], "'Organization'"],
		['a row without role', [row('city-lights', '={{ "" }}')], "'Role'"],
		[
			'an organization that an expression leaves out',
			[row('={{ $json.x }}', 'a')],
			"'Organization'",
		],
		['a list as the role', [row('city-lights', '={{ ["a"] }}')], "'Role'"],
		['a second row without role', [row('a', 'b'), row('c', '={{ null }}')], "'Role 2'"],
	])('with %s', async (_, organizations, reason) => {
		const { message } = await assign(organizations);
		expect(message).toContain(reason);
		expect(requestLines(world)).toEqual([]);
	});

	it('for all items when one is bad', async () => {
		const rows = [row('={{ $json.org }}', 'viewer')];
		const { message, description } = await assign(rows, undefined, [
			{ org: 'city-lights' },
			{ org: '' },
		]);
		expect(message).toContain('[item 1]');
		expect(description).toContain('No request was sent');
		expect(requestLines(world)).toEqual([]);
	});
});

describe('the output', () => {
	const assignAndAnswer = async (userKey: unknown, body: object) => {
		world.sandbox.faults.add({ match: { method: 'POST' }, answer: { status: 200, body } });
		const assigned = organizations('city-lights', 'viewer');
		return await world.run(ubidots('assignOrganizations', { userKey, organizations: assigned }));
	};

	const results = [{ label: 'city-lights' }];

	it('names the user as the item did, with the organizations of the answer', async () => {
		const [byItsId] = (await assignAndAnswer(byId(AMARA), { results })).items;
		expect(byItsId.json).toEqual({ id: AMARA, organizations: results });
		const [byItsName] = (await assignAndAnswer(byUsername('amara-okafor'), { results })).items;
		expect(byItsName.json).toEqual({ username: 'amara-okafor', organizations: results });
	});

	describe.each([{}, { results: null }, { results: 'all' }, { results: [] }])(
		'of an answer %j, which shows none, is that of the user, who is read',
		(body) => {
			const answer = { status: 200, body };
			const read = `GET /api/v2.0/users/${AMARA}`;

			it('where the user is in them', async () => {
				world.sandbox.ubidots.put({
					id: AMARA,
					memberships: [
						{ label: 'acme-energy', role: 'operator' },
						{ label: 'city-lights', role: 'viewer' },
					],
				});
				const { items } = await assignAndAnswer(byId(AMARA), body);
				expect(items[0].json.organizations).toMatchObject([
					{ label: 'acme-energy' },
					{ label: 'city-lights' },
				]);
				expect(requestLines(world)).toEqual([`POST ${PATH}`, read]);
			});

			it('and an error where the user is not', async () => {
				const { message } = await assignAndAnswer(byId(AMARA), body);
				expect(message).toContain('Ubidots answered without');
			});

			it('and an error where that cannot be seen', async () => {
				world.sandbox.faults.add({ match: { method: 'POST' }, answer });
				world.sandbox.faults.add({ match: { method: 'GET' }, answer: { status: 403 } });
				const { message } = await assign([row('city-lights', 'viewer')]);
				expect(message).toContain(`Could not see whether the user '${AMARA}' is in them`);
			});
		},
	);
});

describe('the rows as they are parsed:', () => {
	const row = (more: object = {}) => ({
		label: byLabel('~acme'),
		role: fromList('viewer'),
		...more,
	});
	const parsed = (...rows: unknown[]) => parseAssignments({ organization: rows }, new Redactor());

	describe('the rows of the form', () => {
		it('become labels without ~, in their order', () => {
			expect(parsed(row(), row({ label: 'city', role: '~admin' }))).toEqual([
				{ label: 'acme', role: 'viewer' },
				{ label: 'city', role: 'admin' },
			]);
		});

		it('may be a list that an expression gave', () => {
			expect(parseAssignments([{ label: 'acme', role: 'viewer' }], new Redactor())).toEqual([
				{ label: 'acme', role: 'viewer' },
			]);
		});

		it.each([undefined, null, {}, [], { organization: [] }, { organization: {} }, 'acme'])(
			'are missing in %j',
			(parameter) => {
				expect(() => parseAssignments(parameter, new Redactor())).toThrow(
					"'Organizations' has no rows: add an organization and the role in it",
				);
			},
		);

		it.each([null, 'acme', 5, ['acme']])('are not %j', (entry) => {
			expect(() => parsed(entry)).toThrow('instead of an organization and a role');
		});

		it.each(['', null, undefined, '~'])('need both labels: %j is none', (empty) => {
			const say = (title: string) =>
				`'${title}' is empty: choose one from the list, or enter its label`;
			expect(() => parsed(row({ label: fromList(empty) }))).toThrow(say('Organization'));
			expect(() => parsed(row(), row({ role: empty }))).toThrow(say('Role 2'));
		});

		it('are told apart by number where there are several', () => {
			const wrong = row({ label: 'a\nb' });
			expect(() => parsed(wrong)).toThrow("'Organization' has a line break");
			expect(() => parsed(row(), wrong)).toThrow("'Organization 2' has a line break");
		});
	});

	describe('the invitation of a row', () => {
		it('is sent where it is switched on, with the fields that were filled in', () => {
			const invitation = { message: 'Hi', subject: '', expires: '30', ubiAppId: null };
			expect(parsed(row({ sendInvitation: 'true', invitation }))[0].invitation).toEqual({
				expires: 30,
				message: 'Hi',
			});
			expect(parsed(row({ sendInvitation: true }))[0].invitation).toEqual({});
			expect(parsed(row({ sendInvitation: true, invitation: 'x' }))[0].invitation).toEqual({});
		});

		it('is not sent where it is switched off', () => {
			const [one] = parsed(row({ sendInvitation: false, invitation: { message: 'Hi' } }));
			expect(one).not.toHaveProperty('invitation');
		});

		it('of an expression is sent where there is one', () => {
			const [one, other] = parsed(row({ invitation: { message: 'Hi' } }), row());
			expect(one.invitation).toEqual({ message: 'Hi' });
			expect(other).not.toHaveProperty('invitation');
		});

		it('is refused by name where its switch or a field is wrong', () => {
			expect(() => parsed(row({ sendInvitation: 'perhaps' }))).toThrow("'Send Invitation' is");
			expect(() => parsed(row(), row({ sendInvitation: 2 }))).toThrow("'Send Invitation 2' is");
			const invitation = { expires: 'soon' };
			expect(() => parsed(row({ sendInvitation: true, invitation }))).toThrow("'Expires' ");
		});
	});
});

const POST = `POST /api/v2.0/users/${AMARA}/_/assign_organizations/`;

const invited = (sendInvitation: unknown, invitation: unknown = {}, onError?: OnError) =>
	ubidots(
		'assignOrganizations',
		{
			userKey: byId(AMARA),
			organizations: organizations('city-lights', 'viewer', { sendInvitation, invitation }),
		},
		onError,
	);

const invitationOf = () =>
	(requestsInFull(world)[0].body as Array<{ invitation?: unknown }>)[0].invitation;

describe('an invitation', () => {
	it('is sent with the fields that were set, as the API names them', async () => {
		const invitation = {
			subject: 'Welcome',
			message: 'Hello José,\nsee you',
			ubiAppId: 'app-1',
			expires: 30,
			resetPassword: false,
		};
		await world.run(invited(true, invitation));
		expect(invitationOf()).toEqual(invitation);
	});

	it('may have nothing set: Ubidots then decides', async () => {
		await world.run(invited(true));
		expect(invitationOf()).toEqual({});
	});

	it('leaves out fields that were added and left blank', async () => {
		await world.run(invited(true, { subject: '', message: 'Hi', ubiAppId: '' }));
		expect(invitationOf()).toEqual({ message: 'Hi' });
	});

	it('is sent as number and truth value also where an expression gives text', async () => {
		await world.run(invited(true, { expires: '={{ "30" }}', resetPassword: '={{ "false" }}' }));
		expect(invitationOf()).toEqual({ expires: 30, resetPassword: false });
	});

	it('that expires never is refused before any request', async () => {
		const { message } = await world.run(invited(true, { expires: '={{ "soon" }}' }));
		expect(message).toContain("'Expires'");
		expect(requestLines(world)).toEqual([]);
	});

	it('is not sent when Send Invitation is off, whatever its fields hold', async () => {
		await world.run(invited(false, { subject: 'Welcome' }));
		expect(invitationOf()).toBeUndefined();
	});

	it('is sent where an expression turns it on', async () => {
		await world.run(invited('={{ true }}', { subject: 'Welcome' }));
		expect(invitationOf()).toEqual({ subject: 'Welcome' });
	});
});

describe('an invitation is a mail, so the request', () => {
	it.each([
		['the connection breaks', 'reset'],
		['a gateway is busy', { status: 503 }],
		['a gateway times out', { status: 504 }],
		['the answer is cut off', 'cutOff'],
	] as const)('is not repeated when %s', async (_, answer) => {
		world.sandbox.faults.add({ answer, when: 'after' });
		const { status } = await world.run(invited(true));
		expect(status).toBe('error');
		expect(requestLines(world)).toEqual([POST]);
	});

	it('says that it may have been carried out, when that is in doubt', async () => {
		world.sandbox.faults.add({ answer: 'reset', when: 'after' });
		const { items } = await world.run(invited(true, {}, CONTINUE));
		expect(items[0].json.error).toContain('It may have been carried out anyway');
	});

	it('is sent again when the service did not carry it out', async () => {
		world.sandbox.faults.add({ answer: { status: 429, headers: { 'retry-after': '0' } } });
		const { status } = await world.run(invited(true));
		expect(status).toBe('success');
		expect(requestLines(world)).toEqual([POST, POST]);
	});
});
