import type { FailureDetails } from '../errors';
import { isRecord } from '../objects';

/** What an error body says, in whichever of the service's shapes it came. */
export interface ApiMessage {
	text?: string;
	code?: FailureDetails['code'];
	fields?: Record<string, string[]>;
	/** Messages by row of a bulk request, in the order of the rows; an empty record for a good row. */
	rows?: Array<Record<string, string[]>>;
}

/** Text of an entry of an error body: a string as it is, anything else as JSON. */
const asText = (value: unknown): string =>
	typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));

/** `{ field: [messages] }` from an error body's object of messages, which may be texts, lists or nested. */
export function messagesByField(detail: object): Record<string, string[]> {
	const fields: Record<string, string[]> = {};
	for (const [field, messages] of Object.entries(detail)) {
		if (messages === null || messages === undefined) continue;
		const list = (Array.isArray(messages) ? messages : [messages]).map(asText);
		if (list.length > 0) fields[field] = list;
	}
	return fields;
}

/** Texts of an error body that are no messages of one field: a text, or a list that has texts in it. */
export function textsIn(value: unknown): string | undefined {
	if (typeof value === 'string') return value === '' ? undefined : value;
	if (!Array.isArray(value) || value.length === 0) return undefined;
	return value.map(asText).join(' ');
}

/**
 * What stands in an error body that is of none of a service's documented shapes: what frameworks write of their own accord
 * (`["text"]`, `{ error }`, `{ field: messages }` at the top).
 */
export function parseUndocumented(body: unknown): ApiMessage {
	// A text is mostly a page of HTML.
	if (!isRecord(body)) return Array.isArray(body) ? { text: textsIn(body) } : {};
	const { non_field_errors: general, error, message, detail, errors, ...others } = body;
	const text = [general, error, message, detail, errors].map(textsIn).find(Boolean);
	const lists = Object.entries(others).filter(([, value]) => Array.isArray(value));
	const fields = messagesByField(Object.fromEntries(lists));
	return { ...(text && { text }), ...(Object.keys(fields).length > 0 && { fields }) };
}

/** The messages of all rows, for a request in which rows are no input items. */
export function mergeRows(rows: ReadonlyArray<Record<string, string[]>>): Record<string, string[]> {
	const merged = new Map<string, Set<string>>();
	for (const [field, messages] of rows.flatMap((row) => Object.entries(row))) {
		merged.set(field, new Set([...(merged.get(field) ?? []), ...messages]));
	}
	return Object.fromEntries([...merged].map(([field, messages]) => [field, [...messages]]));
}

/** `field: message; other: message` for a sentence. */
export function fieldsText(fields: Record<string, string[]>): string {
	return Object.entries(fields)
		.map(([field, messages]) => `${field}: ${messages.join(' ')}`)
		.join('; ');
}
