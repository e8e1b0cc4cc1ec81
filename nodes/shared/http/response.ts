import type { IDataObject } from 'n8n-workflow';

import { Failure } from '../errors';
import { asRecord, isRecord } from '../objects';
import { isSuccess } from '../statuses';
import type { Attempt } from './retry';
import type { ApiRequest } from './service';

/** What came of one attempt, before it is judged. */
export interface RawResponse extends Attempt {
	body?: unknown;
	/** Why no session token could be had, in the credential's words; the request itself was not sent then. */
	sessionRefused?: string;
	/** Something is wrong with the credential itself. */
	failure?: Failure;
}

const getHeader = (headers: unknown, name: string): string | undefined => {
	const value = asRecord(headers)[name];
	return typeof value === 'string' ? value : undefined;
};

/** A whole response of n8n's HTTP helper. */
export const parseResponse = (response: unknown): RawResponse => {
	const { statusCode, headers, body } = asRecord(response);
	return { status: Number(statusCode), retryAfter: getHeader(headers, 'retry-after'), body };
};

/** What is behind n8n's error: the status and body of the response, or the code of the broken connection. */
export function parseThrown(error: unknown): RawResponse {
	const cause = asRecord(asRecord(error).cause ?? error);
	const response = asRecord(cause.response);
	// A response that was cut off comes with the status that it began with.
	const isWhole = cause.code !== 'ERR_BAD_RESPONSE' || Number(response.status) >= 300;
	if (typeof response.status === 'number' && isWhole) {
		const { status, headers, data } = response;
		return { status, retryAfter: getHeader(headers, 'retry-after'), body: data };
	}
	if (cause instanceof Failure) return { failure: cause };
	if (typeof cause.sessionRefused === 'string') {
		const { httpStatus, retryAfter, networkCode } = asRecord(cause.exchange);
		return {
			sessionRefused: cause.sessionRefused,
			...(typeof httpStatus === 'number' && { status: httpStatus }),
			...(typeof retryAfter === 'string' && { retryAfter }),
			...(typeof networkCode === 'string' && { networkCode }),
		};
	}
	const networkCode = cause.code ?? asRecord(error).code;
	return { networkCode: typeof networkCode === 'string' ? networkCode : 'UNKNOWN' };
}

/** Whether the status is what the request may be answered with: 2xx, or one that it expects. */
export const isExpected = (status: number, { expected = [] }: ApiRequest) =>
	isSuccess(status) || expected.includes(status);

/**
 * The body of an expected response as an object; empty where there is none, or it does not count.
 * @returns undefined when the status is not expected, or the body is not what belongs there: a 2xx with anything else is no success,
 * because a proxy or a sign-in page may stand in between
 */
export function getExpectedBody(
	{ status = 0, body }: RawResponse,
	request: ApiRequest,
): IDataObject | undefined {
	const { responseHas, responseIsEmpty } = request;
	if (!isExpected(status, request)) return undefined;
	if (isRecord(body)) {
		const lacks = isSuccess(status) && responseHas !== undefined && !(responseHas in body);
		return lacks ? undefined : body;
	}
	const isEmpty = body === undefined || body === null || body === '';
	return !isSuccess(status) || (isEmpty && responseIsEmpty) ? {} : undefined;
}
