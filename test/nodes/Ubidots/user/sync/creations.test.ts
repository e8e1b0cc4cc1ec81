import { column, failedItems } from '../../../../support/outputs';
import { PASSWORD } from '../../../../support/people';
import { patches, requestCount, requests } from '../../../../support/requests';
import { autoMap, CONTINUE, mapByHand, sync } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { inVirtualTime } from '../../../../support/virtualTime';
import { crewEmail, crewName, hintsOf, writes } from './crew';

const world = useWorld();

const fresh = { username: 'fresh', email: 'fresh@example.com' };
const posted = () => requests(world).filter(({ method }) => method === 'POST');
const userOf = (name: string) => world.sandbox.ubidots.user(name);

describe('a user who is not there', () => {
	it.each(['username', 'email'])('is created, matched by %s', async (by) => {
		const rows = [{ ...fresh, firstName: 'Fresh', tags: 'a, b', decimalPlaces: '2' }];
		const { items } = await world.run(sync({ columns: autoMap(by) }), rows);
		const created = userOf('fresh');
		expect(created).toMatchObject({ ...fresh, firstName: 'Fresh', tags: ['a', 'b'] });
		expect(items.map(({ json }) => json)).toEqual([
			{
				action: 'create',
				id: created?.id,
				[by]: fresh[by as keyof typeof fresh],
				status: 'created',
				summary:
					'Username: fresh; First Name: Fresh; Email: fresh@example.com; Decimal Places: 2; Tags: a, b',
				changes: {
					username: { to: 'fresh' },
					email: { to: 'fresh@example.com' },
					firstName: { to: 'Fresh' },
					tags: { to: ['a', 'b'] },
					decimalPlaces: { to: 2 },
				},
			},
		]);
	});

	it('gets the mapped password, and no other run changes it', async () => {
		const rows = [{ ...fresh, password: PASSWORD }];
		await world.run(sync(), rows);
		expect(world.sandbox.ubidots.passwordOf('fresh')).toBe(PASSWORD);
		const { items } = await world.run(sync(), [{ ...fresh, password: 'Another-horse-9' }]);
		expect(column(items, 'action')).toEqual(['none']);
		expect(world.sandbox.ubidots.passwordOf('fresh')).toBe(PASSWORD);
	});

	const byHand = mapByHand(
		{
			username: '={{ $json.username }}',
			email: '={{ $json.email }}',
			password: '={{ $json.password }}',
		},
		'username',
	);

	it.each([
		['a cell', '', {}],
		['a cell', ' ', {}],
		['a cell', null, {}],
		['an expression', '', { columns: byHand }],
		['an expression', null, { columns: byHand }],
		['an expression', undefined, { columns: byHand }],
	])(
		'gets none in the place of one that %s has lost (%j); others keep theirs',
		async (...given) => {
			const [, password, parameters] = given;
			const before = world.sandbox.ubidots.passwordOf('testt');
			const { email } = world.sandbox.ubidots.user('testt') ?? {};
			const rows = [
				{ ...fresh, password },
				{ username: 'testt', email, password },
			];
			const { items } = await world.run(sync(parameters, CONTINUE), rows as never);
			expect(items[0].json.error).toContain(
				"'Password' is empty, and there is no user with the username 'fresh' yet",
			);
			expect(items[1].json).toMatchObject({ action: 'none' });
			expect(world.sandbox.ubidots.passwordOf('testt')).toBe(before);
			expect(requestCount(world, { method: 'POST' })).toBe(0);
		},
	);

	it('is created although the row says that they shall not sign in, and a hint says so', async () => {
		const rows = [{ ...fresh, isActive: 'no' }];
		const result = await world.run(sync(), rows);
		expect(userOf('fresh')).toMatchObject({ isActive: false });
		expect(hintsOf(result)).toContain(
			"1 new user cannot sign in, because 'Is Active' is false in the list: if they need no account, filter such rows out",
		);
	});

	it('gets a strong password of its own where none is mapped', async () => {
		await world.run(sync(), [fresh, { username: 'other', email: 'other@example.com' }]);
		const [one, other] = ['fresh', 'other'].map((name) => world.sandbox.ubidots.passwordOf(name));
		expect(one).not.toBe(other);
		for (const password of [one, other]) {
			expect(password?.length).toBeGreaterThan(40);
			for (const kind of [/[a-z]/, /[A-Z]/, /\d/, /[^\w]/]) expect(password).toMatch(kind);
		}
	});

	it('gets the tags to add, and no others', async () => {
		await world.run(sync(), [{ ...fresh, tagsToAdd: 'a, b', tagsToRemove: 'c' }]);
		expect(posted()[0].body).toMatchObject({ tags: ['a', 'b'] });
		expect(posted()[0].body).not.toHaveProperty('tagsToAdd');
	});

	it('is in step in the next run', async () => {
		const rows = [{ ...fresh, firstName: 'Fresh', tagsToAdd: 'a' }];
		await world.run(sync(), rows);
		world.sandbox.journal.clear();
		const { items } = await world.run(sync(), rows);
		expect([column(items, 'action'), writes(world)]).toEqual([['none'], []]);
	});

	it.each([
		['username', { username: 'fresh' }, 'the username', 'Email'],
		['email', { email: 'fresh@example.com' }, 'the email address', 'Username'],
	])('needs more than the %s', async (by, row, noun, lacking) => {
		const { message, description } = await world.run(sync({ columns: autoMap(by) }), [row]);
		expect(message).toBe(
			`There is no user with ${noun} '${Object.values(row)[0]}', and without ${lacking} none can be created: add ${lacking} to the row, or set 'Missing Users' to Fail. The item has '${by}' [item 0]`,
		);
		expect(description).toContain('Nothing was written.');
		expect(writes(world)).toEqual([]);
	});

	it('is told of the header that may have been meant', async () => {
		const { message } = await world.run(sync(), [{ username: 'fresh', 'E-Mail': 'f@example.com' }]);
		expect(message).toContain("If 'E-Mail' is meant, rename it to email");
	});

	it('is created after all updates, one request each', async () => {
		const rows = [fresh, { username: 'testt', firstName: 'New' }];
		const { items } = await world.run(sync(), rows);
		expect(writes(world)).toEqual(['PATCH 63d3f1247fefea000cd325af', 'POST fresh']);
		expect(column(items, 'action')).toEqual(['create', 'update']);
	});

	it('may have any name that the service takes', async () => {
		world.sandbox.options.strictUsernames = false;
		const name = 'a.b+c@example.com';
		const { items } = await world.run(sync(), [{ username: name, email: name, firstName: '李' }]);
		expect(column(items, 'status')).toEqual(['created']);
		expect(userOf(name)?.firstName).toBe('李');
	});

	it('is shown with its new ID, also where the service tells little of it', async () => {
		world.sandbox.options.omittedFields = ['username', 'email'];
		world.sandbox.options.omittedFrom = ['write'];
		const { items } = await world.run(sync(), [fresh]);
		expect(items[0].json).toMatchObject({ id: userOf('fresh')?.id, username: 'fresh' });
	});
});

describe('a user who is created otherwise than asked for', () => {
	const row = { ...fresh, isActive: 'false', tags: 'a' };
	const hint =
		"1 user was created otherwise than asked for: see 'Is Active' of those with 'notVisible', and correct them with Update";
	const cannotSignIn = expect.stringContaining('1 new user cannot sign in');
	beforeEach(() => (world.sandbox.options.ignoredOnCreation = ['isActive']));

	it('has the fields that differ in notVisible, and a hint names them', async () => {
		const result = await world.run(sync(), [row]);
		expect(result.items[0].json).toMatchObject({ status: 'created', notVisible: ['isActive'] });
		expect(hintsOf(result)).toEqual(['1 created, 0 up to date', cannotSignIn, hint]);
	});

	it('is read back until the time is over with Confirm', async () => {
		const options = { confirm: true, confirmTimeout: 5 };
		const result = await inVirtualTime(async () => await world.run(sync({ options }), [row]));
		expect(result.items[0].json).toMatchObject({ status: 'created', notVisible: ['isActive'] });
		expect(hintsOf(result)).toEqual([
			'1 created, 0 up to date',
			cannotSignIn,
			hint,
			'Still pending after 5 s: 1 of 1 user',
		]);
	});

	it.each([403, 401])('is told as well where it cannot be read back: %i', async (status) => {
		const options = { confirm: true, confirmTimeout: 5 };
		const match = { method: 'GET', path: /\/users\/[0-9a-f]{24}$/ };
		world.sandbox.faults.add({ match, times: Infinity, answer: { status } });
		const result = await inVirtualTime(async () => await world.run(sync({ options }), [row]));
		expect(result.items[0].json).toMatchObject({ status: 'created', notVisible: ['isActive'] });
		expect(hintsOf(result)).toContain(hint);
	});

	it('and is soon as asked for has nothing in notVisible with Confirm', async () => {
		world.sandbox.options.changesAfterRead = [{ user: 'fresh', set: { isActive: false } }];
		const options = { confirm: true };
		const result = await inVirtualTime(async () => await world.run(sync({ options }), [row]));
		expect(result.items[0].json).toMatchObject({ action: 'create', status: 'created' });
		expect(result.items[0].json).not.toHaveProperty('notVisible');
		expect(hintsOf(result)).toEqual(['1 created, 0 up to date', cannotSignIn]);
	});

	it('and cannot be found afterwards is told of with Confirm', async () => {
		const answer = { status: 404, body: { detail: 'Not found.' } };
		const options = { confirm: true, confirmTimeout: 5 };
		const result = await inVirtualTime(async () => {
			world.sandbox.faults.add({
				match: { method: 'GET', path: /\/users\/[0-9a-f]{24}$/ },
				times: Infinity,
				answer,
			});
			return await world.run(sync({ options }), [fresh]);
		});
		expect(result.items[0].json).toMatchObject({ notVisible: ['username', 'email'] });
		expect(hintsOf(result)).toContain('Still pending after 5 s: 1 of 1 user');
	});
});

describe('a creation that fails', () => {
	const rows = [fresh, { username: 'no', email: 'no@address' }, { username: 'b', email: 'b@b.co' }];

	it('fails alone with Continue On Fail', async () => {
		const { items } = await world.run(sync({}, CONTINUE), rows);
		expect(failedItems(items)).toEqual([1]);
		expect(items[1].json.error).toMatch(
			/^Could not create the user 'no': Ubidots answered 400.*email: Enter a valid email address/,
		);
		expect(items[1].json.details).toMatchObject({ httpCode: '400' });
	});

	it('ends the run without, and says who has been created', async () => {
		const options = { maxConcurrentRequests: 1 };
		const { message, description } = await world.run(sync({ options }), rows);
		expect(message).toContain('[item 1]');
		expect(description?.split('\n')).toEqual([
			'Accepted: no item',
			'Created: item 0 (1)',
			expect.stringMatching(/^Failed: item 1 \(1\): Could not create the user 'no'/),
			'Not sent: item 2 (1)',
		]);
		expect(userOf('b')).toBeUndefined();
	});

	it('because somebody else was faster says so', async () => {
		const answer = {
			status: 400,
			body: { detail: { username: ['A user with that username already exists.'] } },
		};
		world.sandbox.faults.add({ match: { method: 'POST' }, answer });
		const { message } = await world.run(sync(), [fresh]);
		expect(message).toContain('A user with that username already exists.');
	});

	it.each(['reset', 'truncatedJson', 'cutOff', 'html'] as const)(
		'in doubt is not sent again, and says that the user may be there: %s',
		async (answer) => {
			world.sandbox.faults.add({ match: { method: 'POST' }, when: 'after', answer });
			const { message } = await world.run(sync(), [fresh]);
			expect(message).toContain('may have been carried out anyway');
			expect(requestCount(world, { method: 'POST' })).toBe(1);
			// The next run finds the user.
			const { items } = await world.run(sync(), [fresh]);
			expect(column(items, 'action')).toEqual(['none']);
		},
	);

	it.each([[{ username: 'fresh' }], [{ id: {} }], [{ id: null }], [{ id: '' }]])(
		'without an ID in the answer is no success: %j',
		async (body) => {
			world.sandbox.faults.add({ match: { method: 'POST' }, answer: { status: 201, body } });
			const { status, message } = await world.run(sync(), [fresh]);
			expect(status).toBe('error');
			expect(message).toMatch(/(no|missing) 'id'.*may have been (carried out|created) anyway/);
		},
	);

	it.each([
		['because the token is refused', 401, 10, '10 items in a row failed like this'],
		['because the plan does not include it', 402, 1, 'an item failed like this'],
	])('for everybody, %s, is not tried for everybody', async (_, status, tried, why) => {
		const many = Array.from({ length: 40 }, (_person, n) => ({
			username: crewName(n),
			email: crewEmail(n),
		}));
		const answer = { status, body: { detail: 'No.' } };
		world.sandbox.faults.add({ match: { method: 'POST' }, times: Infinity, answer });
		const options = { maxConcurrentRequests: 1 };
		const { items } = await world.run(sync({ options }, CONTINUE), many);
		expect(failedItems(items)).toHaveLength(40);
		expect(items[39].json.error).toContain(`Not sent, because ${why}`);
		expect(requestCount(world, { method: 'POST' })).toBe(tried);
	});
});

it('an empty cell empties the field of a new user too, so that the next run finds it in step', async () => {
	const rows = [{ ...fresh, firstName: '', timezone: '', decimalPlaces: null, tags: '' }];
	await world.run(sync(), rows);
	expect(posted()[0].body).toMatchObject({ firstName: '', timezone: null, decimalPlaces: null });
	const { items } = await world.run(sync(), rows);
	expect([column(items, 'status'), patches(world)]).toEqual([['unchanged'], []]);
});

it('a hint counts what was done', async () => {
	const result = await world.run(sync({}, CONTINUE), [
		fresh,
		{ username: 'no', email: 'no@address' },
		{ username: 'testt', firstName: 'New' },
		{ username: 'otto-berg' },
	]);
	expect(hintsOf(result)).toEqual(['1 created, 1 update accepted, 1 up to date, 1 failed']);
});
