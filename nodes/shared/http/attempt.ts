import { Failure } from '../errors';
import { asRecord } from '../objects';
import type { Attempt } from './retry';

/** What came of one attempt, before it is judged. */
export interface RawAnswer extends Attempt {
	body?: unknown;
	/** Why no session token could be had, in the credential's words; the request itself was not sent then. */
	sessionRefused?: string;
	/** Something is wrong with the credential itself. */
	failure?: Failure;
}

export const headerText = (headers: unknown, name: string): string | undefined => {
	const value = asRecord(headers)[name];
	return typeof value === 'string' ? value : undefined;
};

/** What is behind n8n's error: the status and body of the answer, or the code of the broken connection. */
export function readThrown(error: unknown): RawAnswer {
	const cause = asRecord(asRecord(error).cause ?? error);
	const response = asRecord(cause.response);
	// An answer that was cut off comes with the status that it began with.
	const isWhole = cause.code !== 'ERR_BAD_RESPONSE' || Number(response.status) >= 300;
	if (typeof response.status === 'number' && isWhole) {
		return {
			status: response.status,
			retryAfter: headerText(response.headers, 'retry-after'),
			body: response.data,
		};
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
