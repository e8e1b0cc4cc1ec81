import {
	type FieldType,
	identity,
	jsonObject,
	sameJson,
	sameSet,
	text,
} from '../../shared/form/fieldTypes';
import { emailFlaw, identityFlaw, lineFlaw, listFlaw } from '../../shared/form/flaws';
import {
	isEmpty,
	parseIdentity,
	parseJson,
	toIdentity,
	toList,
	WrongValue,
} from '../../shared/form/parse';
import { shown } from '../../shared/shown';
import { asRecord, isRecord } from '../../shared/objects';

/**
 * A reference to an organization, role or dashboard: written as id or label, returned as an object (user object page), which can
 * also be entered.
 * @param key the property of such an object to send: roles have no id
 */
export const reference = (key: 'id' | 'label'): FieldType => ({
	...identity,
	parse(value) {
		if (!isRecord(value)) return toIdentity(value);
		const found = value[key] ?? value.id ?? value.label;
		if (typeof found === 'string' && found !== '') return found;
		throw new WrongValue(`is ${shown(value)}: it has to be an ID or a label`);
	},
	isSame(sent, current) {
		if (!isRecord(current) || isEmpty(sent)) return text.isSame(sent, current);
		return sent === current.id || sent === current.label || sent === `~${String(current.label)}`;
	},
});

/** A label for bodies and filters, without the `~` that it has in paths. */
export const parseLabel = (value: unknown) => parseIdentity(value).replace(/^~/, '');

/** As tags are told apart: one may be written with an accent of its own or with a letter that has it. */
export const plainTag = (tag: unknown) => String(tag).trim().normalize('NFC');

const plainTags = (value: unknown) => (Array.isArray(value) ? value.map(plainTag) : []);

/** But for the joiners, which Persian, Hindi and emojis need. */
const INVISIBLE_IN_TAG = /(?![\u200c\u200d])\p{Cf}/u;

/** What a tag is refused for: nobody could tell it from another. */
export const tagFlaw = (tag: string) =>
	INVISIBLE_IN_TAG.test(tag)
		? `has the tag ${shown(tag)} with an invisible character: enter it again`
		: lineFlaw(tag);

const isEmptyList = (value: unknown) =>
	Array.isArray(value) ? value.length === 0 : /^\s*\[\s*\]\s*$/.test(String(value));

/** The order of tags does not matter. */
export const tags: FieldType = {
	...text,
	parse(value) {
		const list = toList(value).map(plainTag);
		if (list.length > 0 || isEmptyList(value)) return list;
		throw new WrongValue(`is ${shown(value)}, without a tag: an expression may have lost them`);
	},
	flaw: (value) => listFlaw(value as string[], 'tags', tagFlaw),
	isSame: (sent, current) => sameSet(plainTags(sent), plainTags(current)),
};

const CONTACT_TYPES = [
	{ name: 'Email', value: 'email' },
	{ name: 'SMS', value: 'sms' },
	{ name: 'Telegram', value: 'telegram' },
	{ name: 'Voice', value: 'voice' },
];

interface ContactMethod {
	type: string;
	values: string[];
}

function parseContactMethod(entry: unknown): ContactMethod {
	if (!isRecord(entry) || typeof entry.type !== 'string')
		throw new WrongValue(`has ${shown(entry)} instead of a type and values`);
	const type = entry.type.toLowerCase();
	const values = isEmpty(entry.values) ? [] : toList(entry.values);
	if (values.length > 0) return { type, values };
	throw new WrongValue(`has no values for the type '${type}': enter an address or a number`);
}

function contactFlaw({ type, values }: ContactMethod): string | undefined {
	const types = CONTACT_TYPES.map(({ value }) => value);
	if (!types.includes(type)) {
		return `has the type ${shown(type)}: it has to be one of ${types.join(', ')}`;
	}
	return listFlaw(values, 'addresses or numbers', type === 'email' ? emailFlaw : identityFlaw);
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
	flaw: (value) => (value as ContactMethod[]).map(contactFlaw).find((flaw) => flaw !== undefined),
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
