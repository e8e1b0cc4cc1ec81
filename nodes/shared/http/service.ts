import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import type { Path } from '../path';
import type { ApiMessage } from './errorBody';

/** When a session token is replaced. */
export interface Renewal {
	/** The statuses that currently mean that it was refused. */
	on(): number[];
	/** Called with the status of every response. */
	noteStatus?(status: number): void;
}

/** What the client needs from a credential. */
export interface Account {
	/** Without a trailing slash. */
	baseUrl: string;
	/** 0 = no pacing. */
	requestsPerSecond: number;
	/** The secret that identifies the account; only its hash is stored. */
	identity: string;
	/** To be hidden in everything that is shown; what is empty, or no text, is none. */
	secrets: readonly unknown[];
	/** Where requests are sent with a session token, which can be replaced. */
	renewal?: Renewal;
}

/** What the shared client needs to know of an API. */
export interface Service {
	displayName: string;
	credentialType: string;
	/** The title of the credential's URL field, for error texts. */
	addressTitle: string;
	/** Fields of a user that are never in an output, such as a password. */
	secretFields: readonly string[];
	/** @throws Failure when the credential's secret or address is missing or not valid */
	account(credentials: ICredentialDataDecryptedObject): Account;
	parseError(body: unknown): ApiMessage;
	/** What to do about this error status; undefined when the API's own message is enough. */
	advice(status: number, request: ApiRequest): string | undefined;
}

export interface Timeouts {
	timeoutMs: number;
	/** For all retries of one request; 0 = no retries. */
	retryTimeoutMs: number;
}

export interface ApiRequest {
	method: 'GET' | 'PATCH' | 'POST' | 'DELETE';
	/** Below the account's base URL. */
	path: Path;
	query?: Record<string, string | number>;
	headers?: Record<string, string>;
	body?: IDataObject | IDataObject[];
	/** Sending it twice has the same effect as sending it once. */
	idempotent: boolean;
	/** Statuses besides 2xx that are not a failure. */
	expected?: number[];
	/** A key that the body must have: a proxy may respond 200 to anything. */
	responseHas?: string;
	/** The body is a list, which comes as `items`. */
	responseIsList?: boolean;
	/** The body may be empty, but not text, which may be a sign-in page. */
	responseIsEmpty?: boolean;
	/** See `monotonicMs`: no retry after it, and no waiting for a response much longer. */
	deadline?: number;
	/** For error texts: "update the user". */
	purpose: string;
	/** What to do about a status, where that of the service does not fit. */
	advice?: Partial<Record<number, string>>;
	/** Passwords in the body, which the response might repeat. */
	secrets?: string[];
}

export interface ApiResponse {
	status: number;
	/** An empty object when there is none. */
	body: IDataObject;
	/** An earlier attempt may have been applied although it failed. */
	maybeApplied: boolean;
}

/** @throws Failure when the request fails; NotSent when the run ended before it was sent */
export type RequestApi = (request: ApiRequest) => Promise<ApiResponse>;
