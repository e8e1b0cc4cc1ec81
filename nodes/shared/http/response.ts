import type { IDataObject } from 'n8n-workflow';

import { Failure } from '../errors';
import { asRecord, isRecord } from '../objects';
import { isSuccess } from '../statuses';
import type { Attempt } from './retry';
import type { ApiRequest } from './service';

/** The result of one attempt, before it is checked. */
export interface RawResponse extends Attempt {
	body?: unknown;
	/** Why there is no session token; the request itself was not sent. */
	sessionRefused?: string;
}

/** Twice as deep as what the nodes write, which is inside a user inside a list when it comes back. */
const DEEPEST = 200;

/** Whether a body is nested so deeply that JSON.stringify might fail, ours and that of n8n when it stores the item. */
export function isTooDeep(value: unknown, depth = 0): boolean {
	if (typeof value !== 'object' || value === null) return false;
	if (depth > DEEPEST) return true;
	for (const inner of Object.values(value)) if (isTooDeep(inner, depth + 1)) return true;
	return false;
}

/** Parses the full response of n8n's HTTP helper. */
export function parseResponse(response: unknown): RawResponse {
	const { statusCode, headers, body } = asRecord(response);
	return { status: Number(statusCode), retryAfter: asRecord(headers)['retry-after'], body };
}

/** How the HTTP client says that a response was cut off, in the error's own text. */
const CUT_OFF = /\baborted\b/;

/** The code of the broken connection. n8n 1.123 and 2.0 lose the cause of their error, but keep its code as `httpCode`, and its text. */
function getNetworkCode(error: Record<string, unknown>, cause: Record<string, unknown>): string {
	const { code, httpCode, messages } = error;
	const names = [cause.code, code, httpCode].filter(
		(name) => typeof name === 'string' && /^[A-Z]/.test(name),
	);
	const wasCutOff = Array.isArray(messages) && messages.some((text) => CUT_OFF.test(String(text)));
	return String(names[0] ?? (wasCutOff ? 'ERR_BAD_RESPONSE' : 'UNKNOWN'));
}

/**
 * Gets the response behind n8n's error, or the code of the broken connection.
 * @throws Failure when the credential is not valid
 */
export function parseThrown(error: unknown): RawResponse {
	const cause = asRecord(asRecord(error).cause ?? error);
	const response = asRecord(cause.response);
	// A response that was cut off has the status that it began with.
	const isWhole = cause.code !== 'ERR_BAD_RESPONSE' || Number(response.status) >= 300;
	if (typeof response.status === 'number' && isWhole) {
		const { status, headers, data } = response;
		return parseResponse({ statusCode: status, headers, body: data });
	}
	if (cause instanceof Failure) throw cause;
	if (typeof cause.sessionRefused === 'string') {
		const { httpStatus, retryAfter, networkCode } = asRecord(cause.exchange);
		return {
			sessionRefused: cause.sessionRefused,
			status: typeof httpStatus === 'number' ? httpStatus : undefined,
			retryAfter,
			networkCode: typeof networkCode === 'string' ? networkCode : undefined,
		};
	}
	return { networkCode: getNetworkCode(asRecord(error), cause) };
}

/** Whether the status is a success, or one that the request can do with. */
export const isExpected = (status: number, { expected = [] }: ApiRequest) =>
	isSuccess(status) || expected.includes(status);

/**
 * The body of an expected response; an empty object where a body is not needed.
 * @returns undefined when the status is not expected, or a 2xx has the wrong body: a proxy or a sign-in page may have sent it
 */
export function getExpectedBody(
	{ status = 0, body }: RawResponse,
	request: ApiRequest,
): IDataObject | undefined {
	const { expected = [], responseHas, responseIsEmpty, responseIsList } = request;
	if (!isSuccess(status)) {
		if (!expected.includes(status)) return undefined;
		return isRecord(body) && !isTooDeep(body) ? body : {};
	}
	if (isTooDeep(body)) return undefined;
	if (responseIsList) return Array.isArray(body) ? { items: body as IDataObject[] } : undefined;
	if (isRecord(body)) return responseHas === undefined || responseHas in body ? body : undefined;
	const isEmpty = body === undefined || body === null || body === '';
	return isEmpty && responseIsEmpty ? {} : undefined;
}
