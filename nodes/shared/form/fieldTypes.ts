import type { INodeProperties, ResourceMapperField } from 'n8n-workflow';

import { isRecord } from '../objects';
import { emailFlaw, identityFlaw, lineFlaw, lostFlaw } from './flaws';
import {
	isEmpty,
	isWritable,
	parseBoolean,
	parseJson,
	parseText,
	toIdentity,
	toLine,
	toNumber,
	WrongValue,
} from './parse';
import { shown } from '../shown';

/** How values of a type are entered, parsed, and compared with those of the service. */
export interface FieldType {
	/** In the form. */
	control: Pick<INodeProperties, 'type' | 'default'> & Partial<INodeProperties>;
	/** In a resource mapper. */
	column: Pick<ResourceMapperField, 'type' | 'options'>;
	/**
	 * The value as the API takes it. What a service had can be parsed, so that it can be written back.
	 * @throws WrongValue
	 */
	parse(value: unknown): unknown;
	/** What a parsed value is refused for where a person entered it, as the end of a sentence about its field. */
	flaw?(value: unknown): string | undefined;
	/** Whether the service already has this value; undefined when that cannot be known. */
	isSame(sent: unknown, current: unknown): boolean | undefined;
	/**
	 * Whether the value is what a write leaves behind, where that is more than `isSame`: a part of it may have been changed since.
	 * @param before as the service showed it before the write
	 */
	isLeftBy?(sent: unknown, before: unknown, current: unknown): boolean;
	/** What is left of two values that were written one after the other, where the second does not replace the first. */
	combine?(first: unknown, second: unknown): unknown;
	/** What a person calls a value that is not empty, where that is not its text, its label or its entries. */
	text?(value: unknown): string;
	/** The value is never shown, and the service does not show it either. */
	isSecret?: true;
	/** Why a value cannot be written back as the service showed it, after `to` was written; the end of a sentence. */
	irreversible?(from: unknown, to: unknown): string | undefined;
}

/**
 * Compares texts as a service may store them.
 * @param stored what is stored of a text, besides the white space around it, which services trim
 */
export const sameAs =
	(stored: (text: string) => string = (text) => text): FieldType['isSame'] =>
	(sent, current) => {
		if (isEmpty(sent) || isEmpty(current)) return isEmpty(sent) && isEmpty(current);
		const [a, b] = [sent, current].map((value) => stored(String(value).trim().normalize('NFC')));
		return a === b;
	};

/** Text of one line, trimmed: a service would trim it as well, and it would differ for ever. */
export const text: FieldType = {
	control: { type: 'string', default: '' },
	column: { type: 'string' },
	parse: toLine,
	flaw: lineFlaw,
	isSame: sameAs(),
};

/** Text in which upper and lower case make no difference, such as a language. */
export const caseless: FieldType = { ...text, isSame: sameAs((value) => value.toLowerCase()) };

/** Text that tells people or things apart, such as a username. */
export const identity: FieldType = { ...text, parse: toIdentity, flaw: identityFlaw };

export const emailAddress: FieldType = {
	...identity,
	flaw: emailFlaw,
	isSame: caseless.isSame,
};

/** A web address: the case of its host and a slash at the end make no difference. */
export const webAddress: FieldType = {
	...text,
	isSame: sameAs((value) => {
		const [, origin = '', path = ''] = /^(\w+:\/\/[^/?#]*)?(.*)$/.exec(value) ?? [];
		return origin.toLowerCase() + path.replace(/\/$/, '');
	}),
};

/** Text that may have line breaks. */
export const multiline: FieldType = { ...text, parse: parseText, flaw: lostFlaw };

/** No service takes a longer password; hiding a megabyte in texts would keep n8n busy. */
const LONGEST_SECRET = 1000;

/** A text that cannot be compared. No message about it has the value, which may be a secret as well when it is wrong. */
export const secret: FieldType = {
	control: { type: 'string', typeOptions: { password: true }, default: '' },
	column: { type: 'string' },
	isSecret: true,
	parse(value) {
		const text = typeof value === 'number' && isWritable(value) ? String(value) : value;
		if (typeof text !== 'string') throw new WrongValue('is not text');
		if (text.length > LONGEST_SECRET) {
			throw new WrongValue(`has ${text.length} characters: at most ${LONGEST_SECRET} are allowed`);
		}
		return text;
	},
	flaw: (text: string) =>
		/^[*•●\s]+$/.test(text)
			? 'is only a mask, as passwords are shown with: enter the password itself'
			: lostFlaw(text),
	isSame: () => undefined,
};

const notWhole = (value: unknown) => `is ${shown(value)}: it has to be a whole number`;

export const integer: FieldType = {
	control: { type: 'number', default: 0 },
	column: { type: 'number' },
	parse(value) {
		const number = toNumber(value);
		if (typeof number === 'number' && Number.isFinite(number)) return number;
		throw new WrongValue(notWhole(value));
	},
	flaw: (value) => (Number.isSafeInteger(value) ? undefined : notWhole(value)),
	isSame: sameAs(),
};

export const boolean: FieldType = {
	control: { type: 'boolean', default: true },
	// A choice, which is blank at first: of type boolean, n8n's editor stores false for a column as soon as it is added.
	column: {
		type: 'options',
		options: [
			{ name: 'False', value: false },
			{ name: 'True', value: true },
		],
	},
	parse: parseBoolean,
	isSame: sameAs(),
};

/** Deep equality of JSON values; the order of keys does not matter. */
export function sameJson(a: unknown, b: unknown): boolean {
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

/** Deeper objects are a mistake, or contain themselves. */
const DEEPEST = 100;

/** @throws WrongValue for what JSON would silently drop or change */
function checkJson(value: unknown, path: string, depth = 0): void {
	if (depth > DEEPEST) throw new WrongValue('is nested too deeply, or contains itself');
	const isLost = typeof value === 'number' && !isWritable(value);
	if (isLost || ['undefined', 'function', 'symbol', 'bigint'].includes(typeof value)) {
		throw new WrongValue(`has ${shown(value)} at '${path}', which JSON cannot hold`);
	}
	if (typeof value !== 'object' || value === null) return;
	// The holes of a list are undefined, and JSON would write null.
	const entries = Object.entries(Array.isArray(value) ? [...(value as unknown[])] : value);
	for (const [key, entry] of entries)
		checkJson(entry, path === '' ? key : `${path}.${key}`, depth + 1);
}

/** Not a Map, a Date or the like, whose content JSON would lose. */
const isPlain = (value: unknown) => Object.prototype.toString.call(value) === '[object Object]';

/** A JSON object. The service may add keys, so it counts as unchanged when every key to send is the same. */
export const jsonObject: FieldType = {
	control: { type: 'json', default: '{}' },
	column: { type: 'object' },
	parse(value) {
		const parsed = parseJson(value);
		if (!isRecord(parsed) || !isPlain(parsed)) {
			throw new WrongValue(
				`is ${shown(value)}: it has to be a JSON object like {"department": "HR"}`,
			);
		}
		checkJson(parsed, '');
		return parsed;
	},
	flaw: (value) => lostFlaw(JSON.stringify(value)),
	isSame: (sent, current) =>
		isRecord(sent) &&
		isRecord(current) &&
		Object.keys(sent).every((key) => sameJson(sent[key], current[key])),
};

/** Whether both lists have the same entries, in any order and number. */
export const sameSet = (a: readonly unknown[], b: readonly unknown[]) =>
	a.every((entry) => b.includes(entry)) && b.every((entry) => a.includes(entry));
