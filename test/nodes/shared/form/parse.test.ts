import {
	boolean,
	integer,
	type FieldType,
	jsonObject,
	secret,
	text,
} from '../../../../nodes/shared/form/fieldTypes';
import { lostFlaw } from '../../../../nodes/shared/form/flaws';
import { Failure } from '../../../../nodes/shared/errors';
import {
	isBlank,
	isEmpty,
	isWritable,
	parseJson,
	parseLine,
	parseList,
	parseNamed,
	parseNumber,
	parseText,
	WrongValue,
} from '../../../../nodes/shared/form/parse';
import { shown } from '../../../../nodes/shared/shown';
import { contactMethods, reference, tags } from '../../../../nodes/Ubidots/user/fieldTypes';

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
		['x'.repeat(98), `'${'x'.repeat(98)}'`],
		['x'.repeat(99), `'${'x'.repeat(99)}…`],
		['x'.repeat(200), `'${'x'.repeat(99)}…`],
	])('%j as %s', (value, sentence) => {
		expect(shown(value)).toBe(sentence);
	});
});

describe('reading', () => {
	const wrong = (type: FieldType, value: unknown) => {
		try {
			const parsed = type.parse(value);
			return type.flaw?.(parsed);
		} catch (error) {
			return error instanceof WrongValue ? error.message : `not a WrongValue: ${String(error)}`;
		}
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
		['Yes', true],
		['no', false],
	])('true or false from %j', (value, read) => {
		expect(boolean.parse(value)).toBe(read);
	});

	it.each(['ja', 'on', 2, -1, 'null', {}, [true], ['true']])('no boolean from %j', (value) => {
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

describe('text', () => {
	it.each([
		[' Ada\n', ' Ada\n'],
		[5, '5'],
		[0.1, '0.1'],
		[9007199254740991, '9007199254740991'],
		[9007199254740993n, '9007199254740993'],
	])('is read from %p', (value, read) => {
		expect(parseText(value)).toBe(read);
	});

	it.each<[unknown, string]>([
		[2 ** 53, 'is 9007199254740992, which has lost its last digits: enter it as text'],
		[NaN, 'is NaN, which is not a number'],
		[Infinity, 'is Infinity, which is not a number'],
		[['a'], 'is a list (["a"]): it has to be text'],
		[{ a: 1 }, 'is of type object ({"a":1}): it has to be text'],
		[true, 'is of type boolean (true): it has to be text'],
		[undefined, 'is of type undefined (undefined): it has to be text'],
	])('is not read from %p', (value, message) => {
		expect(() => parseText(value)).toThrow(new WrongValue(message));
	});

	it.each(['a\nb', 'a\tb', 'a\u0000', '\u007f', '\u0085'])(
		'of one line has no control character: %j',
		(value) => {
			expect(() => parseLine(value)).toThrow(
				new WrongValue('has a line break or another control character: remove it'),
			);
		},
	);

	it('of one line has no half of a character', () => {
		expect(() => parseLine('half a pair \ud800')).toThrow(
			new WrongValue('has half of a character, which was cut: enter it again'),
		);
	});

	it.each(['Ada King', 'Zoë 李 😀', ''])('of one line is as it was: %j', (value) => {
		expect(parseLine(value)).toBe(value);
	});
});

describe('text that was lost, or is what a failure left behind', () => {
	it.each<[string, string]>([
		['Jos\ufffd', 'lost when the file was read (U+FFFD)'],
		['#N/A', "has '#N/A', an error of the spreadsheet"],
		['JosÃ©', "has 'Ã©', which is one character of a UTF-8 file that was read as latin1"],
		['#BEZUG!', "has '#BEZUG!', an error of the spreadsheet"],
		['Dr. #REF!', "has '#REF!'"],
		['#DIV/0!@example.com', "has '#DIV/0!'"],
		['#NAME?', "has '#NAME?'"],
		['Dr. [object Object]', "has '[object Object]'"],
		['undefined undefined', "the word 'undefined'"],
		['undefinedundefined', "the word 'undefined'"],
		['jane.undefined@example.com', "the word 'undefined'"],
		['Since Invalid DateTime', "has 'Invalid DateTime'"],
		['{{ $json.firstName }}', 'an expression that was not evaluated'],
		['5.73306E+11', 'a number that a spreadsheet has shortened'],
		['1,2e+5', 'a number that a spreadsheet has shortened'],
	])('%j is refused', (text, why) => {
		expect(lostFlaw(text)).toContain(why);
	});

	it.each([
		'Null',
		'N/A',
		'Undefined Records Ltd',
		'undefinedness',
		'#1',
		'#NAME',
		'C#N/Ark',
		'Join us #NOW!',
		'SÃO PAULO',
		'Ibáñez',
		'D’Arcy',
		'{{ name }}',
		'1E5',
		'Room 5E+1',
	])('%j may be meant', (text) => {
		expect(lostFlaw(text)).toBeUndefined();
	});
});

describe('a number', () => {
	it.each([
		[0, true],
		[-1.5, true],
		[1e300, false],
		[2 ** 53 - 1, true],
		[2 ** 53, false],
		[NaN, false],
		[-Infinity, false],
	])('%d can be written as it is: %s', (value, can) => {
		expect(isWritable(value)).toBe(can);
	});

	it.each([
		[1.5, 1.5],
		['1.5', 1.5],
		[' 2 ', 2],
	])('is read from %j', (value, number) => {
		expect(parseNumber(value)).toBe(number);
	});

	it.each([1, 10])('may be at the edge of its range: %d', (value) => {
		expect(parseNumber(value, { min: 1, max: 10 })).toBe(value);
	});

	it.each<[unknown, object, string]>([
		['x', {}, "is 'x': it has to be a number"],
		['', {}, "is '': it has to be a number"],
		[' ', {}, "is ' ': it has to be a number"],
		[NaN, {}, 'is NaN: it has to be a number'],
		[Infinity, {}, 'is Infinity: it has to be a number'],
		[null, {}, 'is null: it has to be a number'],
		[0, { min: 1 }, 'is 0: it has to be a number of at least 1'],
		[0, { min: 1, max: 10 }, 'is 0: it has to be a number from 1 to 10'],
		[11, { min: 1, max: 10 }, 'is 11: it has to be a number from 1 to 10'],
		[1.5, { whole: true, min: 1 }, 'is 1.5: it has to be a whole number of at least 1'],
		[[2], { min: 1, max: 10 }, 'is [2]: it has to be a number from 1 to 10'],
	])('is not read from %p with %j', (value, range, message) => {
		expect(() => parseNumber(value, range)).toThrow(new WrongValue(message));
	});
});

describe('no value', () => {
	it.each<[unknown, boolean, boolean]>([
		[null, true, true],
		[undefined, true, true],
		['', true, true],
		[' \n', false, true],
		['a', false, false],
		[0, false, false],
		[false, false, false],
		[[], false, false],
	])('is %p: %s, or nothing but blanks: %s', (value, empty, blank) => {
		expect(isEmpty(value)).toBe(empty);
		expect(isBlank(value)).toBe(blank);
	});
});

describe('JSON', () => {
	it.each<[unknown, unknown]>([
		['{"a":1}', { a: 1 }],
		['null', null],
		[{ a: 1 }, { a: 1 }],
		[5, 5],
	])('is read from %j', (value, parsed) => {
		expect(parseJson(value)).toEqual(parsed);
	});

	it('that is none is shown', () => {
		expect(() => parseJson('{"a":')).toThrow(new WrongValue(`is not valid JSON: '{"a":'`));
	});
});

describe('a list', () => {
	it.each<[unknown, string[]]>([
		['a, b,,c ,', ['a', 'b', 'c']],
		['a', ['a']],
		['', []],
		[[], []],
		[
			[' a ', '', 5],
			['a', '5'],
		],
		['["a", " b ", 5, ""]', ['a', 'b', '5']],
		['[]', []],
		['["north", 7]', ['north', '7']],
		['[a, b', ['[a', 'b']],
		['{"a": 1}', ['{"a": 1}']],
		['5', ['5']],
		[5, ['5']],
	])('is read from %j', (value, list) => {
		expect(parseList(value, 'tags')).toEqual(list);
	});

	it.each([[['a', null]], [[['a']]], ['a\nb'], [['a\nb']], [true], [{}]])(
		'is not read from %j',
		(value) => {
			expect(() => parseList(value, 'tags')).toThrow(WrongValue);
		},
	);

	it.each(['["a", null]', '["a", ["b"]]', '["a", {"b": 1}]', '[true]', '[a, b]', '[]]'])(
		'is not read from JSON text that is no list of texts: %s',
		(value) => {
			expect(() => parseList(value, 'tags')).toThrow(WrongValue);
		},
	);
});

describe('what is wrong with a value', () => {
	const failing = (error: Error) => () =>
		parseNamed("'Zone'", () => {
			throw error;
		});

	it('is said of its field', () => {
		expect(parseNamed("'Zone'", () => 5)).toBe(5);
		expect(failing(new WrongValue('is too long'))).toThrow(new Failure("'Zone' is too long"));
	});

	it('is not shown when it was not meant for the user: it may contain a secret', () => {
		expect(failing(new Error('hush-hush'))).toThrow(
			new Failure("'Zone' has a value that cannot be read"),
		);
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
