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
		merged.set(field, new Set([...(merged.get(field) ?? []), ...messages]));
	}
	return Object.fromEntries([...merged].map(([field, messages]) => [field, [...messages]]));
}

/** `field: message; other: message` */
export function fieldsText(fields: Record<string, string[]>): string {
	return Object.entries(fields)
		.map(([field, messages]) => `${field}: ${messages.join(' ')}`)
		.join('; ');
}
