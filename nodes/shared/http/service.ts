import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import type { FailureDetails } from '../errors';
import { isRecord } from '../objects';

/** What the sender has to know of the account behind a credential. */
export interface Account {
	/** Where the API's paths begin, without a trailing slash. */
	baseUrl: string;
	/** 0 = no pacing. */
	requestsPerSecond: number;
	/** Whether n8n can fetch a new session token when this one is refused. */
	renewable: boolean;
	/** The secret that stands for the account; only its hash is kept as a key. */
	identity: string;
	/** Everything that must never be shown. */
	secrets: string[];
}

/** What an error body says, in whichever of the service's shapes it came. */
export interface ApiMessage {
	text?: string;
	code?: FailureDetails['code'];
	fields?: Record<string, string[]>;
	/** Messages by row of a bulk request, in the order of the rows; an empty record for a good row. */
	rows?: Array<Record<string, string[]>>;
}

/** One of the two APIs: what the shared sender needs to know to speak with it and to explain its answers. */
export interface Service {
	displayName: string;
	credentialType: string;
	/** The credential's field that holds the API's address, for error texts. */
	addressTitle: string;
	/** The statuses with which it may refuse a session token. */
	renewOn: number[];
	account(credentials: ICredentialDataDecryptedObject): Account;
	readError(body: unknown): ApiMessage;
	/** What to do about this status, as one sentence; undefined when the API's own text says enough. */
	advice(status: number, request: ApiRequest): string | undefined;
}

export interface ApiRequest {
	method: 'GET' | 'PATCH' | 'POST' | 'DELETE';
	/** Path below the account's base address, with every part already encoded. */
	path: string;
	query?: Record<string, string | number>;
	headers?: Record<string, string>;
	body?: IDataObject | IDataObject[];
	/** Sending it twice has the same effect as sending it once. */
	repeatable: boolean;
	/** Statuses that are an answer here, and no failure, beside 2xx. */
	expected?: number[];
	/** The key without which a good answer is none: a proxy may answer 200 for whatever it likes. */
	answerHas?: string;
	/** It finds out what became of another request, so it is sent even when the run has ended meanwhile. */
	clearsDoubt?: boolean;
	/** No retry after this time (ms since 1970), and no waiting for an answer much beyond it. */
	until?: number;
	/** A good answer has no body. Text is none all the same: a sign-in page may stand in between. */
	answerIsEmpty?: boolean;
	/** What is being done, for error texts: "update the user". */
	purpose: string;
	/** Passwords in the body, which the service might repeat in its answer. */
	secrets?: string[];
}

export interface Answer {
	status: number;
	/** An empty object when there is none, or one that does not count. */
	body: IDataObject;
	/** An earlier attempt may have been carried out, although no good answer came. */
	afterDoubt: boolean;
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
export function readUndocumented(body: unknown): ApiMessage {
	// A text is mostly a page of HTML.
	if (!isRecord(body)) return Array.isArray(body) ? { text: textsIn(body) } : {};
	const { non_field_errors: general, error, message, detail, errors, ...others } = body;
	const text = [general, error, message, detail, errors].map(textsIn).find(Boolean);
	const lists = Object.entries(others).filter(([, value]) => Array.isArray(value));
	const fields = messagesByField(Object.fromEntries(lists));
	return { ...(text && { text }), ...(Object.keys(fields).length > 0 && { fields }) };
}

/** The messages of all rows, for a request in which rows are no input items. */
export function mergedRows(
	rows: ReadonlyArray<Record<string, string[]>>,
): Record<string, string[]> {
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
