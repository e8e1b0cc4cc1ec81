import { nameKey } from '../../../../../nodes/shared/nameKey';
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

it.each([
	['an invisible character', 'otto.berg@example.org\u200b'],
	['a byte order mark', '\ufeffotto.berg@example.org'],
	['white space around it', ' otto.berg@example.org\n'],
	['full-width letters', '\uff4ftto.berg\uff20example.org'],
	['capitals', 'Otto.Berg@Example.org'],
])('somebody is the same person with %s', (_, name) => {
	expect(nameKey(name)).toBe('otto.berg@example.org');
	expect(normalized('email', name)).toBe('otto.berg@example.org');
});

it('an accent may be written on its own', () => {
	expect(nameKey('jose\u0301')).toBe(nameKey('JOS\u00c9'));
	expect(normalized('username', 'jose\u0301')).toBe('jos\u00e9');
});
