import type { ItemParameters } from '../../../../nodes/shared/form/itemParameters';
import { userKey } from '../../../../nodes/Ubidots/user/locator';
import { byId, byUsername, fromList } from '../../../support/setups';

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
			`'User' is ${what}: choose a user, or enter an ID or username`,
		);
	});
});

it('a user whose expression gives nothing: the message says what the item has', () => {
	const json = { body: { username: 'ada' } };
	const needed = "'User' is undefined: choose a user, or enter an ID or username";
	expect(() => get(byUsername(undefined as never), json)).toThrow(
		`${needed}. The item has 'body'. It is inside 'body': map it by hand, as {{ $json["body"]["username"] }}`,
	);
	expect(() => get(fromList(undefined), json)).toThrow(
		new RegExp(`${needed}. The item has 'body'$`),
	);
});

describe('a user in a path', () => {
	it('has ~ before a username, and every other character encoded', () => {
		expect(userKey.path({ by: 'id', value: 'a b;c' })).toBe('/users/a%20b%3Bc');
		expect(userKey.path({ by: 'username', value: 'jané' })).toBe('/users/~jan%C3%A9');
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
