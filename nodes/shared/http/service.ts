import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import type { ApiMessage } from './errorBody';

/** What the client has to know of the account behind a credential, for one run. */
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
	/** The statuses with which the service may refuse a session token, as things stand. */
	renewOn(): number[];
	/** Told of every status that answered one of the account's requests. */
	noteStatus?(status: number): void;
}

/** One of the two APIs: what the shared client needs to know to speak with it and to explain its responses. */
export interface Service {
	displayName: string;
	credentialType: string;
	/** The credential's field that holds the API's address, for error texts. */
	addressTitle: string;
	/** @throws Failure when the credential lacks a secret, or its address is none */
	account(credentials: ICredentialDataDecryptedObject): Account;
	parseError(body: unknown): ApiMessage;
	/** What to do about this status, as one sentence; undefined when the API's own text says enough. */
	advice(status: number, request: ApiRequest): string | undefined;
}

/** How long requests may take, in milliseconds. */
export interface Timeouts {
	timeoutMs: number;
	/** For all retries of one request; 0 = no retry. */
	retryTimeoutMs: number;
}

export interface ApiRequest {
	method: 'GET' | 'PATCH' | 'POST' | 'DELETE';
	/** Path below the account's base address, with every part already encoded. */
	path: string;
	query?: Record<string, string | number>;
	headers?: Record<string, string>;
	body?: IDataObject | IDataObject[];
	/** Sending it twice has the same effect as sending it once. */
	idempotent: boolean;
	/** Statuses that are a response like any other here, and no failure, beside 2xx. */
	expected?: number[];
	/** The key without which a good response is none: a proxy may answer 200 for whatever it likes. */
	responseHas?: string;
	/** A good response has no body. Text is none all the same: a sign-in page may stand in between. */
	responseIsEmpty?: boolean;
	/** No retry after this time (see `monotonicMs`), and no waiting for a response much beyond it. */
	deadline?: number;
	/** What is being done, for error texts: "update the user". */
	purpose: string;
	/** Passwords in the body, which the service might repeat in its response. */
	secrets?: string[];
}

export interface ApiResponse {
	status: number;
	/** An empty object when there is none, or one that does not count. */
	body: IDataObject;
	/** An earlier attempt may have been applied, although no good response came. */
	maybeApplied: boolean;
}

/**
 * Sends one request of a run and gives the response.
 * @throws Failure when it does not succeed; NotSent when the run ended before it could be sent
 */
export type RequestApi = (request: ApiRequest) => Promise<ApiResponse>;
