import type { FieldType, INodeProperties } from 'n8n-workflow';
import { isRecord } from './records';

/** What is wrong with a value, as the end of a sentence that begins with the field's name: "is 30 tags: at most 20 are allowed". */
export class WrongValue extends Error {}

/** How values of one type are entered, read, and compared with what the service holds. */
export interface Kind {
	/** The control in the form; without its names and description. */
	control: Pick<INodeProperties, 'type' | 'default'> & Partial<INodeProperties>;
	/** The type of its column in a resource mapper. */
	columnType: FieldType;
	/**
	 * The value as the API takes it.
	 * @throws WrongValue
	 */
	read(value: unknown): unknown;
	/** Whether the service already holds this value; undefined when that cannot be known. */
	same(sent: unknown, held: unknown): boolean | undefined;
}

/** JSON has no NaN and no undefined: they are shown as they are. */
const asJson = (value: unknown) =>
	typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));

/** A value for a sentence: short, in one line, its type visible. */
export function shown(value: unknown): string {
	const text = typeof value === 'string' ? `'${value}'` : asJson(value);
	return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** Line breaks, tabs and the other characters that have no place in a name or an address; also half of a character pair. */
export const hasControlCharacters = (value: string) => /[\p{Cc}\p{Cs}]/u.test(value);

/** @throws WrongValue when a list or an object stands where text belongs */
export function readText(value: unknown): string {
	if (typeof value === 'string') return value;
	if (typeof value === 'number' || typeof value === 'bigint') return String(value);
	const what = Array.isArray(value) ? 'a list' : `of type ${typeof value}`;
	throw new WrongValue(`is ${what} (${shown(value)}) where text belongs`);
}

/** @throws WrongValue also when the text has line breaks or other control characters */
export function readLine(value: unknown): string {
	const text = readText(value);
	if (hasControlCharacters(text)) {
		throw new WrongValue('has a line break or another control character: take it out');
	}
	return text;
}

/** The service's "nothing" in any of its forms: null, an empty text, or a field that is not there. */
export const isNothing = (value: unknown) => value === null || value === undefined || value === '';

const sameText = (sent: unknown, held: unknown) =>
	(isNothing(sent) && isNothing(held)) || sent === held;

export const text: Kind = {
	control: { type: 'string', default: '' },
	columnType: 'string',
	read: readLine,
	same: sameText,
};

/** Text that may have line breaks. */
export const multiline: Kind = { ...text, read: readText };

/** Written, never read back: whether it is the same cannot be known. */
export const secret: Kind = {
	control: { type: 'string', typeOptions: { password: true }, default: '' },
	columnType: 'string',
	read(value) {
		if (typeof value === 'string' || typeof value === 'number') return String(value);
		// Without the value: it is as secret as a right one.
		throw new WrongValue('is no text');
	},
	same: () => undefined,
};

/** A whole number; also as text, which is what an expression or a sheet often gives. */
export const integer: Kind = {
	control: { type: 'number', default: 0 },
	columnType: 'number',
	read(value) {
		const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
		if (typeof number === 'number' && Number.isSafeInteger(number)) return number;
		throw new WrongValue(`is ${shown(value)}: it has to be a whole number`);
	},
	same: sameText,
};

/** True or false; also as text or 1 and 0. */
export const boolean: Kind = {
	control: { type: 'boolean', default: true },
	columnType: 'boolean',
	read(value) {
		const word = typeof value === 'object' ? '' : String(value).trim().toLowerCase();
		if (word === 'true' || word === '1') return true;
		if (word === 'false' || word === '0') return false;
		throw new WrongValue(`is ${shown(value)}: it has to be true or false`);
	},
	same: (sent, held) => sent === held,
};

/** The parsed JSON; undefined when the text is none. */
function tryToParse(json: string): unknown {
	try {
		return JSON.parse(json);
	} catch {
		return undefined;
	}
}

/**
 * A value that is entered as JSON text, or comes parsed from an item.
 * @throws WrongValue when the text is no JSON
 */
export function readJson(value: unknown): unknown {
	if (typeof value !== 'string') return value;
	const parsed = tryToParse(value);
	if (parsed === undefined) throw new WrongValue(`is no valid JSON: ${shown(value)}`);
	return parsed;
}

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

/** A JSON object. The service keeps keys of its own in it, so it is unchanged when it holds every key that is sent. */
export const jsonObject: Kind = {
	control: { type: 'json', default: '{}' },
	columnType: 'object',
	read(value) {
		const parsed = readJson(value);
		if (isRecord(parsed)) return parsed;
		throw new WrongValue(
			`is ${shown(value)}: it has to be a JSON object like {"department": "HR"}`,
		);
	},
	same: (sent, held) =>
		isRecord(sent) &&
		isRecord(held) &&
		Object.keys(sent).every((key) => sameJson(sent[key], held[key])),
};

/** Entries of comma-separated text or of a list, trimmed, without empty ones. */
export function readList(value: unknown): string[] {
	const entries = Array.isArray(value) ? value : readLine(value).split(',');
	return entries.map((entry) => readLine(entry).trim()).filter((entry) => entry !== '');
}

export const sameSet = (a: readonly unknown[], b: readonly unknown[]) =>
	a.every((entry) => b.includes(entry)) && b.every((entry) => a.includes(entry));
