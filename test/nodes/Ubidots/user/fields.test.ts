import {
	contactMethods,
	parseLabel,
	reference,
	tags,
} from '../../../../nodes/Ubidots/user/fieldTypes';
import { USER_FIELDS } from '../../../../nodes/Ubidots/user/fields';
import { parseFields } from '../../../../nodes/shared/form/fieldValues';
import { Redactor } from '../../../../nodes/shared/redact';

const parsed = (name: string, value: unknown) =>
	parseFields(USER_FIELDS, { [name]: value }, new Redactor())[name];

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

describe('a reference to an organization, role or dashboard', () => {
	it.each([
		['1', '1'],
		[' acme ', 'acme'],
		[{ id: '1', label: 'acme' }, '1'],
		[{ label: 'acme' }, 'acme'],
	])('%j is written as %s', (value, written) => {
		expect(reference('id').parse(value)).toBe(written);
	});

	it('is written by the property that it is known by, where it has that', () => {
		expect(reference('label').parse({ id: '1', label: 'viewer' })).toBe('viewer');
		expect(reference('label').parse({ id: '1' })).toBe('1');
	});

	it.each([{}, { id: '' }, { id: 7 }, { name: 'Acme' }])('is not %j', (value) => {
		expect(() => reference('id').parse(value)).toThrow('it has to be an ID or a label');
	});

	it('has no ~ in a body, which belongs to paths', () => {
		expect([parseLabel(' ~acme '), parseLabel('a~b')]).toEqual(['acme', 'a~b']);
	});
});

describe('tags', () => {
	it('are the same however their accents are written', () => {
		expect(tags.parse('Ca\u0301li, x')).toEqual(['C\u00e1li', 'x']);
		expect(tags.isSame(['C\u00e1li'], ['Ca\u0301li'])).toBe(true);
	});

	it.each([', ,', [''], ' '])('that were lost are not none: %j', (value) => {
		expect(() => tags.parse(value)).toThrow('an expression may have lost them');
	});

	it.each([[[]], ['[]'], [' [ ] ']])('may be none: %j', (value) => {
		expect(tags.parse(value)).toEqual([]);
	});
});

describe('contact methods', () => {
	const sms = { type: 'sms', values: ['1', '2'] };

	it.each<[string, unknown]>([
		['a list', [{ type: 'SMS', values: '1, 2' }]],
		['JSON text', '[{"type": "sms", "values": ["1", "2"]}]'],
		['the rows of the form', { contactMethod: [sms] }],
	])('may be %s', (_, value) => {
		expect(contactMethods.parse(value)).toEqual([sms]);
	});

	it.each(['email', 'sms', 'telegram', 'voice'])('may be of the type %s', (type) => {
		expect(contactMethods.parse([{ type, values: ['a'] }])).toEqual([{ type, values: ['a'] }]);
	});

	it.each<[unknown, string]>([
		[{}, 'has no rows: add one or remove the field'],
		[{ contactMethod: [] }, 'has no rows: add one or remove the field'],
		[{ contactMethod: 'sms' }, 'has no rows: add one or remove the field'],
		[5, 'is 5: it has to be a list like'],
		[['sms'], "has 'sms' instead of a type and values"],
		[[{ type: 'sms' }], "has no values for the type 'sms': enter an address or a number"],
		[[{ type: 'sms', values: '' }], "has no values for the type 'sms'"],
		[[{ type: 'sms', values: [] }], "has no values for the type 'sms'"],
	])('are not %j', (value, text) => {
		expect(() => contactMethods.parse(value)).toThrow(text);
	});

	it('are not of another type where a person enters them', () => {
		const entered = contactMethods.parse([{ type: 'fax', values: '1' }]);
		expect(contactMethods.flaw?.(entered)).toContain("has the type 'fax': it has to be one of");
	});

	it('are compared without what the service holds that is none', () => {
		const held = [null, 'sms', { type: 'email' }, { ...sms, id: 'x' }];
		expect(contactMethods.isSame([sms], held)).toBe(true);
		expect(contactMethods.isSame([], [null, { type: 'email' }])).toBe(true);
	});
});
