import type { FieldType as ColumnType, INodeProperties } from 'n8n-workflow';

import {
	isEmpty,
	isWritable,
	parseBoolean,
	parseJson,
	parseLine,
	parseNumber,
	parseText,
	shown,
	WrongValue,
} from './parse';
import { isRecord } from '../objects';

/** How values of one type are entered, parsed, and compared with what the service holds. */
export interface FieldType {
	/** The control in the form; without its names and description. */
	control: Pick<INodeProperties, 'type' | 'default'> & Partial<INodeProperties>;
	/** The type of its column in a resource mapper. */
	columnType: ColumnType;
	/**
	 * The value as the API takes it.
	 * @throws WrongValue
	 */
	parse(value: unknown): unknown;
	/** Whether the service already holds this value; undefined when that cannot be known. */
	isSame(sent: unknown, held: unknown): boolean | undefined;
}

/**
 * Compares texts as a service may store them.
 * @param stored what is stored of a text, beside white space around it, which services trim
 */
export const sameAs =
	(stored: (text: string) => string = (text) => text): FieldType['isSame'] =>
	(sent, held) => {
		if (isEmpty(sent) || isEmpty(held)) return isEmpty(sent) && isEmpty(held);
		const [a, b] = [sent, held].map((value) => stored(String(value).trim().normalize('NFC')));
		return a === b;
	};

/** Text of one line, trimmed: a service would trim it as well, and it would differ for ever. */
export const text: FieldType = {
	control: { type: 'string', default: '' },
	columnType: 'string',
	parse: (value) => parseLine(value).trim(),
	isSame: sameAs(),
};

/** Text in which upper and lower case make no difference, such as an email address or a language. */
export const caseless: FieldType = { ...text, isSame: sameAs((value) => value.toLowerCase()) };

/** A web address: the case of its host and a slash at the end make no difference. */
export const webAddress: FieldType = {
	...text,
	isSame: sameAs((value) => {
		const [, origin = '', path = ''] = /^(\w+:\/\/[^/?#]*)?(.*)$/.exec(value) ?? [];
		return origin.toLowerCase() + path.replace(/\/$/, '');
	}),
};

/** Text that may have line breaks. */
export const multiline: FieldType = { ...text, parse: parseText };

/** Written, never read back: whether it is the same cannot be known. */
export const secret: FieldType = {
	control: { type: 'string', typeOptions: { password: true }, default: '' },
	columnType: 'string',
	parse(value) {
		if (typeof value === 'string') return value;
		if (typeof value === 'number' && isWritable(value)) return String(value);
		// Without the value: it is as secret as a right one.
		throw new WrongValue('is not text');
	},
	isSame: () => undefined,
};

export const integer: FieldType = {
	control: { type: 'number', default: 0 },
	columnType: 'number',
	parse: (value) => parseNumber(value, { whole: true }),
	isSame: sameAs(),
};

export const boolean: FieldType = {
	control: { type: 'boolean', default: true },
	columnType: 'boolean',
	parse: parseBoolean,
	isSame: sameAs(),
};

/** Deep equality of JSON values; the order of keys does not matter. */
function sameJson(a: unknown, b: unknown): boolean {
	if (Array.isArray(a) && Array.isArray(b)) {
		return a.length === b.length && a.every((entry, index) => sameJson(entry, b[index]));
	}
	if (isRecord(a) && isRecord(b)) {
		const keys = Object.keys(a);
		return (
			keys.length === Object.keys(b).length &&
			keys.every((key) => key in b && sameJson(a[key], b[key]))
		);
	}
	return a === b;
}

/** Deeper objects are a mistake, or hold themselves. */
const DEEPEST = 100;

/** What JSON would leave out or turn into something else without a word. */
function checkJson(value: unknown, path: string, depth = 0): void {
	if (depth > DEEPEST) throw new WrongValue('is nested too deeply, or contains itself');
	const isNumber = typeof value !== 'number' || isWritable(value);
	if (!isNumber || ['undefined', 'function', 'symbol', 'bigint'].includes(typeof value)) {
		throw new WrongValue(`has ${shown(value)} at '${path}', which JSON cannot hold`);
	}
	if (typeof value !== 'object' || value === null) return;
	const entries = Array.isArray(value)
		? [...(value as unknown[]).entries()]
		: Object.entries(value);
	for (const [key, entry] of entries)
		checkJson(entry, path === '' ? String(key) : `${path}.${key}`, depth + 1);
}

/** Not a Map, a Date and the like, whose content JSON would lose. */
const isPlain = (value: unknown) => Object.prototype.toString.call(value) === '[object Object]';

/** A JSON object. The service keeps keys of its own in it, so it is unchanged when it holds every key that is sent. */
export const jsonObject: FieldType = {
	control: { type: 'json', default: '{}' },
	columnType: 'object',
	parse(value) {
		const parsed = parseJson(value);
		if (isRecord(parsed) && isPlain(parsed)) {
			checkJson(parsed, '');
			return parsed;
		}
		throw new WrongValue(
			`is ${shown(value)}: it has to be a JSON object like {"department": "HR"}`,
		);
	},
	isSame: (sent, held) =>
		isRecord(sent) &&
		isRecord(held) &&
		Object.keys(sent).every((key) => sameJson(sent[key], held[key])),
};

export const sameSet = (a: readonly unknown[], b: readonly unknown[]) =>
	a.every((entry) => b.includes(entry)) && b.every((entry) => a.includes(entry));
