import type { INodeProperties, ResourceMapperField } from 'n8n-workflow';

import type { FieldType } from './fieldTypes';

/** One body parameter of a service: its control, checks, column and comparison come from here. Its value: see `fieldValues`. */
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

/** The names of the fields whose values are never shown. */
export const secretNames = (fields: readonly Field[]) =>
	fields.filter(({ type }) => type.isSecret).map(({ name }) => name);
