import {
	boolean,
	caseless,
	type FieldType,
	integer,
	jsonObject,
	multiline,
	sameSet,
	secret,
	text,
	webAddress,
} from '../../../../nodes/shared/form/fieldTypes';
import { WrongValue } from '../../../../nodes/shared/form/parse';

describe('a type', () => {
	it.each<[string, FieldType, object, object]>([
		['text', text, { type: 'string', default: '' }, { type: 'string' }],
		['text of many lines', multiline, { type: 'string', default: '' }, { type: 'string' }],
		['a number', integer, { type: 'number', default: 0 }, { type: 'number' }],
		['an object', jsonObject, { type: 'json', default: '{}' }, { type: 'object' }],
		[
			'a secret, whose letters are not shown',
			secret,
			{ type: 'string', typeOptions: { password: true }, default: '' },
			{ type: 'string' },
		],
		[
			'true or false, in a column as a choice that is blank at first',
			boolean,
			{ type: 'boolean', default: true },
			{
				type: 'options',
				options: [
					{ name: 'False', value: false },
					{ name: 'True', value: true },
				],
			},
		],
	])('has a control and a column: %s', (_, type, control, column) => {
		expect(type.control).toEqual(control);
		expect(type.column).toEqual(column);
	});
});

describe('what differs for the service', () => {
	it.each<[string, FieldType, unknown, unknown, boolean]>([
		['one is empty', text, '', 'null', false],
		['the other is empty', text, 'undefined', undefined, false],
		['both are empty', text, null, '', true],
		['an address in another case', caseless, 'ADA@x.y', 'ada@X.Y', true],
		['letters that are one only in capitals', caseless, 'ß', 'SS', false],
		['the host in another case', webAddress, 'https://EXAMPLE.com', 'HTTPS://example.com', true],
		['the path in another case', webAddress, 'https://x.y/A', 'https://x.y/a', false],
		['the query in another case', webAddress, 'https://x.y?A', 'https://x.y?a', false],
		['the anchor in another case', webAddress, 'https://x.y#A', 'https://x.y#a', false],
		['a slash at the end', webAddress, 'https://x.y/', 'https://x.y', true],
		['a slash within', webAddress, 'https://x.y/a/b', 'https://x.y/ab', false],
		['a path without a host in another case', webAddress, 'X/a', 'x/a', false],
		['a host within', webAddress, 'a https://X.y', 'a https://x.y', false],
	])('%s', (_, type, sent, current, same) => {
		expect(type.isSame(sent, current)).toBe(same);
	});

	it.each<[string, object, unknown, boolean]>([
		['the same', { a: 1 }, { a: 1 }, true],
		['one of two keys', { a: 1, b: 2 }, { a: 1, b: 3 }, false],
		['a longer list', { a: [1, 2] }, { a: [1, 2, 3] }, false],
		['a shorter list', { a: [1, 2, 3] }, { a: [1, 2] }, false],
		['one entry of a list', { a: [1, 2] }, { a: [1, 3] }, false],
		['a list and an object', { a: [1] }, { a: { 0: 1 } }, false],
		['an object and a list', { a: { 0: 1 } }, { a: [1] }, false],
		['a list and nothing', { a: [1] }, {}, false],
		['one key below', { a: { b: 1, c: 2 } }, { a: { b: 1, c: 3 } }, false],
		['another key below', { a: { b: 1, c: 2 } }, { a: { b: 1, d: 2 } }, false],
		['a key below that is not there', { a: { b: undefined } }, { a: { c: 1 } }, false],
		['an empty object and an empty list', { a: {} }, { a: [] }, false],
		['no object', { a: 1 }, 'a', false],
		['none any more', {}, null, false],
	])('in an object: %s', (_, sent, current, same) => {
		expect(jsonObject.isSame(sent, current)).toBe(same);
	});

	it.each([
		[['a', 'b'], ['b', 'a'], true],
		[['a'], ['a', 'b'], false],
		[['a', 'b'], ['a'], false],
		[[], [], true],
	])('as a set: %j and %j, %s', (a, b, same) => {
		expect(sameSet(a, b)).toBe(same);
	});
});

describe('a password', () => {
	it('may be a number whose digits are all there', () => {
		expect(secret.parse(12_345_678)).toBe('12345678');
	});

	it.each([2 ** 53, NaN, Infinity, true, null, ['hush'], {}])(
		'is not read from %p, which is not shown',
		(value) => {
			expect(() => secret.parse(value)).toThrow(new WrongValue('is not text'));
		},
	);
});

it('text of many lines keeps them', () => {
	expect(multiline.parse(' a\nb ')).toBe(' a\nb ');
});

describe('an object', () => {
	const nested = (depth: number): object => (depth === 0 ? {} : { a: nested(depth - 1) });

	it.each([
		{ a: 1.5, b: 'x', c: [1, { d: null }], e: { f: true } },
		{ a: 2 ** 53 - 1 },
		{},
		nested(100),
	])('may have all that JSON has: %#', (value) => {
		expect(jsonObject.parse(value)).toBe(value);
	});

	it.each<[object, string]>([
		[{ a: NaN }, "has NaN at 'a', which JSON cannot hold"],
		[{ a: { b: Infinity } }, "has Infinity at 'a.b', which JSON cannot hold"],
		[{ a: 2 ** 53 }, "has 9007199254740992 at 'a', which JSON cannot hold"],
		[{ a: { b: [1, undefined] } }, "has undefined at 'a.b.1', which JSON cannot hold"],
		[{ a: Array(2) }, "has undefined at 'a.0', which JSON cannot hold"],
		[{ a: undefined }, "has undefined at 'a', which JSON cannot hold"],
		[{ a: () => 1 }, "has () => 1 at 'a', which JSON cannot hold"],
		[{ a: Symbol('s') }, "has Symbol(s) at 'a', which JSON cannot hold"],
		[{ a: 5n }, "has 5 at 'a', which JSON cannot hold"],
		[nested(101), 'is nested too deeply, or contains itself'],
	])('has nothing that JSON would lose: %#', (value, message) => {
		expect(() => jsonObject.parse(value)).toThrow(new WrongValue(message));
	});

	it('does not contain itself', () => {
		const value: Record<string, unknown> = {};
		value.self = value;
		expect(() => jsonObject.parse(value)).toThrow(
			new WrongValue('is nested too deeply, or contains itself'),
		);
	});

	it.each([new Map([['a', 1]]), new Set(['a']), new Date(0), [], null, 5, '"a"', 'null'])(
		'is nothing else, whose content would be lost: %p',
		(value) => {
			expect(() => jsonObject.parse(value)).toThrow(/it has to be a JSON object like/);
		},
	);
});
