import { isMatchColumn, normalized } from '../../../../../nodes/Ubidots/user/lookup/matchColumns';

it('users can be looked up by ID, username and email address, and by nothing else', () => {
	expect(['id', 'username', 'email'].every(isMatchColumn)).toBe(true);
	for (const name of ['firstName', 'ID', '', 'constructor'])
		expect(isMatchColumn(name)).toBe(false);
});

it('email addresses are the same in upper and lower case, and not beyond that', () => {
	expect(normalized('email', 'Ada@Example.com')).toBe(normalized('email', 'aDA@example.COM'));
	expect(normalized('email', 'straße@b.c')).not.toBe(normalized('email', 'strasse@b.c'));
});

it.each(['id', 'username'] as const)('values of %s are not', (column) => {
	expect(normalized(column, 'Ada')).toBe('Ada');
});
