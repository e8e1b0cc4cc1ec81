import type { IDataObject } from 'n8n-workflow';

import type { ItemParameters } from '../../../../nodes/shared/form/itemParameters';
import { userKey, userPath } from '../../../../nodes/Ubidots/user/locator';
import { AMARA, TESTT } from '../../../support/people';
import { requestLines, requests } from '../../../support/requests';
import {
	BY_ID_OF_ITEM,
	byEmail,
	byId,
	byUsername,
	CONTINUE,
	fromList,
	type OnError,
	organizations,
	ubidots,
	updateOf,
} from '../../../support/setups';
import { useWorld } from '../../../support/useWorld';

const world = useWorld();

const update = async (userKey: unknown, items: IDataObject[] = [{}], onError?: OnError) =>
	await world.run(updateOf(userKey, { firstName: 'Ada' }, {}, onError), items);

describe('the user can be named', () => {
	it.each([
		['by choice from the list', { ...fromList(TESTT), cachedResultName: 'testt' }, TESTT],
		['by ID', byId(TESTT), TESTT],
		['by an ID with blanks around it', byId(`={{ " ${TESTT} " }}`), TESTT],
		['by an ID that starts with ~: then it is a username', byId('~testt'), '~testt'],
		['by username', byUsername('testt'), '~testt'],
		['by username with ~', byUsername('~testt'), '~testt'],
		['by an expression inside the picker', BY_ID_OF_ITEM, TESTT],
		['by an expression that is the picker', '={{ $json.id }}', TESTT],
		['by an expression that gives ~username', '={{ "~" + $json.name }}', '~testt'],
		['by an expression in the username mode', byUsername('={{ $json.name }}'), '~testt'],
	])('%s', async (_, userKey, key) => {
		const { items } = await update(userKey, [{ id: TESTT, name: 'testt' }]);
		expect(requestLines(world)).toEqual([`PATCH /api/v2.0/users/${key}`]);
		expect(items[0].json.id).toBe(TESTT);
	});

	it('by an ID that is a number in the item', async () => {
		world.sandbox.ubidots.put({ id: '4711', username: 'numbered' });
		const { items } = await update('={{ $json.id }}', [{ id: 4711 }]);
		expect(items[0].json.username).toBe('numbered');
	});
});

describe('a user by email address', () => {
	const EMAIL = 'Amara.Okafor@Example.com';
	const LOOK_UP = 'GET /api/v2.0/users/';

	it.each([
		['update', { updateFields: { firstName: 'Ada' } }, `PATCH /api/v2.0/users/${AMARA}`],
		['get', {}, `GET /api/v2.0/users/${AMARA}`],
		['delete', {}, `DELETE /api/v2.0/users/${AMARA}`],
		[
			'assignOrganizations',
			{ organizations: organizations('acme-energy', 'viewer') },
			`POST /api/v2.0/users/${AMARA}/_/assign_organizations/`,
		],
	])('is looked up first, in any case, for %s', async (operation, parameters, line) => {
		for (const userKey of [byEmail(EMAIL), '={{ $json.email }}']) {
			world.sandbox.journal.clear();
			world.sandbox.ubidots.put({ id: AMARA, username: 'amara', email: EMAIL.toLowerCase() });
			const setup = ubidots(operation, { userKey, ...parameters });
			const { message } = await world.run(setup, [{ email: EMAIL }]);
			expect([message, requestLines(world)]).toEqual([undefined, [LOOK_UP, line]]);
		}
	});

	it('is read together with others, and written by ID, with Skip Unchanged', async () => {
		world.sandbox.ubidots.put({ id: AMARA, username: 'amara', email: EMAIL });
		const fields = { firstName: 'Ada' };
		const setup = updateOf(byEmail('={{ $json.email }}'), fields, { skipUnchanged: true });
		const { items } = await world.run(setup, [{ email: EMAIL }, { email: 'testt@example.com' }]);
		expect(items.map(({ json }) => json.id)).toEqual([AMARA, TESTT]);
		expect(requestLines(world).filter((line) => line !== LOOK_UP)).toEqual([
			`PATCH /api/v2.0/users/${AMARA}`,
			`PATCH /api/v2.0/users/${TESTT}`,
		]);
	});

	it('that nobody has is said, and nothing is written', async () => {
		const { message } = await update(byEmail('nobody@example.com'));
		expect(message).toBe("No user has the email address 'nobody@example.com' [item 0]");
		expect(requestLines(world)).toEqual([LOOK_UP]);
	});

	it('that two users have is refused with their IDs', async () => {
		world.sandbox.ubidots.put({ id: AMARA, username: 'amara', email: 'testt@example.com' });
		const { message } = await update(byEmail('testt@example.com'));
		expect(message).toContain(`2 users have the email address 'testt@example.com'`);
		expect(message).toContain(AMARA);
		expect(requestLines(world)).toEqual([LOOK_UP]);
	});

	it.each(['a', 'Ada <a@b.co>', ''])(
		'is refused before any request when it is %j',
		async (email) => {
			expect((await update(byEmail('={{ $json.email }}'), [{ email }])).message).toMatch(
				/^'User' is/,
			);
			expect(requestLines(world)).toEqual([]);
		},
	);
});

describe('a key with special characters', () => {
	it.each([
		['a b', 'a%20b'],
		['a&token=x', 'a%26token%3Dx'],
		['a;b', 'a%3Bb'],
		['李', '%E6%9D%8E'],
		['~a?token=x', '~a%3Ftoken%3Dx'],
		['~a#b', '~a%23b'],
		['~%2e%2e', '~%252e%252e'],
		['a@b.example', 'a%40b.example'],
	])('%j stays one part of the path: %s', async (key, encoded) => {
		await update(byId('={{ $json.key }}'), [{ key }]);
		expect(requestLines(world)).toEqual([`PATCH /api/v2.0/users/${encoded}`]);
		expect(requests(world)[0].query).toEqual({});
	});

	it('letters of any script are letters in a username', async () => {
		world.sandbox.ubidots.put({ username: 'Łukasz_Nguyễn-2' });
		await update(byUsername('Łukasz_Nguyễn-2'));
		const [line] = requestLines(world);
		expect(decodeURIComponent(line)).toBe('PATCH /api/v2.0/users/~Łukasz_Nguyễn-2');
	});
});

describe('a key that is refused before any request', () => {
	afterEach(() => expect(requestLines(world)).toEqual([]));

	const NOBODY = "which cannot be a user's ID or username";

	it.each([
		['empty', '', "'User' is empty: choose a user, or enter an ID, username or email address"],
		['nothing', undefined, "'User' is undefined: choose a user"],
		['null', null, "'User' is null: choose a user"],
		['blanks', '   ', NOBODY],
		['.', '.', `'User' is '.', ${NOBODY}`],
		['..', '..', `'User' is '..', ${NOBODY}`],
		['~..', '~..', `'User' is '~..', ${NOBODY}`],
		['_, which stands for all users in a path', '_', `'User' is '_', ${NOBODY}`],
		['~ alone', '~', `'User' is '~', ${NOBODY}`],
		['with a line break inside', 'abc\ndef', NOBODY],
		['with a NUL', 'abc\u0000', NOBODY],
		[
			'another path',
			'a/b',
			`'User' is 'a/b', ${NOBODY}: it has '/'. Enter one of them, or choose By Email`,
		],
		['the bulk endpoint', '_/bulk/update', `${NOBODY}: it has '/'`],
		['a path above', '..\\users', `${NOBODY}: it has '\\'`],
		['a query', 'a?token=x', `${NOBODY}: it has '?'`],
		['a fragment', 'a#b', `${NOBODY}: it has '#'`],
		['an encoded path', '%2e%2e', `${NOBODY}: it has '%'`],
		['another path as a username', '~a/b', `${NOBODY}: it has '/'`],
		['a zero-width character', '_\u200b', `${NOBODY}: it has an invisible character (U+200B)`],
		['a list', [1, 2], "'User' is a list ([1,2]): it has to be text"],
		['an object', { id: 5 }, `'User' is of type object ({"id":5}): it has to be text`],
		['true', true, "'User' is of type boolean (true): it has to be text"],
	])('%s', async (_, key, text) => {
		for (const userKey of [byId('={{ $json.key }}'), '={{ $json.key }}']) {
			const { message } = await update(userKey, [{ key }]);
			expect(message).toContain(text);
			expect(message).toMatch(/ \[item 0\]$/);
		}
	});

	it.each([
		['..', `'User' is '..', ${NOBODY}`],
		['a/b', `'User' is 'a/b', ${NOBODY}: it has '/'`],
		['={{ "a\\\\b" }}', `${NOBODY}: it has '\\'`],
		['={{ "jane\\u200d" }}', `${NOBODY}: it has an invisible character (U+200D)`],
	])('%s as a username', async (name, text) => {
		expect((await update(byUsername(name))).message).toContain(text);
	});

	it.each([
		['nothing chosen in the list', fromList('')],
		['an ID left blank', byId('')],
		['an ID with other characters', byId('../users')],
	])('%s: n8n itself does not start the workflow', async (_, userKey) => {
		await expect(update(userKey)).rejects.toThrow("The 'Node' node has issues");
	});
});

describe('a user who is not there', () => {
	it('is named in the message, with what to check', async () => {
		const { message } = await update(byUsername('nobody'));
		expect(message).toContain(
			"Could not update the user 'nobody': Ubidots answered 404: Not found. → check the user ID or username",
		);
		expect(message).toMatch(/ \[item 0\]$/);
	});

	it('fails alone with Continue On Fail', async () => {
		const keys = [{ key: TESTT }, { key: '~nobody' }, { key: '~otto-berg' }];
		const { items } = await update('={{ $json.key }}', keys, CONTINUE);
		expect(items.map(({ json }) => json.username ?? Object.keys(json))).toEqual([
			'testt',
			['error', 'details'],
			'otto-berg',
		]);
		expect(items[1].json.details).toEqual({ httpCode: '404', code: 404001 });
	});
});

const get = (value: unknown, json: object = {}) =>
	userKey.get({ get: () => value, json } as unknown as ItemParameters);

describe('the user of a parameter', () => {
	it.each([
		['by ID', byId(' abc '), { by: 'id', value: 'abc' }],
		['from the list', fromList('abc'), { by: 'id', value: 'abc' }],
		['as plain text', 'abc', { by: 'id', value: 'abc' }],
		['as a number', 7, { by: 'id', value: '7' }],
		['by username', byUsername('jane'), { by: 'username', value: 'jane' }],
		['by username, with the ~ of paths', byUsername(' ~jane '), { by: 'username', value: 'jane' }],
		['by the username of a plain text', '~jane', { by: 'username', value: 'jane' }],
		[
			'by the username behind blanks of any kind',
			' \u00a0~ jane',
			{ by: 'username', value: 'jane' },
		],
		['by a username with a ~ inside', byUsername('a~b'), { by: 'username', value: 'a~b' }],
		['by the username of an ID with ~', byId('~jane'), { by: 'username', value: 'jane' }],
		['by a username of more than one ~', byUsername('~~jane'), { by: 'username', value: '~jane' }],
		['by a username that means all users elsewhere', '~_', { by: 'username', value: '_' }],
		['by an ID with dots', byId('a..b'), { by: 'id', value: 'a..b' }],
	])('is named %s', (_, parameter, key) => {
		expect(get(parameter)).toEqual(key);
	});

	it.each([byId(' _ '), '.', '..', '~', '~.', byUsername('~..'), '   ', byUsername('a\tb')])(
		'is not named by %j: it would lead to another path',
		(parameter) => {
			expect(() => get(parameter)).toThrow("which cannot be a user's ID or username");
		},
	);

	it.each([
		[byId(''), 'empty'],
		[null, 'null'],
		[undefined, 'undefined'],
	])('is needed: %j', (parameter, what) => {
		expect(() => get(parameter)).toThrow(
			`'User' is ${what}: choose a user, or enter an ID, username or email address`,
		);
	});
});

it('a user whose expression gives nothing: the message says what the item has', () => {
	const json = { body: { username: 'ada' } };
	const needed = "'User' is undefined: choose a user, or enter an ID, username or email address";
	expect(() => get(byUsername(undefined as never), json)).toThrow(
		`${needed}. The item has 'body'. It is inside 'body': map it by hand, as {{ $json["body"]["username"] }}`,
	);
	expect(() => get(fromList(undefined), json)).toThrow(
		new RegExp(`${needed}. The item has 'body'$`),
	);
});

describe('a user in a path', () => {
	it('has ~ before a username, and every other character encoded', () => {
		expect(userPath({ by: 'id', value: 'a b;c' })).toBe('/users/a%20b%3Bc');
		expect(userPath({ by: 'username', value: 'jané' })).toBe('/users/~jan%C3%A9');
	});
});

describe('rows of the same user', () => {
	const { keyOf, wayOf } = userKey.naming;

	it('have the same key; capitals make another user', () => {
		const [one, other] = (['jane', 'Jane'] as const).map((value) =>
			keyOf({ key: get(`~${value}`) }),
		);
		expect(one).toBe(keyOf({ key: get(byUsername('jane')) }));
		expect(one).not.toBe(other);
		expect(one).not.toBe(keyOf({ key: get('jane') }));
	});

	it('may name it in different ways', () => {
		expect([wayOf({ key: get('a') }), wayOf({ key: get('~a') })]).toEqual(['id', 'username']);
	});
});
