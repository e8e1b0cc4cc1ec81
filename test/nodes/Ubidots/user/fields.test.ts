import { parseFields } from '../../../../nodes/shared/form/fields';
import { USER_FIELDS } from '../../../../nodes/Ubidots/user/fields';

const parsed = (name: string, value: unknown) => parseFields(USER_FIELDS, { [name]: value })[name];

describe('an empty value', () => {
	it.each([
		['firstName', ''],
		['lastName', ''],
		['website', ''],
		['defaultOrganization', null],
		['defaultRole', null],
		['defaultDashboard', null],
		['language', null],
		['timezone', null],
		['decimalPlaces', null],
		['numberFormat', null],
		['tags', []],
		['contactMethods', []],
	])('of %s is %j, as the tables of the API have it', (name, empty) => {
		expect(parsed(name, '')).toEqual(empty);
	});

	it.each(['username', 'password', 'email', 'isActive', 'properties'])(
		'of %s is none: that field cannot be emptied',
		(name) => {
			expect(() => parsed(name, '')).toThrow('is empty: enter a value or remove the field');
		},
	);
});

describe('tags', () => {
	const many = (count: number) => Array.from({ length: count }, (_, n) => `t${n}`);

	it('are twenty at most', () => {
		expect(parsed('tags', many(20))).toHaveLength(20);
		expect(() => parsed('tags', many(21))).toThrow("'Tags' has 21 tags: at most 20 are allowed");
	});

	it('have fifty characters at most, as people count them', () => {
		const longest = '😀'.repeat(50);
		expect(parsed('tags', ['a', longest])).toEqual(['a', longest]);
		expect(() => parsed('tags', ['a', 'x'.repeat(51)])).toThrow(
			`'Tags' has a tag of 51 characters ('${'x'.repeat(20)}…'): at most 50 are allowed`,
		);
	});
});
