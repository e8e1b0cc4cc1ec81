import { asRecord, asText, isRecord } from '../../../nodes/shared/objects';

it.each([{}, { a: 1 }, new Date()])('%j is an object', (value) => {
	expect(isRecord(value)).toBe(true);
	expect(asRecord(value)).toBe(value);
});

it.each([null, undefined, '', 'text', 5, true])(
	'%j is none, and taken as an empty one',
	(value) => {
		expect(isRecord(value)).toBe(false);
		expect(asRecord(value)).toEqual({});
	},
);

it('a list is no object', () => {
	expect(isRecord([{}])).toBe(false);
});

it('text is taken as it is, and anything else as none', () => {
	expect(asText(' a ')).toBe(' a ');
	for (const value of [5, null, undefined, ['a'], { a: 'b' }]) expect(asText(value)).toBe('');
});
