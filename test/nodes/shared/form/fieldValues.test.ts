import type { IDataObject } from 'n8n-workflow';

import { text } from '../../../../nodes/shared/form/fieldTypes';
import type { Field } from '../../../../nodes/shared/form/fields';
import type { ItemParameters } from '../../../../nodes/shared/form/itemParameters';
import { parseLocator } from '../../../../nodes/shared/form/resourceLocator';
import { getBody, getFields } from '../../../../nodes/shared/form/fieldValues';
import { byId, fromList } from '../../../support/setups';

const field = (name: string, rest: Partial<Field> = {}): Field => ({
	name,
	displayName: name.toUpperCase(),
	type: text,
	description: name,
	...rest,
});

/** One that cannot be emptied, one whose empty value is '', and one that has to be chosen to be emptied. */
const FIELDS = [field('name'), field('note', { empty: '' }), field('zone', { empty: null })];

/** An item with these parameters, whose expressions gave `values`. */
const itemOf = (raw: IDataObject, values: IDataObject = raw) =>
	({
		get: (name: string, fallback?: unknown) => values[name] ?? fallback,
		raw: (name: string, fallback?: unknown) => raw[name] ?? fallback,
	}) as unknown as ItemParameters;

const fieldsOf = (raw: unknown, values: unknown = raw, parameter = 'updateFields') =>
	getFields(
		FIELDS,
		itemOf({ [parameter]: raw as IDataObject }, { [parameter]: values as IDataObject }),
		parameter,
	);

describe('the fields of a collection', () => {
	it('are those that were added', () => {
		expect(fieldsOf({ zone: 'UTC', name: 'Ada' })).toEqual({ name: 'Ada', zone: 'UTC' });
		expect(fieldsOf({})).toEqual({});
		expect(fieldsOf(undefined)).toEqual({});
		expect(fieldsOf(null)).toEqual({});
	});

	it('are taken out of a list with free entry', () => {
		const chosen = { __rl: true, mode: 'list', value: 'UTC' };
		expect(fieldsOf({ zone: chosen })).toEqual({ zone: 'UTC' });
	});

	it.each([['text'], [[]], [5]])('are refused when an expression gave %j', (values) => {
		expect(() => fieldsOf('={{ $json }}', values)).toThrow(
			"'updateFields' has to be an object of fields and values",
		);
	});

	it('are refused when there is no such field', () => {
		expect(() => fieldsOf({ nam: 'Ada' })).toThrow(
			"'updateFields' has 'nam', which is not a field of a user",
		);
	});
});

describe('a field that was added and left blank', () => {
	it.each(['', '  ', null, { __rl: true, mode: 'list', value: '' }])(
		'is refused when it has to be chosen to be emptied: %j',
		(blank) => {
			expect(() => fieldsOf({ zone: blank })).toThrow(
				"'ZONE' is left blank: enter a value, remove the field, or choose it in 'Fields to Clear'",
			);
			expect(() => fieldsOf({ zone: blank }, { zone: blank }, 'additionalFields')).toThrow(
				"'ZONE' is left blank: enter a value, or remove the field",
			);
		},
	);

	it('is emptied when an empty text is its empty value', () => {
		expect(fieldsOf({ note: '' })).toEqual({ note: '' });
	});

	it('is refused when it cannot be emptied', () => {
		expect(() => fieldsOf({ name: '' })).toThrow(
			"'NAME' is empty: enter a value or remove the field",
		);
	});
});

describe('a field that an expression gave no value', () => {
	it.each(['={{ $json.zone }}', { __rl: true, mode: 'id', value: '={{ $json.zone }}' }])(
		'is emptied: %j',
		(raw) => {
			expect(fieldsOf({ zone: raw }, { zone: '' })).toEqual({ zone: null });
		},
	);

	it('is emptied also when the form does not have it', () => {
		expect(fieldsOf({}, { zone: '' })).toEqual({ zone: null });
	});

	it('is emptied also when the expression gave all fields', () => {
		expect(fieldsOf('={{ $json }}', { zone: '' })).toEqual({ zone: null });
	});
});

describe('a body', () => {
	const bodyOf = (fields: Field[], parameters: IDataObject) => getBody(fields, itemOf(parameters));

	it('has the fields that were set, and the empty values of those to clear', () => {
		const parameters = { updateFields: { name: 'Ada' }, fieldsToClear: ['zone', 'note'] };
		expect(bodyOf(FIELDS, parameters)).toEqual({ name: 'Ada', zone: null, note: '' });
		expect(bodyOf(FIELDS, { fieldsToClear: ['zone'] })).toEqual({ zone: null });
	});

	it('must not be empty', () => {
		expect(() => bodyOf(FIELDS, {})).toThrow(
			new Error(
				"Nothing to update: add a field under 'Update Fields', or choose one under 'Fields to Clear'",
			),
		);
		const none = [field('name'), field('note', { empty: '' })];
		expect(() => bodyOf(none, {})).toThrow(
			new Error("Nothing to update: add a field under 'Update Fields'"),
		);
	});

	it('must not set and clear the same field', () => {
		const parameters = { updateFields: { zone: 'UTC' }, fieldsToClear: ['zone'] };
		expect(() => bodyOf(FIELDS, parameters)).toThrow("'ZONE' is both set and cleared");
	});
});

describe('what a picker holds', () => {
	it('is its value, and the mode in which it was entered', () => {
		expect(parseLocator(byId('a'))).toEqual({ value: 'a', mode: 'id' });
		expect(parseLocator(fromList(''))).toMatchObject({ value: '', mode: 'list' });
	});

	it.each(['a', 7, null, undefined, ['a'], { value: 'a' }, { __rl: true }])(
		'may be %j, which an expression gave: it is taken as it is, in no mode',
		(value) => {
			expect(parseLocator(value)).toEqual({ value });
		},
	);
});
