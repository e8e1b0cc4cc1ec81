import { type FieldType, sameSet, text } from '../../shared/form/fieldTypes';
import {
	isEmpty,
	parseJson,
	parseLine,
	parseList,
	shown,
	WrongValue,
} from '../../shared/form/parse';
import { isRecord } from '../../shared/objects';

/**
 * A reference to an organization, role or dashboard: written as id or label, read back as an object (user
 * object page). So that what was read can be written, the object is taken as well.
 * @param key which property of such an object is sent: roles have no id
 */
export const reference = (key: 'id' | 'label'): FieldType => ({
	...text,
	parse(value) {
		if (!isRecord(value)) return parseLine(value).trim();
		const found = value[key] ?? value.id ?? value.label;
		if (typeof found === 'string' && found !== '') return found;
		throw new WrongValue(`is ${shown(value)}: it has to be an ID or a label`);
	},
	isSame(sent, held) {
		if (isEmpty(sent) || isEmpty(held)) return isEmpty(sent) && isEmpty(held);
		if (!isRecord(held)) return sent === held;
		return sent === held.id || sent === held.label || sent === `~${String(held.label)}`;
	},
});

/** A label as it stands in bodies and filters: bare, the `~` belongs to paths. */
export const parseLabel = (value: unknown) => parseLine(value).trim().replace(/^~/, '');

/** Tags: the order in which they are listed does not make a difference to a user. */
export const tags: FieldType = {
	...text,
	columnType: 'string',
	parse: parseList,
	isSame: (sent, held) => sameSet(Array.isArray(sent) ? sent : [], Array.isArray(held) ? held : []),
};

const CONTACT_TYPES = ['email', 'sms', 'telegram', 'voice'];

function parseContactMethod(entry: unknown): { type: string; values: string[] } {
	if (!isRecord(entry)) throw new WrongValue(`has ${shown(entry)} instead of a type and values`);
	const type = String(entry.type).toLowerCase();
	if (!CONTACT_TYPES.includes(type)) {
		throw new WrongValue(
			`has the type ${shown(entry.type)}: it has to be one of ${CONTACT_TYPES.join(', ')}`,
		);
	}
	const values = isEmpty(entry.values) ? [] : parseList(entry.values);
	if (values.length === 0) {
		throw new WrongValue(`has no values for the type '${type}': enter an address or a number`);
	}
	return { type, values };
}

/** The list behind the form's rows, a list in an item, or either as JSON text. */
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

/** Values by type, so that neither the order of rows nor ids and properties that the service adds matter. */
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
						options: [
							{ name: 'Email', value: 'email' },
							{ name: 'SMS', value: 'sms' },
							{ name: 'Telegram', value: 'telegram' },
							{ name: 'Voice', value: 'voice' },
						],
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
	columnType: 'array',
	parse: (value) => contactRows(value).map(parseContactMethod),
	isSame(sent, held) {
		const [a, b] = [valuesByType(sent), valuesByType(held)];
		return (
			sameSet([...a.keys()], [...b.keys()]) &&
			[...a].every(([type, values]) => sameSet(values, b.get(type) ?? []))
		);
	},
};
