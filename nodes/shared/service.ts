import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import type { FailureDetails } from './failure';

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

/** The messages of all rows, for a request in which rows are no input items. */
export function mergedRows(
	rows: ReadonlyArray<Record<string, string[]>>,
): Record<string, string[]> {
	const merged: Record<string, string[]> = {};
	for (const [field, messages] of rows.flatMap((row) => Object.entries(row))) {
		merged[field] = [...new Set([...(merged[field] ?? []), ...messages])];
	}
	return merged;
}

/** `field: message; other: message` for a sentence. */
export function fieldsText(fields: Record<string, string[]>): string {
	return Object.entries(fields)
		.map(([field, messages]) => `${field}: ${messages.join(' ')}`)
		.join('; ');
}
