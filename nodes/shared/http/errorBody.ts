import type { IDataObject } from 'n8n-workflow';

import type { FailureDetails } from '../errors';
import { isRecord } from '../objects';

/** The content of an error body, whichever of the service's shapes it has. */
export interface ApiMessage {
	text?: string;
	code?: FailureDetails['code'];
	fields?: Record<string, string[]>;
	/** Messages of each row of a bulk request, in order; an empty record for a good row. */
	rows?: Array<Record<string, string[]>>;
}

/** A body may have thousands of messages, and nobody reads more than a few. */
const MOST_KEYS = 20;
/** As many as a bulk request may have rows. */
const MOST_ENTRIES = 10_000;
const MOST_VALUES = 20_000;
const DEEPEST = 6;
const LONGEST_TEXT = 1000;
const MOST_CHARACTERS = 300_000;

/**
 * As much of an error body as messages are made of, in the same shape: what is deeper, longer or more than that is left out, and the
 * keys that are left out are counted. So nothing that a service sends keeps n8n busy, or fills its memory.
 */
export function excerpt(body: unknown): unknown {
	let values = MOST_VALUES;
	let characters = MOST_CHARACTERS;
	const textOf = (text: string) => {
		const short = text.slice(0, Math.min(LONGEST_TEXT, characters));
		characters -= short.length;
		return short;
	};
	const copy = (value: unknown, depth: number): unknown => {
		values--;
		if (typeof value === 'string') return textOf(value);
		if (typeof value !== 'object' || value === null) return value;
		if (depth === DEEPEST || values <= 0 || characters <= 0) return '…';
		if (Array.isArray(value)) {
			const entries: unknown[] = [];
			for (const entry of value.slice(0, MOST_ENTRIES) as unknown[]) {
				if (values <= 0) break;
				entries.push(copy(entry, depth + 1));
			}
			return entries;
		}
		const keys = Object.keys(value);
		const entries = keys
			.slice(0, MOST_KEYS)
			.map((key) => [textOf(key), copy((value as IDataObject)[key], depth + 1)]);
		const left = keys.length - entries.length;
		return Object.fromEntries(left > 0 ? [...entries, ['…', `and ${left} more`]] : entries);
	};
	return copy(body, 0);
}

/** A string as it is, anything else as JSON. */
const toText = (value: unknown): string =>
	typeof value === 'string' ? value : JSON.stringify(value);

/** `{ field: [messages] }` from an object whose messages may be texts, lists or nested. */
export function messagesByField(detail: object): Record<string, string[]> {
	const fields: Record<string, string[]> = {};
	for (const [field, messages] of Object.entries(detail)) {
		if (messages === null) continue;
		const list = (Array.isArray(messages) ? messages : [messages]).map(toText);
		if (list.length > 0) fields[field] = list;
	}
	return fields;
}

/** A message that is not about one field: a text, or the entries of a list. */
export function textsIn(value: unknown): string | undefined {
	if (typeof value === 'string') return value === '' ? undefined : value;
	if (!Array.isArray(value) || value.length === 0) return undefined;
	return value.map(toText).join(' ');
}

/** Parses the undocumented error bodies of frameworks: `["text"]`, `{ error }`, `{ field: messages }` at the top level. */
export function parseUndocumented(body: unknown): ApiMessage {
	// A text is usually an HTML page.
	if (!isRecord(body)) return Array.isArray(body) ? { text: textsIn(body) } : {};
	const { non_field_errors: general, error, message, detail, errors, ...others } = body;
	const text = [general, error, message, detail, errors].map(textsIn).find(Boolean);
	const lists = Object.entries(others).filter(([, value]) => Array.isArray(value));
	const fields = messagesByField(Object.fromEntries(lists));
	return { ...(text && { text }), ...(Object.keys(fields).length > 0 && { fields }) };
}

/** The messages of all rows by field, without repetitions. */
export function mergeRows(rows: ReadonlyArray<Record<string, string[]>>): Record<string, string[]> {
	const merged = new Map<string, Set<string>>();
	for (const [field, messages] of rows.flatMap((row) => Object.entries(row))) {
		const all = merged.get(field) ?? new Set();
		for (const message of messages) all.add(message);
		merged.set(field, all);
	}
	return Object.fromEntries([...merged].map(([field, messages]) => [field, [...messages]]));
}

/** `field: message; other: message` */
export function fieldsText(fields: Record<string, string[]>): string {
	return Object.entries(fields)
		.map(([field, messages]) => `${field}: ${messages.join(' ')}`)
		.join('; ');
}
