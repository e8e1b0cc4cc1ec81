import {
	type Field,
	fieldsCollection,
	fieldsToClearProperty,
	getColumn,
} from '../../../../nodes/shared/form/fields';
import { parseFields, parseFieldsToClear } from '../../../../nodes/shared/form/fieldValues';
import { integer, text } from '../../../../nodes/shared/form/fieldTypes';
import { Redactor } from '../../../../nodes/shared/redact';

/** A service of three fields: one row of the table is all it takes. */
const FIELDS: Field[] = [
	{ name: 'zone', displayName: 'Zone', type: text, description: 'Where', empty: null },
	{
		name: 'alias',
		displayName: 'Alias',
		type: text,
		description: 'Who',
		placeholder: 'e.g. jane',
		check: (value) => (value === 'root' ? 'is taken by the house' : undefined),
	},
	{ name: 'places', displayName: 'Places', type: integer, description: 'How many', empty: [] },
];

describe('a row of the field table', () => {
	it('becomes a control of the form, in alphabetical order', () => {
		const { options } = fieldsCollection('Update Fields', 'fields', FIELDS);
		expect(options).toStrictEqual([
			{
				displayName: 'Alias',
				name: 'alias',
				type: 'string',
				default: '',
				placeholder: 'e.g. jane',
				description: 'Who',
			},
			{
				displayName: 'Places',
				name: 'places',
				type: 'number',
				default: 0,
				description: 'How many',
			},
			{ displayName: 'Zone', name: 'zone', type: 'string', default: '', description: 'Where' },
		]);
	});

	it('becomes a choice of what to clear, where it has an empty value', () => {
		expect(fieldsToClearProperty(FIELDS).default).toEqual([]);
		expect(fieldsToClearProperty(FIELDS).options).toEqual([
			{ name: 'Places', value: 'places' },
			{ name: 'Zone', value: 'zone' },
		]);
	});

	it('becomes a column of the mapper', () => {
		expect(getColumn(FIELDS[2])).toMatchObject({
			id: 'places',
			displayName: 'Places',
			type: 'number',
			required: false,
			// Shown, but never what users are matched by unless somebody chooses it.
			display: true,
			defaultMatch: false,
		});
	});
});

describe('a body', () => {
	const bodyOf = (set: Record<string, unknown>) => parseFields(FIELDS, set, new Redactor());

	it('has what was set, in the order of the table, and nothing else', () => {
		const body = bodyOf({ places: '2', other: 1, zone: 'UTC' });
		expect(JSON.stringify(body)).toBe('{"zone":"UTC","places":2}');
	});

	it('has empty values of its own, which no later row can change', () => {
		const first = bodyOf({ places: null });
		(first.places as unknown as string[]).push('x');
		expect(bodyOf({ places: '' })).toEqual({ places: [] });
	});

	it.each([
		[{ zone: ['UTC'] }, `'Zone' is a list (["UTC"]): it has to be text`],
		[{ alias: 'root' }, "'Alias' is taken by the house"],
		[{ alias: '' }, "'Alias' is empty: enter a value or remove the field"],
		[
			{ places: undefined },
			"'Places' is undefined: its expression returned nothing. Fix the expression or remove the field. If a cell is empty: Extract from File leaves out empty cells unless its option 'Include Empty Cells' is on",
		],
	])('is refused for %j', (values, message) => {
		expect(() => bodyOf(values)).toThrow(new Error(message));
	});

	it('names the first field at fault, in the order of the table', () => {
		expect(() => bodyOf({ places: 'x', zone: [] })).toThrow("'Zone'");
	});
});

describe('fields to clear', () => {
	it.each([
		[['zone'], { zone: null }],
		['zone, places', { zone: null, places: [] }],
		[['zone', 'zone'], { zone: null }],
		[[], {}],
		['', {}],
		[null, {}],
		[undefined, {}],
	])('%j are %j', (names, cleared) => {
		expect(parseFieldsToClear(FIELDS, names, {})).toEqual(cleared);
	});

	it.each([
		[['alias'], "'Fields to Clear' names 'alias', which is not a field that can be cleared"],
		[['Zone'], "'Fields to Clear' names 'Zone', which is not a field that can be cleared"],
		[5, "'Fields to Clear' names '5', which is not a field that can be cleared"],
		[{}, "'Fields to Clear' names"],
	])('%j are refused', (names, message) => {
		expect(() => parseFieldsToClear(FIELDS, names, {})).toThrow(message);
	});

	it('must not be set as well', () => {
		expect(() => parseFieldsToClear(FIELDS, ['zone'], { zone: 'UTC' })).toThrow(
			"'Zone' is both set and cleared",
		);
	});
});
