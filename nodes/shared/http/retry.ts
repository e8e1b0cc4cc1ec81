import { isOverLimit } from '../statuses';

/** What came of one attempt: an HTTP status, or the code of a failed connection. */
export interface Attempt {
	status?: number;
	networkCode?: string;
	retryAfter?: string;
}

export interface RetryQuestion extends Attempt {
	/** Sending it twice has the same effect as sending it once. */
	idempotent: boolean;
	/** How many attempts were made before this one. */
	retriesSoFar: number;
	/** What is left of `retryTimeout` for this request. */
	budgetLeftMs: number;
	/** The time of day (ms since 1970), for a Retry-After that is a date. */
	wallMs: number;
	/** From 0 to 1; Math.random, but for tests. */
	random: number;
}

export type RetryDecision =
	| { retry: true; delayMs: number; reason: string; wholeAccountWaits: boolean }
	| { retry: false; reason?: string; wholeAccountWaits: boolean; delayMs?: number };

/** The request cannot have reached the service, so sending it again is safe whatever it does. */
const NEVER_CONNECTED = new Set([
	'ECONNREFUSED',
	'EAI_AGAIN',
	'ENOTFOUND',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'ENETDOWN',
]);
/** The connection ended or stood still: the service may have carried the request out. */
const BROKEN_OFF = new Set([
	'ECONNRESET',
	'ECONNABORTED',
	'ETIMEDOUT',
	'EPIPE',
	'ERR_BAD_RESPONSE',
]);
/** The connection was not made because its certificate is not trusted: nothing was sent. */
const TLS_CODE = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS/;
/** Responses of gateways and overloaded servers that pass; a 500 is a fault that a repeat does not cure. */
const PASSING_STATUS = new Set([502, 503, 504]);
/** A host name that does not exist is nearly always a typing error: do not let the builder wait two minutes for it. */
const MOST_RETRIES_OF_UNKNOWN_HOST = 2;

const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 30_000;
/** A service that asks for less does not mean it. */
const SHORTEST_PAUSE_MS = 100;

/** Milliseconds to wait from a Retry-After header, in seconds or as an HTTP date; undefined when it is neither. */
export function parseRetryAfter(header: string | undefined, nowMs: number): number | undefined {
	if (header === undefined || header.trim() === '') return undefined;
	const seconds = Number(header);
	if (Number.isFinite(seconds)) return seconds >= 0 ? seconds * 1000 : undefined;
	const date = Date.parse(header);
	return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}

/** Exponential back-off with full jitter: anything from 0 to the ceiling, so that many clients do not return together. */
export function backoffMs(retriesSoFar: number, random: number): number {
	return random * Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** retriesSoFar);
}

function reasonToRetry(question: RetryQuestion): string | undefined {
	const { status, networkCode = '', idempotent, retriesSoFar } = question;
	if (isOverLimit(status)) return 'too many requests: the service did not carry it out';
	if (NEVER_CONNECTED.has(networkCode)) {
		return networkCode === 'ENOTFOUND' && retriesSoFar >= MOST_RETRIES_OF_UNKNOWN_HOST
			? undefined
			: 'no connection: it cannot have been carried out';
	}
	if (!idempotent) return undefined;
	if (status !== undefined && PASSING_STATUS.has(status)) return 'the service is busy for now';
	if (BROKEN_OFF.has(networkCode)) return 'the connection was lost';
	return undefined;
}

/** Whether there was no connection at all, so that nothing can have been sent. */
export const isNeverConnected = (networkCode: string) =>
	NEVER_CONNECTED.has(networkCode) || TLS_CODE.test(networkCode);

/** Whether the service may have applied the request although no good response came. */
export const maybeApplied = ({ status, networkCode = '' }: Attempt) =>
	status === undefined ? !isNeverConnected(networkCode) : status >= 500;

/** Whether, why and when to send a request again. Pure: the clock and the dice come with the question. */
export function decideRetry(question: RetryQuestion): RetryDecision {
	const wholeAccountWaits = isOverLimit(question.status);
	const reason = reasonToRetry(question);
	// A repeat would not help, or might do harm.
	if (reason === undefined) return { retry: false, wholeAccountWaits };
	const asked = parseRetryAfter(question.retryAfter, question.wallMs);
	// "Now", a thousandth of a second, or a date that a slow clock puts into the past is no invitation to ask without a break.
	const isPause = asked !== undefined && asked >= SHORTEST_PAUSE_MS;
	const delayMs = isPause ? asked : backoffMs(question.retriesSoFar, question.random);
	if (delayMs >= question.budgetLeftMs) {
		const reason = !isPause
			? 'the time for retries is used up'
			: `the service asked to wait ${Math.ceil(asked / 1000)} s, longer than the time left for retries`;
		return { retry: false, reason, wholeAccountWaits, delayMs };
	}
	return { retry: true, delayMs, reason, wholeAccountWaits };
}
