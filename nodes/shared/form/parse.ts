import { Failure } from '../errors';
import { asText } from '../objects';
import { shown } from '../shown';
import { identityFlaw, lineFlaw, listFlaw } from './flaws';

/** What is wrong with a value, as the end of a sentence about its field: "has 30 tags: at most 20 are allowed". */
export class WrongValue extends Error {}

/** Not NaN or Infinity, nor an integer so large that JavaScript has lost its last digits. */
export const isWritable = (number: number) =>
	Number.isFinite(number) && (!Number.isInteger(number) || Number.isSafeInteger(number));

/** @throws WrongValue when it is neither text nor a number */
export function parseText(value: unknown): string {
	if (typeof value === 'string') return value;
	if (typeof value === 'bigint') return String(value);
	if (typeof value === 'number') {
		if (isWritable(value)) return String(value);
		const why = Number.isFinite(value)
			? 'has lost its last digits: enter it as text'
			: 'is not a number';
		throw new WrongValue(`is ${shown(value)}, which ${why}`);
	}
	const what = Array.isArray(value) ? 'a list' : `of type ${typeof value}`;
	throw new WrongValue(`is ${what} (${shown(value)}): it has to be text`);
}

/** @throws WrongValue for what the value is refused for */
function checked<T>(value: T, flaw: (value: T) => string | undefined): T {
	const wrong = flaw(value);
	if (wrong !== undefined) throw new WrongValue(wrong);
	return value;
}

/**
 * Text without white space around it, not checked.
 * @throws WrongValue when it is neither text nor a number
 */
export const toLine = (value: unknown) => parseText(value).trim();

/** @throws WrongValue also when it was lost, or has line breaks or other control characters */
export const parseLine = (value: unknown) => checked(toLine(value), lineFlaw);

/**
 * What identifies a person or a thing, in the characters that it is usually written with, not checked. A byte order mark, which JavaScript
 * takes for white space, stays: it would vanish unseen.
 * @throws WrongValue when it is neither text nor a number
 */
export function toIdentity(value: unknown): string {
	const text = parseText(value);
	return (text.includes('\ufeff') ? text : text.trim()).normalize('NFC');
}

/** @throws WrongValue also for what an identity is refused for */
export const parseIdentity = (value: unknown, flaw = identityFlaw) =>
	checked(toIdentity(value), flaw);

/** Whether there is no value: null, '' or undefined. */
export const isEmpty = (value: unknown) => value === null || value === undefined || value === '';

/** Nothing, or nothing but white space. */
export const isBlank = (value: unknown) =>
	value === null || value === undefined || (typeof value === 'string' && value.trim() === '');

/** Text that is a number as one; any other value as it is. */
export const toNumber = (value: unknown) =>
	typeof value === 'string' && value.trim() !== '' ? Number(value) : value;

/**
 * A number, also as text, as expressions and sheets often give it.
 * @throws WrongValue
 */
export function parseNumber(
	value: unknown,
	{
		min = -Infinity,
		max = Infinity,
		whole = false,
	}: { min?: number; max?: number; whole?: boolean } = {},
): number {
	const number = toNumber(value);
	const isNumber = typeof number === 'number' && number >= min && number <= max;
	if (isNumber && (whole ? Number.isSafeInteger(number) : Number.isFinite(number))) return number;
	const range =
		max !== Infinity ? ` from ${min} to ${max}` : min !== -Infinity ? ` of at least ${min}` : '';
	throw new WrongValue(`is ${shown(value)}: it has to be a ${whole ? 'whole ' : ''}number${range}`);
}

/** A number of users, or a share of them. */
export interface Limit {
	most: number;
	/** Whether `most` is a percentage. */
	isShare: boolean;
}

/**
 * A whole number, or a percentage up to 100, as text: `50`, `20%`, `12.5 %`.
 * @throws WrongValue
 */
export function parseLimit(value: unknown): Limit {
	const entered = typeof value === 'number' ? String(value) : asText(value);
	const [, number, decimals = '', percent = ''] =
		/^\s*(\d{1,15})(\.\d{1,9})?\s*(%?)\s*$/.exec(entered) ?? [];
	const isShare = percent === '%';
	const most = Number(number + decimals);
	if (number !== undefined && (isShare ? most <= 100 : decimals === '')) return { most, isShare };
	throw new WrongValue(
		`is ${shown(value)}: it has to be a whole number like 50, or a share like 20%`,
	);
}

/**
 * True or false, also as text, as yes and no, or as 1 and 0.
 * @throws WrongValue
 */
export function parseBoolean(value: unknown): boolean {
	const word = typeof value === 'object' ? '' : String(value).trim().toLowerCase();
	if (['true', 'yes', '1'].includes(word)) return true;
	if (['false', 'no', '0'].includes(word)) return false;
	throw new WrongValue(`is ${shown(value)}: it has to be true or false`);
}

/** Undefined when the text is not JSON. */
function tryToParse(json: string): unknown {
	try {
		return JSON.parse(json);
	} catch {
		return undefined;
	}
}

/**
 * A value as JSON text, or already parsed.
 * @throws WrongValue when the text is not JSON
 */
export function parseJson(value: unknown): unknown {
	if (typeof value !== 'string') return value;
	const parsed = tryToParse(value);
	if (parsed === undefined) throw new WrongValue(`is not valid JSON: ${shown(value)}`);
	return parsed;
}

/**
 * A list as JSON text, as sheets have it; undefined for any other value.
 * @throws WrongValue for text in brackets that is not JSON: its entries would begin and end with a bracket
 */
function listFromJson(value: unknown): unknown[] | undefined {
	if (typeof value !== 'string' || !/^\s*\[.*\]\s*$/s.test(value)) return undefined;
	return parseJson(value) as unknown[];
}

/**
 * The entries of comma-separated text, a list, or a list as JSON text; trimmed, without empty ones, not checked.
 * @throws WrongValue when an entry is not text
 */
export function toList(value: unknown): string[] {
	const list = Array.isArray(value) ? (value as unknown[]) : listFromJson(value);
	const entries = list ?? parseText(value).split(',');
	return entries.map((entry) => parseText(entry).trim()).filter((entry) => entry !== '');
}

/**
 * @param noun of the entries: "tags"
 * @throws WrongValue also when an entry has another separator in it, or was lost
 */
export const parseList = (value: unknown, noun: string, flaw = lineFlaw): string[] =>
	checked(toList(value), (entries) => listFlaw(entries, noun, flaw));

/**
 * What was thrown because a value is wrong, as a sentence that names it; a Failure as it is. Of other errors the message is not shown:
 * it might contain a secret value.
 * @param subject begins the sentence: "'Email'", "The filter 'Tag'"
 */
export function wrongValueOf(subject: string, error: unknown): Failure {
	if (error instanceof Failure) return error;
	const reason = error instanceof WrongValue ? error.message : 'has a value that cannot be read';
	return new Failure(`${subject} ${reason}`);
}

/**
 * The result of `parse`.
 * @param subject see `wrongValueOf`
 * @throws Failure that names the value
 */
export function parseNamed<T>(subject: string, parse: () => T): T {
	try {
		return parse();
	} catch (error) {
		throw wrongValueOf(subject, error);
	}
}
