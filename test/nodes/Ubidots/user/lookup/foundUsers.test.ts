import { FoundUsers } from '../../../../../nodes/Ubidots/user/lookup/foundUsers';
import type { MatchColumn } from '../../../../../nodes/Ubidots/user/lookup/matchColumns';

function found(column: MatchColumn, ...users: object[]) {
	const all = new FoundUsers(column);
	for (const user of users) all.keep({ ...user });
	return all;
}

const ada = { id: '1', username: 'ada', email: 'Ada@example.com' };
const other = { id: '2', username: 'Ada', email: 'ada@example.com' };
const third = { id: '3', username: 'eve', email: 'ADA@example.com' };

it('a user is found by a value that only one has', () => {
	const users = found('username', ada, other, third);
	expect(users.with('ada')).toEqual([ada]);
	expect(users.with('Ada')).toEqual([other]);
	expect(users.with('nobody')).toEqual([]);
});

it('all are found who have the same address but for its case', () => {
	const users = found('email', ada, other, third);
	expect(users.with('aDa@example.com')).toEqual([ada, other, third]);
});

it('those who have an address exactly come before those who have it in another case', () => {
	const users = found('email', ada, other, third);
	expect(users.with('ada@example.com')).toEqual([other]);
	expect(users.with('ADA@example.com')).toEqual([third]);
});

it('a user who is kept twice is one user', () => {
	const users = found('email', ada, other, ada, other);
	expect(users.with('aDa@example.com')).toEqual([ada, other]);
});

it.each([{ id: '1' }, { id: '1', email: null }, { id: '1', email: 5 }])(
	'a user without a text in the column is not kept: %j',
	(user) => {
		const users = found('email', user);
		expect(users.keyOf(user)).toBeUndefined();
		expect(users.any()).toBeUndefined();
		for (const value of ['', 'null', 'undefined', '5']) expect(users.with(value)).toEqual([]);
	},
);

it('any user is the first one', () => {
	expect(found('username').any()).toBeUndefined();
	expect(found('username', ada, other).any()).toEqual(ada);
});
