import type { IDataObject, INodeProperties, ResourceMapperField } from 'n8n-workflow';

import { Failure } from '../errors';
import type { FieldType } from './fieldTypes';
import { isBlank, parseNamed, shown, WrongValue } from './parse';

/** One body parameter of a service: the row from which its control, checks, column and comparison come. */
export interface Field {
	/** As the API spells it. */
	name: string;
	displayName: string;
	type: FieldType;
	description: string;
	placeholder?: string;
	/** The documented empty value; a field without one cannot be emptied. */
	empty?: '' | null | readonly [];
	/** What is wrong with a value of the right type, as the end of a sentence. */
	check?(value: unknown): string | undefined;
	/** Deviations from the type's control, such as a picker. */
	control?: Partial<INodeProperties>;
}

const byTitle = (a: { displayName: string }, b: { displayName: string }) =>
	a.displayName.localeCompare(b.displayName);

/** The control of one field in the form. */
export function fieldProperty(field: Field): INodeProperties {
	const { displayName, name, description, placeholder } = field;
	return {
		displayName,
		name,
		...field.type.control,
		...(placeholder !== undefined && { placeholder }),
		description,
		...field.control,
	};
}

/** A collection of all the fields, in alphabetical order as n8n wants it. */
export function fieldsCollection(
	fields: readonly Field[],
	collection: Pick<INodeProperties, 'displayName' | 'name' | 'placeholder'>,
): INodeProperties {
	return {
		...collection,
		type: 'collection',
		default: {},
		options: fields.map(fieldProperty).sort(byTitle),
	};
}

/** The list of the fields that have an empty value to send. */
export function fieldsToClearProperty(fields: readonly Field[]): INodeProperties {
	const options = fields
		.filter(({ empty }) => empty !== undefined)
		.map(({ displayName, name }) => ({ name: displayName, value: name }))
		.sort((a, b) => a.name.localeCompare(b.name));
	return {
		displayName: 'Fields to Clear',
		name: 'fieldsToClear',
		type: 'multiOptions',
		options,
		default: [],
		description: 'Fields to empty. A field must not be set above as well.',
	};
}

/** The field's column in a resource mapper. */
export function getColumn(field: Field): ResourceMapperField {
	return {
		id: field.name,
		displayName: field.displayName,
		required: false,
		defaultMatch: false,
		display: true,
		type: field.type.columnType,
	};
}

/** An empty value as a body may hold it. */
const emptyValue = ({ empty }: Field) => (Array.isArray(empty) ? [] : empty);

/**
 * The value to send for one field that was set.
 * @throws Failure that names the field
 */
function parseField(field: Field, value: unknown): unknown {
	const { displayName, type, empty, check } = field;
	if (value === undefined) {
		throw new Failure(
			`'${displayName}' is undefined: its expression returned nothing. Fix the expression or remove the field`,
		);
	}
	if (isBlank(value)) {
		if (empty !== undefined) return emptyValue(field);
		throw new Failure(`'${displayName}' is empty: enter a value or remove the field`);
	}
	return parseNamed(`'${displayName}'`, () => {
		const parsed = type.parse(value);
		const wrong = check?.(parsed);
		if (wrong !== undefined) throw new WrongValue(wrong);
		return parsed;
	});
}

/**
 * The request body from the fields that were set; keys that are no field are left out.
 * @throws Failure that names the first field with a wrong value
 */
export function parseFields(
	fields: readonly Field[],
	values: Record<string, unknown>,
): IDataObject {
	const body: IDataObject = {};
	for (const field of fields) {
		if (!(field.name in values)) continue;
		body[field.name] = parseField(field, values[field.name]) as IDataObject;
	}
	return body;
}

/**
 * The empty values of the fields chosen in `Fields to Clear`.
 * @throws Failure when one is unknown, cannot be emptied, or is set as well
 */
export function parseFieldsToClear(
	fields: readonly Field[],
	names: unknown,
	body: IDataObject,
): IDataObject {
	if (names === undefined || names === null || names === '') return {};
	const list = Array.isArray(names) ? names : String(names).split(',');
	const cleared: IDataObject = {};
	for (const name of list.map((entry) => String(entry).trim())) {
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
