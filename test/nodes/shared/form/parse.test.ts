import {
	boolean,
	integer,
	type FieldType,
	jsonObject,
	secret,
	text,
} from '../../../../nodes/shared/form/fieldTypes';
import { parseList, shown, WrongValue } from '../../../../nodes/shared/form/parse';
import { contactMethods, reference, tags } from '../../../../nodes/Ubidots/user/fieldTypes';

describe('a list as JSON text, as a sheet has it', () => {
	it.each(['["north", null]', '["a", {"b": 1}]', '[true]', '[north, south]', '[]]'])(
		'is refused when it is not a list of texts: %s',
		(value) => {
			expect(() => parseList(value)).toThrow(WrongValue);
		},
	);

	it.each([
		['["north", 7]', ['north', '7']],
		['[]', []],
		['[a, b', ['[a', 'b']],
	])('is taken for its entries otherwise: %s', (value, entries) => {
		expect(parseList(value)).toEqual(entries);
	});
});

describe('a value is shown in a sentence', () => {
	it.each([
		['text', "'text'"],
		['', "''"],
		[5, '5'],
		[NaN, 'NaN'],
		[-Infinity, '-Infinity'],
		[null, 'null'],
		[undefined, 'undefined'],
		[true, 'true'],
		[['a', 1], '["a",1]'],
		[{ a: 1 }, '{"a":1}'],
		['x'.repeat(200), `'${'x'.repeat(99)}…`],
	])('%j as %s', (value, sentence) => {
		expect(shown(value)).toBe(sentence);
	});
});

describe('reading', () => {
	const wrong = (type: FieldType, value: unknown) => {
		try {
			type.parse(value);
		} catch (error) {
			return error instanceof WrongValue ? error.message : `not a WrongValue: ${String(error)}`;
		}
		return undefined;
	};

	it.each([
		[-3, -3],
		['-3', -3],
		[' 7 ', 7],
		['1e2', 100],
		[9007199254740991, 9007199254740991],
	])('a whole number from %j', (value, number) => {
		expect(integer.parse(value)).toBe(number);
	});

	it.each(['9007199254740993', '1,5', '１', NaN, Infinity, 'Infinity', '', [], {}, false])(
		'no whole number from %j',
		(value) => {
			expect(wrong(integer, value)).toMatch(/^is .*: it has to be a whole number$/);
		},
	);

	it.each([
		[true, true],
		['True', true],
		[1, true],
		[' false ', false],
		[0, false],
		['0', false],
	])('true or false from %j', (value, read) => {
		expect(boolean.parse(value)).toBe(read);
	});

	it.each(['yes', 'on', 2, -1, 'null', {}, [true], ['true']])('no boolean from %j', (value) => {
		expect(wrong(boolean, value)).toMatch(/: it has to be true or false$/);
	});

	it('text of one line is trimmed, as a service would do, and keeps the blanks inside', () => {
		expect(text.parse(' Ada  King ')).toBe('Ada  King');
		expect(text.parse(0)).toBe('0');
	});

	it('a password keeps every character, and is never repeated when it is none', () => {
		expect(secret.parse(' a\tb\n')).toBe(' a\tb\n');
		for (const value of [['hush-hush'], { hush: 'hush-hush' }, true]) {
			expect(wrong(secret, value)).not.toMatch(/hush|true/);
		}
	});

	it('an object keeps its nesting, and no list is one', () => {
		expect(jsonObject.parse('{"a":{"b":[1,null]}}')).toEqual({ a: { b: [1, null] } });
		expect(wrong(jsonObject, [])).toContain('it has to be a JSON object');
		expect(wrong(jsonObject, '{"a":')).toContain('is not valid JSON');
	});
});

describe('whether the service holds a value already', () => {
	it.each<[string, FieldType, unknown, unknown, boolean | undefined]>([
		['the same text', text, 'a', 'a', true],
		['another case', text, 'a', 'A', false],
		['nothing and null', text, '', null, true],
		['null and a missing field', text, null, undefined, true],
		['a number and none', integer, null, 3, false],
		['zero and none', integer, 0, null, false],
		['false and true', boolean, false, true, false],
		['a password: nobody knows', secret, 'a', undefined, undefined],
		['tags in another order', tags, ['a', 'b'], ['b', 'a'], true],
		['one tag more', tags, ['a'], ['a', 'b'], false],
		['one tag less', tags, ['a', 'b'], ['a'], false],
		['no tags', tags, [], [], true],
		['tags that were never there', tags, [], undefined, true],
		['a key among others', jsonObject, { a: { b: 1, c: 2 } }, { x: 1, a: { c: 2, b: 1 } }, true],
		['another value below a key', jsonObject, { a: [1, 2] }, { a: [2, 1] }, false],
		['a key that is not there', jsonObject, { a: null }, {}, false],
		['an id behind an object', reference('id'), 'i', { id: 'i', label: 'l' }, true],
		['a label behind an object', reference('label'), 'l', { label: 'l' }, true],
		['a label behind ~', reference('id'), '~l', { id: 'i', label: 'l' }, true],
		['another reference', reference('id'), 'x', { id: 'i', label: 'l' }, false],
		['no reference', reference('id'), null, null, true],
		['no reference any more', reference('id'), null, { id: 'i' }, false],
		[
			'contact methods with ids of the service, in another order',
			contactMethods,
			[
				{ type: 'sms', values: ['1', '2'] },
				{ type: 'email', values: ['a'] },
			],
			[
				{ id: 'x', type: 'email', values: ['a'], properties: {} },
				{ id: 'y', type: 'sms', values: ['2', '1'], properties: {} },
			],
			true,
		],
		[
			'contact methods split over rows',
			contactMethods,
			[{ type: 'sms', values: ['1', '2'] }],
			[
				{ type: 'sms', values: ['1'] },
				{ type: 'sms', values: ['2'] },
			],
			true,
		],
		[
			'another number',
			contactMethods,
			[{ type: 'sms', values: ['1'] }],
			[{ type: 'sms', values: ['2'] }],
			false,
		],
		['contact methods that go', contactMethods, [], [{ type: 'sms', values: ['2'] }], false],
	])('%s', (_, type, sent, held, same) => {
		expect(type.isSame(sent, held)).toBe(same);
	});

	it.each<[string, string[], string[]]>([
		['once more', ['a', 'a', 'b'], ['a', 'b', 'b']],
		['twice for once', ['a', 'a'], ['a']],
	])('a tag that is there twice is a tag that is there: %s', (_, sent, held) => {
		expect(tags.isSame(sent, held)).toBe(true);
	});
});
