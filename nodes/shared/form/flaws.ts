import { invisibleCharacter } from '../path';
import { shown } from '../shown';

/** What a text is refused for, as the end of a sentence about its field; undefined for one that is fine. */
export type Flaw = (text: string) => string | undefined;

/** Line breaks of any kind, tabs and other control characters. */
const CONTROL_CHARACTER = /[\p{Cc}\p{Zl}\p{Zp}]/u;

/** The errors of Excel, Google Sheets and LibreOffice, as a file or a list holds them. */
const SHEET_ERROR =
	/(?<![\p{L}\p{N}])(?:#N\/A|#(?:REF|VALUE|DIV\/0|NULL|NUM|ERROR|SPILL|CALC|FIELD|BLOCKED|CONNECT|UNKNOWN)!|#NAME\?|Err:\d{3})(?![\p{L}\p{N}])/u;

/** The same in other languages, alone in a cell: `#BEZUG!`, `#¿NOMBRE?`, `#DEEL/0!`, `#NV`. Within a text it may be anything. */
const SHEET_ERROR_ABROAD = /^#(?:[¡¿]?\p{Lu}+(?:\/0)?[!?]|NV|N\/[BD])$/u;

/** UTF-8 that was read as latin1 or Windows-1252, accent for accent: `Ã©`, `Â°`, `â€™`; and its byte order mark. */
const MOJIBAKE = /ï»¿|Ã[\u0080-\u00bf\u0152-\u0192\u02c6-\u2122]|Â[\u0080-\u00bf]|â(?:\u0080|€)./u;

/** By itself, or between punctuation: `undefined@example.com`, but not `undefinedness`. */
const UNDEFINED = /(?<![\p{L}\p{N}])(?:undefined)+(?![\p{L}\p{N}])/u;

const INVALID_DATE = /(?<![\p{L}\p{N}])Invalid Date(?:Time)?(?![\p{L}\p{N}])/u;

/** What a decoder puts in the place of bytes that it cannot read: no value that somebody had. */
const REPLACED = /\ufffd/;

const WHY_REPLACED =
	"has a character that was lost when the file was read (U+FFFD): set 'Encoding' in the node that reads it, for example to latin1";

/** Of any text, also of one that a service had. */
export const replacedFlaw: Flaw = (text) => (REPLACED.test(text) ? WHY_REPLACED : undefined);

/**
 * Texts that stand in the place of a value that was lost on the way, and what to do. No message quotes more of a text than the rule
 * names: it may be a password.
 */
const LOST: ReadonlyArray<[RegExp, (found: string) => string]> = [
	[REPLACED, () => WHY_REPLACED],
	[
		/^[\s\p{Cf}\p{Default_Ignorable_Code_Point}]+$/u,
		() => 'has no character that can be seen: enter a value',
	],
	[/\p{Cs}/u, () => 'has half of a character, which was cut: enter it again'],
	[
		MOJIBAKE,
		(found) =>
			`has '${found}', which is one character of a UTF-8 file that was read as latin1: set 'Encoding' to UTF-8 in the node that reads it`,
	],
	[SHEET_ERROR_ABROAD, (found) => `has '${found}', an error of the spreadsheet: correct the cell`],
	[SHEET_ERROR, (found) => `has '${found}', an error of the spreadsheet: correct the cell`],
	[
		/\[object \w+\]/,
		(found) =>
			`has '${found}': an expression put an object where text belongs. Choose one of its fields`,
	],
	[
		UNDEFINED,
		() => "has the word 'undefined': a part of its expression returned nothing. Fix the expression",
	],
	[INVALID_DATE, (found) => `has '${found}': its expression got no date. Fix the expression`],
	[
		/\{\{\s*\$/,
		() => "has an expression that was not evaluated: switch the field from 'Fixed' to 'Expression'",
	],
	[
		/^[+-]?\d+(?:[.,]\d+)?E\+\d+$/i,
		() =>
			'is a number that a spreadsheet has shortened, like 5.7E+11: format its column as text, and enter it again',
	],
];

/** Text that was lost, or is what a failure left behind. */
export function lostFlaw(text: string): string | undefined {
	const trimmed = text.trim();
	for (const [pattern, describe] of LOST) {
		const found = pattern.exec(trimmed);
		if (found) return describe(found[0]);
	}
	return undefined;
}

/** Of text in one line. */
export const lineFlaw: Flaw = (text) =>
	lostFlaw(text) ??
	(CONTROL_CHARACTER.test(text)
		? 'has a line break or another control character: remove it'
		: undefined);

/** Of what identifies a person or a thing: two that look the same would be two. */
export function identityFlaw(text: string): string | undefined {
	const invisible = invisibleCharacter(text);
	return lineFlaw(text) ?? (invisible && `has ${invisible}: remove it`);
}

/** Whatever is more than one address, or none; anything finer is for the service to decide. */
export function emailFlaw(text: string): string | undefined {
	const flaw = identityFlaw(text);
	if (flaw !== undefined) return flaw;
	const isOne = /^[^\s@<>;,]+@[^\s@<>;,]+$/.test(text) && !/^mailto:/i.test(text);
	return isOne
		? undefined
		: `is ${shown(text)}, which is not an email address: write only the address, like name@example.com`;
}

/** What may separate the entries of a list elsewhere. */
const SEPARATORS = /[,;|\uff0c\uff1b\u3001]/;

/**
 * Of the entries of a list.
 * @param noun "tags"
 */
export function listFlaw(entries: readonly string[], noun: string, flaw: Flaw = lineFlaw) {
	for (const entry of entries) {
		if (SEPARATORS.test(entry)) {
			return `has ${shown(entry)}, which looks like several: separate ${noun} with commas`;
		}
		const wrong = flaw(entry);
		if (wrong !== undefined) return wrong;
	}
	return undefined;
}
