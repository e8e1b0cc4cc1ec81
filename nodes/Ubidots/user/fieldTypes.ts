import type { IDataObject } from 'n8n-workflow';

import { type FieldType, jsonObject, sameJson, sameSet, text } from '../../shared/form/fieldTypes';
import {
	isEmpty,
	parseJson,
	parseLine,
	parseList,
	parseText,
	WrongValue,
} from '../../shared/form/parse';
import { shown } from '../../shared/shown';
import { asRecord, isRecord } from '../../shared/objects';

function idOrLabel(value: IDataObject, key: 'id' | 'label'): string {
	const found = value[key] ?? value.id ?? value.label;
	if (typeof found === 'string' && found !== '') return found;
	throw new WrongValue(`is ${shown(value)}: it has to be an ID or a label`);
}

/**
 * A reference to an organization, role or dashboard: written as id or label, returned as an object (user object page), which can
 * also be entered.
 * @param key the property of such an object to send: roles have no id
 */
export const reference = (key: 'id' | 'label'): FieldType => ({
	...text,
	parse: (value) => (isRecord(value) ? idOrLabel(value, key) : parseLine(value).trim()),
	parseKept: (value) => (isRecord(value) ? idOrLabel(value, key) : parseText(value)),
	isSame(sent, current) {
		if (!isRecord(current) || isEmpty(sent)) return text.isSame(sent, current);
		return sent === current.id || sent === current.label || sent === `~${String(current.label)}`;
	},
});

/** A label for bodies and filters, without the `~` that it has in paths. */
export const parseLabel = (value: unknown) => parseLine(value).trim().replace(/^~/, '');

/** The order of tags does not matter. */
export const tags: FieldType = {
	...text,
	parse: parseList,
	parseKept: (value) => (Array.isArray(value) ? value.map(parseText) : parseList(value)),
	isSame: (sent, current) =>
		sameSet(Array.isArray(sent) ? sent : [], Array.isArray(current) ? current : []),
};

const CONTACT_TYPES = [
	{ name: 'Email', value: 'email' },
	{ name: 'SMS', value: 'sms' },
	{ name: 'Telegram', value: 'telegram' },
	{ name: 'Voice', value: 'voice' },
];

function parseContactMethod(entry: unknown): { type: string; values: string[] } {
	if (!isRecord(entry)) throw new WrongValue(`has ${shown(entry)} instead of a type and values`);
	const type = String(entry.type).toLowerCase();
	const types = CONTACT_TYPES.map(({ value }) => value);
	if (!types.includes(type)) {
		throw new WrongValue(
			`has the type ${shown(entry.type)}: it has to be one of ${types.join(', ')}`,
		);
	}
	const values = isEmpty(entry.values) ? [] : parseList(entry.values);
	if (values.length === 0) {
		throw new WrongValue(`has no values for the type '${type}': enter an address or a number`);
	}
	return { type, values };
}

/** A method of any type: the service may have others than the form. */
function parseKeptMethod(method: unknown): { type: string; values: string[] } {
	const { type, values } = isRecord(method) ? method : {};
	if (typeof type === 'string' && Array.isArray(values))
		return { type, values: values.map(parseText) };
	throw new WrongValue(`has ${shown(method)} instead of a type and values`);
}

/** The rows of the form, a list, or either as JSON text. */
function contactRows(value: unknown): unknown[] {
	const rows = parseJson(value);
	if (Array.isArray(rows)) return rows;
	if (isRecord(rows)) {
		const { contactMethod } = rows;
		if (Array.isArray(contactMethod) && contactMethod.length > 0) return contactMethod;
		throw new WrongValue('has no rows: add one or remove the field');
	}
	throw new WrongValue(
		`is ${shown(value)}: it has to be a list like [{"type": "sms", "values": ["+57 3305514578"]}]`,
	);
}

const isEmptyObject = (value: unknown) => isRecord(value) && Object.keys(value).length === 0;

/** Whether the method, as the service shows it, is nothing but what can be written of one (user object page). */
function isWritable(method: unknown): boolean {
	if (!isRecord(method)) return false;
	const { values, properties } = method;
	const hasValues = Array.isArray(values) && values.length > 0;
	return hasValues && (isEmpty(properties) || isEmptyObject(properties));
}

/** For comparing: ignores the order of rows, and ids and properties that the service adds. */
function valuesByType(methods: unknown): Map<string, string[]> {
	const found = new Map<string, string[]>();
	for (const method of Array.isArray(methods) ? methods : []) {
		if (!isRecord(method) || !Array.isArray(method.values)) continue;
		const type = String(method.type);
		found.set(type, [...(found.get(type) ?? []), ...method.values.map(String)]);
	}
	return found;
}

/** Contact methods, sent as `[{ type, values: [...] }]` (user object page). */
export const contactMethods: FieldType = {
	control: {
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		default: {},
		options: [
			{
				displayName: 'Contact Method',
				name: 'contactMethod',
				values: [
					{
						displayName: 'Type',
						name: 'type',
						type: 'options',
						options: CONTACT_TYPES,
						default: 'email',
						description: 'How the user is contacted',
					},
					{
						displayName: 'Values',
						name: 'values',
						type: 'string',
						default: '',
						placeholder: 'e.g. +57 3305514578, +57 3305514579',
						description: 'Addresses or numbers, separated by commas',
					},
				],
			},
		],
	},
	column: { type: 'array' },
	parse: (value) => contactRows(value).map(parseContactMethod),
	parseKept: (value) => contactRows(value).map(parseKeptMethod),
	isSame(sent, current) {
		const [a, b] = [valuesByType(sent), valuesByType(current)];
		return (
			sameSet([...a.keys()], [...b.keys()]) &&
			[...a].every(([type, values]) => sameSet(values, b.get(type) ?? []))
		);
	},
	irreversible(from) {
		const lost = (Array.isArray(from) ? from : []).find((method: unknown) => !isWritable(method));
		if (lost === undefined) return undefined;
		return 'a contact method had properties of its own, or no values, and only types and values can be written';
	},
};

/** A user's properties. Whether a write replaces or merges them is not documented, nor is a way to remove one. */
export const properties: FieldType = {
	...jsonObject,
	isLeftBy(sent, before, current) {
		if (!isRecord(sent) || !isRecord(current)) return false;
		const was = isRecord(before) ? before : {};
		const isKnown = (key: string) => key in sent || sameJson(current[key], was[key]);
		return jsonObject.isSame(sent, current) === true && Object.keys(current).every(isKnown);
	},
	combine: (first, second) => ({ ...asRecord(first), ...asRecord(second) }),
	irreversible(from, to) {
		const before = isRecord(from) ? from : {};
		const added = Object.keys(isRecord(to) ? to : {}).filter((key) => !(key in before));
		if (added.length === 0) return undefined;
		return `${added.map(shown).join(', ')} would have to be removed, and Ubidots documents no way to remove a property`;
	},
};
