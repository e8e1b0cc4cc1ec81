import type { IDataObject, INodeProperties, ResourceMapperField } from 'n8n-workflow';

import { Failure } from '../errors';
import type { Redactor } from '../redact';
import type { FieldType } from './fieldTypes';
import { isBlank, isEmpty, parseNamed, WrongValue } from './parse';
import { shown } from '../shown';

/** One body parameter of a service: its control, checks, column and comparison come from here. */
export interface Field {
	/** In the API. */
	name: string;
	displayName: string;
	type: FieldType;
	description: string;
	placeholder?: string;
	/** The documented empty value; a field without one cannot be emptied. */
	empty?: '' | null | readonly [];
	/** What a parsed value is refused for besides the `flaw` of its type. */
	check?(value: unknown): string | undefined;
	/** Overrides the type's control, for example with a picker. */
	control?: Partial<INodeProperties>;
	/** What happens to a user when this value is written, where that is worth counting apart: "deactivated". */
	consequence?(to: unknown): string | undefined;
}

const byTitle = (a: { displayName: string }, b: { displayName: string }) =>
	a.displayName.localeCompare(b.displayName);

/** The control of a field in a form. */
export function fieldProperty(field: Field): INodeProperties {
	const { displayName, name, description, placeholder, type, control } = field;
	return {
		displayName,
		name,
		...type.control,
		...(placeholder !== undefined && { placeholder }),
		description,
		...control,
	};
}

/** A collection of the fields, in alphabetical order as n8n requires. */
export function fieldsCollection(
	displayName: string,
	name: string,
	fields: readonly Field[],
): INodeProperties {
	return {
		displayName,
		name,
		type: 'collection',
		placeholder: 'Add field',
		default: {},
		options: fields.map(fieldProperty).sort(byTitle),
	};
}

/** The fields as the choices of a list. */
export const fieldChoices = (fields: ReadonlyArray<Pick<Field, 'displayName' | 'name'>>) =>
	[...fields].sort(byTitle).map(({ displayName, name }) => ({ name: displayName, value: name }));

/** A list of the fields that have an empty value. */
export function fieldsToClearProperty(fields: readonly Field[]): INodeProperties {
	return {
		displayName: 'Fields to Clear',
		name: 'fieldsToClear',
		type: 'multiOptions',
		options: fieldChoices(fields.filter(({ empty }) => empty !== undefined)),
		default: [],
		description: 'Fields to empty. Do not set them above as well.',
	};
}

/** The field's column in a resource mapper. */
export const getColumn = ({ name, displayName, type }: Field): ResourceMapperField => ({
	id: name,
	displayName,
	required: false,
	defaultMatch: false,
	display: true,
	...type.column,
});

const emptyValue = ({ empty }: Field) => (Array.isArray(empty) ? [] : empty);

/** @throws Failure that names the field */
function parseField(field: Field, value: unknown): unknown {
	const { displayName, type, empty, check } = field;
	if (value === undefined) {
		throw new Failure(
			`'${displayName}' is undefined: its expression returned nothing. Fix the expression or remove the field. If a cell is empty: Extract from File leaves out empty cells unless its option 'Include Empty Cells' is on`,
		);
	}
	if (isEmpty(value)) {
		if (empty !== undefined) return emptyValue(field);
		throw new Failure(`'${displayName}' is empty: enter a value or remove the field`);
	}
	return parseNamed(`'${displayName}'`, () => {
		if (isBlank(value)) {
			const orEmpty = empty === undefined ? '' : ', or leave it empty to empty the field';
			throw new WrongValue(
				`is nothing but white space: an expression may have lost its value. Enter a value${orEmpty}`,
			);
		}
		const parsed = type.parse(value);
		const wrong = type.flaw?.(parsed) ?? check?.(parsed);
		if (wrong !== undefined) throw new WrongValue(wrong);
		return parsed;
	});
}

/** The names of the fields whose values are never shown. */
export const secretNames = (fields: readonly Field[]) =>
	fields.filter(({ type }) => type.isSecret).map(({ name }) => name);

/**
 * The request body with the fields that were set; keys that are not fields are ignored.
 * @param redactor learns the values that are never to be shown
 * @throws Failure that names the first field with a wrong value
 */
export function parseFields(
	fields: readonly Field[],
	values: Record<string, unknown>,
	redactor?: Redactor,
): IDataObject {
	const body: IDataObject = {};
	for (const field of fields) {
		if (!(field.name in values)) continue;
		const value = parseField(field, values[field.name]);
		if (field.type.isSecret) redactor?.add([value]);
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
