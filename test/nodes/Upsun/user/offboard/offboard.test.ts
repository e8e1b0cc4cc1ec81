import { setAccessToken } from '../../../../support/credentials';
import { column, hintsOf } from '../../../../support/outputs';
import { ME } from '../../../../support/people';
import { requestCount, requestLines } from '../../../../support/requests';
import { CONTINUE, upsun } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import {
	BJORN,
	BJORN_EMAIL,
	deletions,
	DILNOZA,
	DILNOZA_EMAIL,
	HANA_EMAIL,
	idOf,
	offboard,
	rows,
} from './leaver';

const world = useWorld();
beforeEach(() => setAccessToken(world));

const NOTHING = { permissions: [], projects: [], teams: [], invitations: [] };

it('a new node writes nothing: it says what somebody has, for an approval', async () => {
	const { items, hints } = await world.run(upsun('offboard', { email: BJORN_EMAIL, options: {} }), [
		{},
	]);
	expect(deletions(world)).toEqual([]);
	expect(items[0].json).toEqual({
		user_id: BJORN,
		email: BJORN_EMAIL,
		status: 'planned',
		summary: "member of Acme Energy (projects:list); the team 'Field engineers' of Acme Energy",
		organizations: [
			{
				id: idOf(world, 'Acme Energy'),
				name: 'Acme Energy',
				status: 'planned',
				permissions: ['projects:list'],
				projects: [
					{
						id: idOf(world, 'Website'),
						title: 'Website',
						permissions: ['viewer', 'development:contributor', 'development:viewer'],
					},
					{
						id: idOf(world, 'Meter API'),
						title: 'Meter API',
						permissions: ['viewer', 'development:viewer'],
					},
				],
				teams: [{ id: idOf(world, 'Field engineers'), label: 'Field engineers' }],
				invitations: [],
			},
			{ id: idOf(world, 'City Lights'), name: 'City Lights', status: 'unchanged', ...NOTHING },
		],
		notVisible: ['Closed Doors, whose users the token does not manage'],
		remaining: [],
	});
	expect(hints('Node')[0].message).toBe('Dry run: nothing was written. 1 would change');
});

it('cancels invitations first, then leaves teams, then removes the member', async () => {
	const { upsun: service } = world.sandbox;
	service.invite(idOf(world, 'City Lights'), BJORN_EMAIL, ['billing']);
	service.invite(idOf(world, 'Website'), BJORN_EMAIL.toUpperCase(), ['viewer']);
	const { items } = await world.run(offboard(), rows(BJORN_EMAIL));
	expect(deletions(world)).toEqual([
		`DELETE projects Website invitations ${BJORN_EMAIL.toUpperCase()}`,
		`DELETE organizations City Lights invitations ${BJORN_EMAIL}`,
		'DELETE teams Field engineers members bjorn-asgeirsson',
		'DELETE organizations Acme Energy members bjorn-asgeirsson',
	]);
	const [{ json }] = items;
	expect(json).toMatchObject({ status: 'removed', remaining: [] });
	expect(json.organizations).toMatchObject([
		{ status: 'removed', invitations: [{ to: "the project 'Website'" }] },
		{ status: 'removed', invitations: [{ to: 'City Lights', permissions: ['billing'] }] },
	]);
});

it('twice in a row is unchanged, and no error', async () => {
	await world.run(offboard(), rows(BJORN_EMAIL));
	world.sandbox.journal.clear();
	const { items, status } = await world.run(offboard(), rows(BJORN_EMAIL));
	expect([status, deletions(world)]).toEqual(['success', []]);
	expect(items[0].json).toMatchObject({
		user_id: null,
		status: 'unchanged',
		summary: 'nothing found',
		organizations: [
			{ name: 'Acme Energy', status: 'unchanged' },
			{ name: 'City Lights', status: 'unchanged' },
		],
	});
});

it('finds somebody who is only invited', async () => {
	const { items } = await world.run(offboard(), rows(HANA_EMAIL));
	expect(deletions(world)).toEqual([`DELETE organizations Acme Energy invitations ${HANA_EMAIL}`]);
	expect(items[0].json).toMatchObject({ user_id: null, email: HANA_EMAIL, status: 'removed' });
});

it.each([
	['an ID', DILNOZA],
	['an ID in capitals', DILNOZA.toUpperCase()],
	['an address in another spelling', 'Dilnoza.KARIMOVA@example.org'],
])('takes %s', async (_, email) => {
	world.sandbox.upsun.invite(idOf(world, 'Meter API'), DILNOZA_EMAIL, ['viewer']);
	const { items } = await world.run(offboard(), rows(email));
	expect(items[0].json).toMatchObject({ user_id: DILNOZA, status: 'removed' });
	expect(deletions(world)).toHaveLength(4);
});

it('one person in two spellings is removed once, and both items say so', async () => {
	const { items } = await world.run(offboard(), rows(BJORN_EMAIL, BJORN));
	expect(column(items, 'status')).toEqual(['removed', 'removed']);
	expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	expect(deletions(world)).toHaveLength(2);
});

it('reads each list once for several people, and once more afterwards', async () => {
	await world.run(offboard(), rows(BJORN_EMAIL, DILNOZA_EMAIL, HANA_EMAIL));
	for (const path of [
		`/organizations/${idOf(world, 'Acme Energy')}/members`,
		`/organizations/${idOf(world, 'Acme Energy')}/invitations`,
		`/projects/${idOf(world, 'Website')}/invitations`,
		`/teams/${idOf(world, 'Field engineers')}/members`,
	]) {
		expect([path, requestCount(world, { method: 'GET', path: new RegExp(`${path}$`) })]).toEqual([
			path,
			2,
		]);
	}
});

describe('who is not removed', () => {
	it.each([
		['the account behind the token', 'robin.salgado@example.com', 'token of another administrator'],
		['the same by ID', ME, 'token of another administrator'],
	])('%s', async (_, email, text) => {
		const { status, message } = await world.run(offboard(), rows(BJORN_EMAIL, email));
		expect([status, deletions(world)]).toEqual(['error', []]);
		expect(message).toContain(text);
		expect(message).toContain('[item 1]');
	});

	it('the owner of one of the organizations: from none of them', async () => {
		const acme = idOf(world, 'Acme Energy');
		world.sandbox.upsun.changePlace(acme, (place) => Object.assign(place, { ownerId: DILNOZA }));
		const { items } = await world.run(offboard({}, CONTINUE), rows(DILNOZA_EMAIL, BJORN_EMAIL));
		expect(items[0].json.error).toContain("owns the organization 'Acme Energy'");
		expect(items[1].json.status).toBe('removed');
		expect(deletions(world).join()).not.toContain('dilnoza');
	});

	it('one of several people with the same address: it cannot be known who is meant', async () => {
		const [greta] = world.sandbox.upsun.users().filter(({ username }) => username === 'greta-lund');
		world.sandbox.upsun.put({ id: greta.id, email: BJORN_EMAIL });
		const { message } = await world.run(offboard(), rows(BJORN_EMAIL));
		expect(message).toContain('2 users have the email address');
		expect(deletions(world)).toEqual([]);
	});
});

describe('the organizations', () => {
	it.each([
		['by name', () => 'city-lights'],
		['by ID', () => idOf(world, 'City Lights').toLowerCase()],
		['as a list', () => '={{ ["city-lights"] }}'],
	])('can be chosen %s', async (_, organizations) => {
		const { items } = await world.run(
			offboard({ organizations: organizations() }),
			rows(DILNOZA_EMAIL),
		);
		expect(deletions(world)).toEqual(['DELETE organizations City Lights members dilnoza-karimova']);
		expect(items[0].json).toMatchObject({
			status: 'removed',
			organizations: [{ name: 'City Lights' }],
		});
	});

	it('that are not there end the run', async () => {
		const { message } = await world.run(offboard({ organizations: 'acme' }), rows(BJORN_EMAIL));
		expect(message).toBe(
			"'Organizations' names 'acme', which is not there: enter the ID, or the name in the address of its page in the Console",
		);
		expect(requestLines(world)).toEqual(['GET /organizations/name=acme']);
	});
});

it.each([
	['', "'Email' is empty: enter the address or ID of the user"],
	['bjorn', "'Email' is 'bjorn', which is not an email address"],
])('refuses %j before any request', async (email, text) => {
	const { message } = await world.run(offboard(), rows(email));
	expect(message).toContain(text);
	expect(requestLines(world)).toEqual([]);
});

it('Max Changes counts people, and more than that end the run before its first write', async () => {
	const setup = offboard({ options: { maxChanges: '1' } });
	const { message } = await world.run(setup, rows(BJORN_EMAIL, DILNOZA_EMAIL));
	expect(message).toContain("2 users would change, 2 of them removed: more than 'Max Changes'");
	expect(deletions(world)).toEqual([]);
});

it('says above the output what became of them', async () => {
	const result = await world.run(offboard(), rows(BJORN_EMAIL, HANA_EMAIL, 'nobody@example.com'));
	expect(hintsOf(result)[0]).toBe('2 removed, 0 in part, 1 not found');
});
