import type { IDataObject } from 'n8n-workflow';

import { Failure } from '../errors';
import { isRecord } from '../objects';
import { type Field, parseFields, parseFieldsToClear } from './fields';
import type { ItemParameters } from './itemParameters';
import { isBlank } from './parse';
import { locatorValue } from './resourceLocator';

/** Left blank in the form, not emptied by an expression. */
const isLeftBlank = (raw: unknown) => locatorValue(raw) !== undefined && isBlank(locatorValue(raw));

/** A field that can be emptied, but not by leaving it blank. */
const needsClearing = ({ empty }: Field) => empty !== undefined && empty !== '';

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
	const raw = item.raw(parameter, {});
	const values: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(set)) {
		const field = fields.find((one) => one.name === name);
		if (!field) throw new Failure(`'${parameter}' has '${name}', which is not a field of a user`);
		const isBlank = isRecord(raw) && isLeftBlank(raw[name]);
		if (isBlank && clearable.includes(field) && needsClearing(field)) {
			throw new Failure(
				`'${field.displayName}' is left blank: enter a value, ${parameter === 'updateFields' ? "remove the field, or choose it in 'Fields to Clear'" : 'or remove the field'}`,
			);
		}
		values[name] = locatorValue(value);
	}
	return parseFields(fields, values, item.redactor);
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
