import { column, failedItems } from '../../../../support/outputs';
import { autoMap, CONTINUE, sync, updateOf } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { allUsers, changedSince } from '../../../../support/written';
import { crewEmail, crewId, crewName, crewRows, fateOf, putCrew, syncCrew, writes } from './crew';

/** Nobody is created twice, and nobody is switched off whom a row means. */
const world = useWorld();
beforeEach(() => putCrew(world, 6));

const errors = (items: Awaited<ReturnType<typeof world.run>>['items']) =>
	items.map(({ json }) => json.error);

describe('two rows for one person', () => {
	it('fail, in one spelling', async () => {
		const { message } = await world.run(sync(), crewRows(1, 2, 1));
		expect(message).toContain("The user 'crew-1' is listed in items 0, 2 (2)");
		expect(writes(world)).toEqual([]);
	});

	it('fail, in two spellings of an address', async () => {
		const rows = [{ email: 'crew-1@crew.example' }, { email: 'CREW-1@Crew.Example ' }];
		const { message } = await world.run(sync({ columns: autoMap('email') }), rows);
		expect(message).toContain('is listed in items 0-1 (2)');
	});

	it.each([
		['the same username', { username: 'New', email: 'other@crew.example' }],
		['the same address', { username: 'other', email: 'New@crew.example' }],
	])('who is not there yet fail: %s', async (_, other) => {
		const rows = [{ username: 'new', email: 'new@crew.example' }, other, ...crewRows(1)];
		const { items } = await world.run(sync({}, CONTINUE), rows);
		expect(failedItems(items)).toEqual([0, 1]);
		expect(items[0].json.error).toContain('is listed in items 0-1 (2)');
		expect(writes(world)).toEqual([]);
	});

	it.each([
		['username, in another spelling', { username: 'CREW-1', email: 'new@crew.example' }],
		['address, in another spelling', { username: 'new', email: 'Crew-1@crew.example' }],
	])('one of whom is there by %s: the other is not created', async (_, other) => {
		const { items } = await world.run(syncCrew({}, CONTINUE), [...crewRows(1, 2), other]);
		expect(items[2].json.error).toContain('is listed in items 0, 2 (2), for different users');
		expect(writes(world)).toEqual([]);
		expect(fateOf(world, 1, 2, 3)).toEqual(['on', 'on', 'on']);
	});

	it('one of whom shall get the name that the other is created with fail', async () => {
		// The update is carried out later: the creation would come first and take the name.
		world.sandbox.options.taskDelayMs = Infinity;
		const rows = [
			{ username: crewName(1), email: 'wanted@crew.example' },
			{ username: 'new', email: 'Wanted@crew.example' },
		];
		const { items } = await world.run(sync({}, CONTINUE), rows);
		expect(failedItems(items)).toEqual([0, 1]);
		expect(errors(items)[1]).toContain('is listed in items 0-1 (2), for different users');
		expect(writes(world).filter((line) => line.startsWith('POST'))).toEqual([]);
	});
});

describe('a person renamed in the list', () => {
	it.each([
		['a username', 'username', { username: 'renamed', email: crewEmail(1) }, 'match by Email'],
		[
			'an address',
			'email',
			{ username: crewName(1), email: 'new@crew.example' },
			'match by Username',
		],
	])('by %s is neither created again nor switched off', async (_, by, row, advice) => {
		const before = allUsers(world);
		const others = crewRows(2, 3, 4, 5, 6);
		const setup = syncCrew({ columns: autoMap(by) }, CONTINUE);
		const { items } = await world.run(setup, [row, ...others]);
		expect(errors(items)[0]).toContain(advice);
		expect(errors(items)[0]).toContain('No second user was created');
		expect(changedSince(world, before)).toEqual([]);
		expect(allUsers(world).size).toBe(before.size);
	});

	it('is renamed when matched by what stays', async () => {
		const rows = [{ email: crewEmail(1), username: 'renamed' }];
		const setup = syncCrew({ columns: autoMap('email'), leavers: 'keep' });
		const { items } = await world.run(setup, rows);
		expect(column(items, 'status')).toEqual(['accepted']);
		expect(allUsers(world).get(String(items[0].json.id))?.username).toBe('renamed');
	});

	it('by a capital letter only is told, and not created again', async () => {
		const rows = [{ username: 'Crew-1', email: crewEmail(1) }, ...crewRows(2)];
		const { items } = await world.run(syncCrew({}, CONTINUE), rows);
		expect(errors(items)[0]).toContain("is that of the user 'crew-1'");
		expect(writes(world)).toEqual([]);
	});

	it('to a name whose user is no longer in the list makes the row fail', async () => {
		// crew-3 has that address, and nobody names crew-3.
		const rows = [{ username: crewName(1), email: crewEmail(3) }, ...crewRows(2)];
		const { items } = await world.run(syncCrew({}, CONTINUE), rows);
		expect(errors(items)[0]).toContain("is that of the user 'crew-3'");
		expect(writes(world)).toEqual([]);
		expect(fateOf(world, 1, 2, 3, 4)).toEqual(['on', 'on', 'on', 'on']);
	});
});

it("a leaver's username can be given to a new person, in the way that the message names", async () => {
	const setup = syncCrew({ columns: autoMap('email') });
	const fresh = { username: 'crew-6', email: 'new@crew.example' };
	const rows = [...crewRows(1, 2, 3, 4, 5), fresh];
	const { message } = await world.run(setup, rows);
	expect(message).toContain(
		"The username 'crew-6' is that of the user 'crew-6' (ID c0de00000000000000000006)",
	);
	expect(message).toContain('if not, first give that user another username');
	expect(writes(world)).toEqual([]);
	const userKey = { __rl: true, mode: 'id', value: crewId(6) };
	await world.run(updateOf(userKey, { username: 'crew-6-left' }), [{}]);
	expect((await world.run(setup, rows)).message).toBeUndefined();
	expect(world.sandbox.ubidots.user('crew-6')).toMatchObject({ ...fresh, isActive: true });
	expect(fateOf(world, 1, 5, 6)).toEqual(['on', 'on', 'off']);
});

it('people who swap their addresses are refused, and not taken for leavers or new ones', async () => {
	const rows = [
		{ username: crewName(1), email: crewEmail(2) },
		{ username: crewName(2), email: crewEmail(1) },
		...crewRows(3, 4, 5, 6),
	];
	const { items } = await world.run(syncCrew({}, CONTINUE), rows);
	expect(writes(world)).toEqual([]);
	expect(fateOf(world, 1, 2, 3, 4, 5, 6)).toEqual(Array(6).fill('on'));
	expect(failedItems(items)).toEqual([0, 1]);
});

it('an address in composed and in decomposed letters is one address', async () => {
	const address = 'josé@crew.example';
	const rows = ['NFC', 'NFD'].map((form) => ({ username: form, email: address.normalize(form) }));
	const { items } = await world.run(sync({}, CONTINUE), rows);
	expect(failedItems(items)).toEqual([0, 1]);
	expect(errors(items)[0]).toContain('is listed in items 0-1 (2)');
});

describe('two users with one address', () => {
	beforeEach(() => {
		const { ubidots } = world.sandbox;
		ubidots.put({ id: 'twin', username: 'twin', email: 'CREW-1@crew.example', firstName: 'Twin' });
	});

	it('are never told apart by chance', async () => {
		const rows = [{ email: 'Crew-1@crew.example' }, { email: crewEmail(2) }];
		const { items } = await world.run(syncCrew({ columns: autoMap('email') }, CONTINUE), rows);
		expect(errors(items)[0]).toContain('2 users have the email address');
		expect(errors(items)[0]).toContain('match by ID to say which one is meant');
		expect(writes(world)).toEqual([]);
	});

	it.each([
		['deactivate', { username: 'twin', isActive: false }, {}, ['success', 'off']],
		['deactivate', undefined, { exceptUsers: 'Twin' }, ['success', 'on']],
		['delete', undefined, { exceptUsers: 'Twin' }, ['success', 'on']],
	])(
		'have ways out when one of them leaves, which the message names: %s',
		async (leavers, change, parameters, fate) => {
			const setup = (more: object) => syncCrew({ leavers, ...more }, undefined);
			const rows = crewRows(1, 2, 3, 4, 5, 6);
			const { message } = await world.run(setup({}), rows);
			expect(message).toContain("also names 'twin' (ID twin)");
			expect(message).toContain(
				`If that is somebody else, who has left, ${leavers} that user by the ID, with Bulk Update, Update or Delete; to leave that user as it is, add the ID to 'Except Users'`,
			);
			if (change) world.sandbox.ubidots.put(change);
			const { status } = await world.run(setup(parameters), rows);
			const twin = world.sandbox.ubidots.user('twin');
			expect([status, twin?.isActive ? 'on' : 'off']).toEqual(fate);
		},
	);

	it('are not switched off for it: the row names both', async () => {
		const rows = [{ email: crewEmail(1) }, { email: crewEmail(2) }];
		const { items } = await world.run(syncCrew({ columns: autoMap('email') }, CONTINUE), rows);
		expect(errors(items)[0]).toContain("also names 'twin'");
		expect(writes(world)).toEqual([]);
	});
});

it('a user whom the service has but does not name is not created a second time', async () => {
	Object.assign(world.sandbox.options, { omittedFields: ['username'] });
	const rows = [{ username: 'crew-2', email: 'other@crew.example' }];
	const { message } = await world.run(syncCrew({}), rows);
	expect(message).toContain("Could not find the user 'crew-2': Ubidots does not show its username");
	expect(writes(world)).toEqual([]);
});
