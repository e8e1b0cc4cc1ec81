import type { INodeProperties } from 'n8n-workflow';

import { type Limit, parseBoolean, parseLimit, parseNumber, WrongValue } from './parse';
import { shown } from '../shown';

/** A parameter of a node: its control in the form, and how its value is read. Its name is its key in a table. */
export interface Parameter<V = unknown> {
	readonly property: Omit<INodeProperties, 'name'>;
	/** Whether it is an entry of the collection Options. */
	readonly isOption?: true;
	/**
	 * @throws WrongValue, which becomes a sentence that names the parameter; Failure that names a part of it
	 */
	parse(value: unknown, item: { timezone: string }): V;
	/** Its value where it is an option that is not added. */
	readonly unset?: V;
}

/** One that can be an option. */
export type Option<V> = Parameter<V> & { readonly unset: V };

export type ParameterTable = Record<string, Parameter>;

/** The table that describes these values. */
export type TableOf<S> = { readonly [N in keyof S]: Parameter<S[N]> };

/** The values that a table describes. */
export type ValuesOf<T extends ParameterTable> = {
	readonly [N in keyof T]: T[N] extends Parameter<infer V> ? V : never;
};

type Texts<D> = Pick<
	INodeProperties,
	'displayName' | 'description' | 'noDataExpression' | 'builderHint' | 'displayOptions'
> & { default: D };

/** True or false. */
export const flag = ({
	unset,
	...texts
}: Texts<boolean> & { unset?: boolean }): Option<boolean> => ({
	property: { ...texts, type: 'boolean' },
	parse: parseBoolean,
	unset: unset ?? texts.default,
});

interface Range {
	min: number;
	max?: number;
	whole?: boolean;
}

/** A number in the unit of its title. */
export function number({
	unset,
	min,
	max,
	whole,
	...texts
}: Texts<number> & Range & { unset?: number }): Option<number> {
	const typeOptions = { minValue: min, ...(max !== undefined && { maxValue: max }) };
	return {
		property: { ...texts, type: 'number', typeOptions },
		parse: (value) => parseNumber(value, { min, max, whole }),
		unset: unset ?? texts.default,
	};
}

/** A number of users, or a share of them; none where it is not added and has no default. */
export const limit = (texts: Texts<string>): Option<Limit | undefined> => ({
	property: { ...texts, type: 'string', placeholder: 'e.g. 50 or 20%' },
	parse: parseLimit,
	unset: texts.default === '' ? undefined : parseLimit(texts.default),
});

/** One of these. */
export function choice<T extends string>({
	choices,
	...texts
}: Texts<T> & {
	choices: Array<{ name: string; value: T; description?: string }>;
}): Option<T> {
	return {
		property: { ...texts, type: 'options', options: choices },
		parse(value) {
			const chosen = choices.find((one) => one.value === value);
			if (chosen) return chosen.value;
			const all = choices.map((one) => shown(one.value)).join(' or ');
			throw new WrongValue(`is ${shown(value)}: it has to be ${all}`);
		},
		unset: texts.default,
	};
}

/** Not offered where the node is the tool of an agent; there it is what it is by default. */
export const NOT_IN_TOOLS = { show: { '@tool': [false] } };

/**
 * For models that write workflows: they read the default, with which the form adds an option, and would leave the option out for it.
 */
const absentHint = ({ unset, property }: Parameter): Pick<INodeProperties, 'builderHint'> =>
	unset === false && property.default === true
		? { builderHint: { propertyHint: 'Off when this key is left out' } }
		: {};

/** Begins a sentence about its value. */
export const nameOf = ({ property: { displayName }, isOption }: Parameter) =>
	isOption ? `The option '${displayName}'` : `'${displayName}'`;

/** Entries of the collection Options instead of parameters of their own. */
export const inOptions = <T extends Record<string, Option<unknown>>>(table: T): T =>
	Object.fromEntries(
		Object.entries(table).map(([name, parameter]) => [name, { ...parameter, isOption: true }]),
	) as T;

/** Shown, and read, only where other parameters have one of these values; else undefined. */
export const shownWhere = <V>(
	show: Record<string, Array<string | boolean>>,
	{ property, parse }: Parameter<V>,
): Parameter<V | undefined> => ({
	property: { ...property, displayOptions: { show } },
	parse,
});

/** The form of a table: its parameters, and the collection Options. */
export function propertiesOf(table: ParameterTable): INodeProperties[] {
	const entries = Object.entries(table);
	const controls = (isOption: boolean) =>
		entries.flatMap(([name, parameter]) =>
			(parameter.isOption ?? false) === isOption
				? { ...absentHint(parameter), ...parameter.property, name }
				: [],
		);
	return [
		...controls(false),
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: controls(true).sort((a, b) => a.displayName.localeCompare(b.displayName)),
		},
	];
}
