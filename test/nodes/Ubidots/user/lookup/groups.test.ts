import { nameKey } from '../../../../../nodes/shared/nameKey';
import { canBeListed, cutValues, spellings } from '../../../../../nodes/Ubidots/user/lookup/groups';
import { isMatchColumn, normalized } from '../../../../../nodes/Ubidots/user/lookup/matchColumns';

const numbered = (count: number, length: number) =>
	Array.from({ length: count }, (_, n) => `${n}`.padStart(length, 'x'));

describe('a value in a list', () => {
	it.each([
		['ada', true],
		['', true],
		['Ada King', true],
		['a,b', false],
		[',', false],
		// With its comma, %2C, it is 3000 characters long.
		['x'.repeat(2997), true],
		['x'.repeat(2998), false],
		// Each is %C3%A4.
		['ä'.repeat(499), true],
		['ä'.repeat(500), false],
	])('may be there, or not: %#', (value, may) => {
		expect(canBeListed(value)).toBe(may);
	});
});

describe('values', () => {
	it('are cut into lists of a hundred', () => {
		const values = numbered(250, 5);
		const groups = cutValues(values);
		expect(groups.map(({ length }) => length)).toEqual([100, 100, 50]);
		expect(groups.flat()).toEqual(values);
	});

	it('are cut into lists of as many as wanted', () => {
		expect(cutValues(['a', 'b', 'c', 'd', 'e'], 2)).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
	});

	it('are cut so that no list is longer than 3000 characters', () => {
		// 97 characters and %2C are 100: thirty of them fill a list.
		expect(cutValues(numbered(61, 97)).map(({ length }) => length)).toEqual([30, 30, 1]);
		expect(cutValues(numbered(61, 98)).map(({ length }) => length)).toEqual([29, 29, 3]);
	});

	it('that cannot be listed are left out', () => {
		expect(cutValues(['a', 'b,c', 'd', 'x'.repeat(3000)])).toEqual([['a', 'd']]);
		expect(cutValues(['b,c'])).toEqual([]);
		expect(cutValues([])).toEqual([]);
	});
});

describe('spellings', () => {
	it('of an email address are the one that was typed and the one in lower case', () => {
		expect(spellings('email', ['Ada@Example.com', 'bob@example.com'])).toEqual([
			'Ada@Example.com',
			'ada@example.com',
			'bob@example.com',
		]);
	});

	it.each(['id', 'username'] as const)('of an %s are none but the one that was typed', (column) => {
		expect(spellings(column, ['Ada', 'Ada'])).toEqual(['Ada', 'Ada']);
	});
});

describe('Columns to match by', () => {
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
});
