import type { IDataObject } from 'n8n-workflow';

import { Failure } from '../errors';
import { isRecord } from '../objects';
import type { Redactor } from '../redact';
import { shown } from '../shown';
import type { Field } from './fields';
import type { ItemParameters } from './itemParameters';
import { isBlank, isEmpty, parseNamed, WrongValue, wrongValueOf } from './parse';
import { parseLocator } from './resourceLocator';

const emptyValue = ({ empty }: Field) => (Array.isArray(empty) ? [] : empty);

/**
 * The empty value of a field for a blank one, where it was meant.
 * @throws Failure that names the field
 */
function parseBlank(field: Field, value: unknown): unknown {
	const { displayName, empty } = field;
	if (value === undefined) {
		throw new Failure(
			`'${displayName}' is undefined: its expression returned nothing. Fix the expression or remove the field. If a cell is empty: Extract from File leaves out empty cells unless its option 'Include Empty Cells' is on`,
		);
	}
	if (!isEmpty(value)) {
		const orEmpty = empty === undefined ? '' : ', or leave it empty to empty the field';
		throw new Failure(
			`'${displayName}' is nothing but white space: an expression may have lost its value. Enter a value${orEmpty}`,
		);
	}
	if (empty !== undefined) return emptyValue(field);
	throw new Failure(`'${displayName}' is empty: enter a value or remove the field`);
}

/** @throws Failure that names the field */
function parseField(field: Field, value: unknown): unknown {
	const { displayName, type, check } = field;
	if (isBlank(value)) return parseBlank(field, value);
	try {
		const parsed = type.parse(value);
		const wrong = type.flaw?.(parsed) ?? check?.(parsed);
		if (wrong !== undefined) throw new WrongValue(wrong);
		return parsed;
	} catch (error) {
		throw wrongValueOf(`'${displayName}'`, error);
	}
}

/**
 * The request body with the fields that were set; keys that are not fields are ignored.
 * @param redactor learns the values that are never to be shown
 * @throws Failure that names the first field with a wrong value
 */
export function parseFields(
	fields: readonly Field[],
	values: Record<string, unknown>,
	redactor: Redactor,
): IDataObject {
	const body: IDataObject = {};
	for (const field of fields) {
		if (!(field.name in values)) continue;
		const value = parseField(field, values[field.name]);
		if (field.type.isSecret) redactor.add([value]);
		body[field.name] = value as IDataObject;
	}
	return body;
}

/**
 * The request body with fields whose values were kept in a plan: the service had them, or they were checked before, so they are not
 * refused for what a person may not enter.
 * @throws Failure that names the first field with a value of another kind
 */
export function parseKeptFields(
	fields: readonly Field[],
	values: Record<string, unknown>,
): IDataObject {
	const body: IDataObject = {};
	for (const field of fields) {
		const { name, displayName, type } = field;
		if (!(name in values)) continue;
		const value = values[name];
		const parsed = isBlank(value)
			? emptyValue(field)
			: parseNamed(`'${displayName}'`, () => type.parse(value));
		body[name] = parsed as IDataObject;
	}
	return body;
}

/** A field that can be emptied, but not by leaving it blank. */
const needsClearing = ({ empty }: Field) => empty !== undefined && empty !== '';

/** Whether the field was left blank in the form, not emptied by an expression. */
function isLeftBlank(collection: unknown, name: string): boolean {
	const { value } = parseLocator(isRecord(collection) ? collection[name] : undefined);
	return value !== undefined && isBlank(value);
}

/**
 * The request body with the fields of a collection. One that was added and left blank is refused, unless an empty text is its
 * documented empty value: nobody should empty a user's field by mistake.
 * @param parameter the collection's name
 * @param clearable those of the fields that 'Fields to Clear' may name
 * @throws Failure that names the field
 */
export function getFields(
	fields: readonly Field[],
	item: ItemParameters,
	parameter: string,
	clearable = fields,
): IDataObject {
	const set = item.get(parameter, {}) ?? {};
	if (!isRecord(set)) throw new Failure(`'${parameter}' has to be an object of fields and values`);
	const values: Record<string, unknown> = {};
	for (const [name, entered] of Object.entries(set)) {
		const field = fields.find((one) => one.name === name);
		if (!field) throw new Failure(`'${parameter}' has '${name}', which is not a field of a user`);
		const mayClear = needsClearing(field) && clearable.includes(field);
		if (mayClear && isLeftBlank(item.raw(parameter, {}), name)) {
			throw new Failure(
				`'${field.displayName}' is left blank: enter a value, ${parameter === 'updateFields' ? "remove the field, or choose it in 'Fields to Clear'" : 'or remove the field'}`,
			);
		}
		values[name] = parseLocator(entered).value;
	}
	return parseFields(fields, values, item.redactor);
}

/** @throws Failure when a field is unknown, cannot be emptied, or is set as well */
export function parseFieldsToClear(
	fields: readonly Field[],
	names: unknown,
	body: IDataObject,
): IDataObject {
	if (isEmpty(names)) return {};
	const list = Array.isArray(names) ? names : String(names).split(',');
	const cleared: IDataObject = {};
	for (const entry of list) {
		const name = String(entry).trim();
		const field = fields.find((one) => one.name === name);
		if (field?.empty === undefined) {
			throw new Failure(
				`'Fields to Clear' names ${shown(name)}, which is not a field that can be cleared`,
			);
		}
		if (name in body) {
			throw new Failure(
				`'${field.displayName}' is both set and cleared: remove it from 'Fields to Clear' or from the fields`,
			);
		}
		cleared[name] = emptyValue(field) as IDataObject[string];
	}
	return cleared;
}

/**
 * @param clearable those of the fields that 'Fields to Clear' may name
 * @throws Failure that names the field, or says that there is nothing to update
 */
export function getBody(
	fields: readonly Field[],
	item: ItemParameters,
	clearable = fields,
): IDataObject {
	const body = getFields(fields, item, 'updateFields', clearable);
	Object.assign(body, parseFieldsToClear(clearable, item.get('fieldsToClear', []), body));
	if (Object.keys(body).length === 0) {
		const orClear = clearable.some(needsClearing) ? ", or choose one under 'Fields to Clear'" : '';
		throw new Failure(`Nothing to update: add a field under 'Update Fields'${orClear}`);
	}
	return body;
}
