import { isOverLimit } from '../statuses';

/** The result of one attempt: an HTTP status, or the error code of a failed connection. */
export interface Attempt {
	status?: number;
	networkCode?: string;
	/** As the header came. */
	retryAfter?: unknown;
}

export interface FailedRequest extends Attempt {
	idempotent: boolean;
	/** The account has a pace, which slows down after a 429: the turn of the next attempt is wait enough. */
	isPaced?: boolean;
	/** Attempts before this one. */
	retriesSoFar: number;
	/** The rest of the time for retries of this request. */
	budgetLeftMs: number;
	/** The time of day (ms since 1970), for a Retry-After that is a date. */
	wallMs: number;
	/** From 0 to 1; Math.random(), except in tests. */
	random: number;
}

/** With a reason why to retry, or why a retry is not possible; `wholeAccountWaits`: the delay is for all requests of the account. */
type RetryDecision = { wholeAccountWaits: boolean; reason?: string } & (
	| { retry: true; delayMs: number }
	| { retry: false; delayMs?: number }
);

/** The request cannot have reached the service, so a retry is always safe. */
const NEVER_CONNECTED = new Set([
	'ECONNREFUSED',
	'EAI_AGAIN',
	'ENOTFOUND',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'ENETDOWN',
]);
/** No response in time: for Node.js, and for axios. */
const TIMED_OUT = new Set(['ETIMEDOUT', 'ECONNABORTED']);
/** The connection was lost or timed out: the service may have applied the request. */
const BROKEN_OFF = new Set([...TIMED_OUT, 'ECONNRESET', 'EPIPE', 'ERR_BAD_RESPONSE']);
/** The certificate is not trusted, so nothing was sent. */
const TLS_CODE = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS/;
/** A gateway or server is overloaded for now; a 500 is a fault that a retry does not cure. */
const TEMPORARY_STATUS = new Set([502, 503, 504]);
/** An unknown host name is nearly always a typo, which is not worth two minutes of retries. */
const MOST_RETRIES_OF_UNKNOWN_HOST = 2;

const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 30_000;
/** A shorter Retry-After is ignored: 0, a millisecond, or a date in the past when a clock is slow. */
const SHORTEST_PAUSE_MS = 100;

/** No service means more, and a number of any size may come: one of them would be Infinity in milliseconds. */
const LONGEST_PAUSE_MS = 365 * 24 * 3600 * 1000;

/** The milliseconds of a Retry-After header in seconds or as an HTTP date, at most a year; undefined when it is neither. */
export function parseRetryAfter(header: unknown, nowMs: number): number | undefined {
	if (typeof header !== 'string' || header.trim() === '') return undefined;
	const seconds = Number(header);
	if (Number.isFinite(seconds))
		return seconds >= 0 ? Math.min(seconds * 1000, LONGEST_PAUSE_MS) : undefined;
	const date = Date.parse(header);
	return Number.isNaN(date) ? undefined : Math.min(Math.max(0, date - nowMs), LONGEST_PAUSE_MS);
}

/** Exponential backoff with full jitter: from 0 to the ceiling, so that many clients do not retry at the same time. */
export const backoffMs = (retriesSoFar: number, random: number) =>
	random * Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** retriesSoFar);

function reasonToRetry(request: FailedRequest): string | undefined {
	const { status, networkCode = '', idempotent, retriesSoFar } = request;
	if (isOverLimit(status)) return 'too many requests: the service did not carry it out';
	if (NEVER_CONNECTED.has(networkCode)) {
		return networkCode === 'ENOTFOUND' && retriesSoFar >= MOST_RETRIES_OF_UNKNOWN_HOST
			? undefined
			: 'no connection: it cannot have been carried out';
	}
	if (!idempotent) return undefined;
	if (status !== undefined && TEMPORARY_STATUS.has(status)) return 'the service is busy for now';
	if (BROKEN_OFF.has(networkCode)) return 'the connection was lost';
	return undefined;
}

/** Whether there was no connection, so that nothing can have been sent. */
export const isNeverConnected = (networkCode: string) =>
	NEVER_CONNECTED.has(networkCode) || TLS_CODE.test(networkCode);

/** Whether no response came in time. */
export const isTimeout = (networkCode: string) => TIMED_OUT.has(networkCode);

/** Whether the service may have applied the request although it failed. */
export const mayHaveApplied = ({ status, networkCode = '' }: Attempt) =>
	status === undefined ? !isNeverConnected(networkCode) : status >= 500;

/** Whether, why and when to send a request again; the loop that does is in `Client.request`. */
export function decideRetry(request: FailedRequest): RetryDecision {
	const wholeAccountWaits = isOverLimit(request.status);
	const reason = reasonToRetry(request);
	if (reason === undefined) return { retry: false, wholeAccountWaits };
	const asked = parseRetryAfter(request.retryAfter, request.wallMs);
	const isPause = asked !== undefined && asked >= SHORTEST_PAUSE_MS;
	const ownMs =
		wholeAccountWaits && request.isPaced ? 0 : backoffMs(request.retriesSoFar, request.random);
	const delayMs = isPause ? asked : ownMs;
	if (delayMs >= request.budgetLeftMs) {
		const reason = !isPause
			? 'the time for retries is used up'
			: `the service asked to wait ${Math.ceil(asked / 1000)} s, longer than the time left for retries`;
		return { retry: false, reason, wholeAccountWaits, delayMs };
	}
	return { retry: true, delayMs, reason, wholeAccountWaits };
}
