import type { ItemParameters } from '../../../../nodes/shared/form/itemParameters';
import { isUuid, userId } from '../../../../nodes/Upsun/user/locator';
import { ME } from '../../../support/people';
import { byEmail, byId, byUsername, fromList } from '../../../support/setups';

const get = (value: unknown) => userId.get({ get: () => value } as unknown as ItemParameters);

describe('the user of a parameter', () => {
	it.each([
		['by ID', byId(` ${ME.toUpperCase()} `), { by: 'id', value: ME }],
		['as plain text', ME, { by: 'id', value: ME }],
		['as Me, from the list', fromList('me'), { by: 'me', value: 'me' }],
		['as me, in any case', 'ME', { by: 'me', value: 'me' }],
		['by email', byEmail(' A@b.c '), { by: 'email', value: 'A@b.c' }],
		['by the email of a plain text', 'A@b.c', { by: 'email', value: 'A@b.c' }],
		['by username', byUsername(' me '), { by: 'username', value: 'me' }],
		['by a username with @', byUsername('a@b'), { by: 'username', value: 'a@b' }],
		['by a username with dots', byUsername('...'), { by: 'username', value: '...' }],
	])('is named %s', (_, parameter, key) => {
		expect(get(parameter)).toEqual(key);
	});

	it.each(['.', '..', ' '])('is not named by the username %j', (value) => {
		expect(() => get(byUsername(value))).toThrow('which cannot be a username');
	});

	it.each([byEmail('robin'), byEmail(ME), 'a@', '@b', 'a@b@c', 'a b@c'])(
		'is not named by the address %j',
		(parameter) => {
			expect(() => get(parameter)).toThrow('which is not an email address');
		},
	);

	it.each([byId('a@b.c'), 'robin', byId('me2')])('is not named by the ID %j', (parameter) => {
		expect(() => get(parameter)).toThrow(`an ID looks like ${ME}, or is 'me'`);
	});

	it.each([
		['', 'empty'],
		[null, 'null'],
	])('is needed: %j', (parameter, what) => {
		expect(() => get(byId(parameter as string))).toThrow(
			`'User' is ${what}: choose a user, or enter an ID, email address or username`,
		);
	});
});

it('an ID is a UUID, and nothing before or behind it', () => {
	expect([ME, ME.toUpperCase()].every(isUuid)).toBe(true);
	for (const text of [`x${ME}`, `${ME}x`, ME.slice(1), ME.slice(0, -1), ME.replace(/-/g, '')])
		expect(isUuid(text)).toBe(false);
});

it('a user in a path has its way before its value, which alone is encoded', () => {
	expect(
		[get('me'), get(ME), get('a@b.c'), get(byUsername('a?b'))].map((key) => userId.path(key)),
	).toEqual(['/users/me', `/users/${ME}`, '/users/email=a%40b.c', '/users/username=a%3Fb']);
});

it('rows are of the same user whatever the case of its address; usernames in capitals are others', () => {
	const { keyOf } = userId.naming;
	const key = (parameter: unknown) => keyOf({ key: get(parameter) });
	expect(key('A@b.c')).toBe(key('a@B.c'));
	expect(key(byUsername('Robin'))).not.toBe(key(byUsername('robin')));
});
