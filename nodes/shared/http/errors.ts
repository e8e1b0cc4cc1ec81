import { apiFailure, cut, Failure, NotSent } from '../errors';
import { isRecord } from '../objects';
import type { Redactor } from '../redact';
import { isBusy } from '../statuses';
import { type ApiMessage, excerpt, fieldsText, mergeRows, parseUndocumented } from './errorBody';
import { isExpected, isTooDeep, type RawResponse } from './response';
import { isTimeout, mayHaveApplied } from './retry';
import type { ApiRequest, Service } from './service';

/** The last attempt of a request that failed. */
interface FailedAttempt extends RawResponse {
	/** Hides the run's secrets in the response. */
	redactor: Redactor;
	timeoutMs: number;
	/** Why it was not retried. */
	reason?: string;
	retries: number;
	/** Whether an attempt before it may have been applied. */
	maybeApplied: boolean;
}

/** For the end of a sentence. */
export const MAYBE_APPLIED = '. It may have been carried out anyway';

/** The message as it is quoted for other rows, of which the warning is not true. */
export const withoutWarning = (message: string) => message.replace(MAYBE_APPLIED, '');

/** Whether a failed row may have been written. One that was not sent may quote the failure of another. */
export const mayBeApplied = (failure: Failure) =>
	!(failure instanceof NotSent) && failure.message.includes(MAYBE_APPLIED);

/** Of every write that may have happened although it failed: users decide by it whether to look before they repeat it. */
function warningOf(request: ApiRequest, failed: FailedAttempt): string {
	const { status = 0, sessionRefused, maybeApplied } = failed;
	const wasSent = sessionRefused === undefined;
	const isUnreadable = isExpected(status, request);
	const isPossible = maybeApplied || (wasSent && (isUnreadable || mayHaveApplied(failed)));
	return request.method !== 'GET' && isPossible ? MAYBE_APPLIED : '';
}

/** Characters of one message of the service, and of all that are in one text. */
const LONGEST_QUOTE = 300;
const LONGEST_QUOTES = 1200;
/** What `fieldsText` may put around each of them. */
const SEPARATORS = '; : '.length;

/** By the error code of Node.js. */
const NO_RESPONSE: Record<string, string> = {
	ECONNREFUSED: 'nothing answers at that address: check the address in the credential',
	ENOTFOUND: 'its host name is not known: check the address in the credential',
	EAI_AGAIN: 'its host name could not be looked up for now: check the network, then run it again',
	EHOSTUNREACH: 'the host cannot be reached: check the network',
	ENETUNREACH: 'the network cannot be reached: check the network',
	ECONNRESET: 'the connection was closed before the response came',
	EPIPE: 'the connection was closed before the request was sent',
	ERR_BAD_RESPONSE: 'the connection was closed in the middle of the response',
	CERT_HAS_EXPIRED: 'its TLS certificate has expired',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'its TLS certificate is self-signed, and n8n does not trust it',
};

function explainNoResponse(
	service: Service,
	request: ApiRequest,
	failed: FailedAttempt,
	after: string,
): Failure {
	const { networkCode = 'UNKNOWN', timeoutMs } = failed;
	const what = isTimeout(networkCode)
		? `no response came within ${timeoutMs / 1000} s`
		: (NO_RESPONSE[networkCode] ?? `the connection failed (${networkCode})`);
	const warning = warningOf(request, failed);
	return apiFailure(
		`Could not ${request.purpose}: ${service.displayName} did not answer${after}: ${what}${warning}`,
		{ code: networkCode },
	);
}

/** Messages by field, as many as fit into a text; the others are counted. */
function shortFields(fields: Record<string, string[]>): Record<string, string[]> {
	const short = new Map<string, string[]>();
	let left = LONGEST_QUOTES;
	const all = Object.entries(fields).flatMap(([field, texts]) =>
		texts.map((text) => [field, text] as const),
	);
	for (const [index, [field, text]] of all.entries()) {
		left -= field.length + text.length + SEPARATORS;
		if (left < 0) {
			short.set('…', [`and ${all.length - index} more`]);
			break;
		}
		short.set(field, [...(short.get(field) ?? []), text]);
	}
	return Object.fromEntries(short);
}

/** Hides secrets before a text is cut, which could leave half of one. */
function withoutSecretsIn(message: ApiMessage, redactor: Redactor): ApiMessage {
	const safe = (text: string) => cut(redactor.redact(text), LONGEST_QUOTE);
	const safeFields = (fields: Record<string, string[]>) =>
		shortFields(
			Object.fromEntries(
				Object.entries(fields).map(([field, texts]) => [safe(field), texts.map(safe)]),
			),
		);
	const { text, code, fields, rows } = message;
	// A number may be a password of digits.
	const safeCode = code === undefined ? undefined : safe(String(code));
	return {
		text: text && safe(text),
		code: safeCode === String(code) ? code : safeCode,
		fields: fields && safeFields(fields),
		rows: rows?.map(safeFields),
	};
}

/** The service responded with an error status; `said` may have messages for each row of a bulk request. */
export class RefusedRequest extends Failure {
	constructor(
		message: string,
		readonly status: number,
		readonly said: ApiMessage,
		/** Whether an attempt before it may have been applied. */
		readonly maybeApplied: boolean,
	) {
		super(message, {
			kind: 'api',
			details: {
				httpCode: String(status),
				...(said.code !== undefined && { code: said.code }),
				...(said.fields && { fields: said.fields }),
			},
		});
	}
}

function explainStatus(
	service: Service,
	request: ApiRequest,
	failed: FailedAttempt,
	after: string,
): RefusedRequest {
	const { status = 0, redactor } = failed;
	const body = isTooDeep(failed.body) ? undefined : excerpt(failed.body);
	const documented = service.parseError(body);
	const isSilent = !documented.text && !documented.fields && !documented.rows;
	const found = isSilent ? { ...documented, ...parseUndocumented(body) } : documented;
	const said = withoutSecretsIn(found, redactor);
	if (said.rows) said.fields = shortFields(mergeRows(said.rows));
	const detail = said.fields ? fieldsText(said.fields) : undefined;
	const text = [said.text, detail].filter(Boolean).join(' ') || 'no reason was given';
	const warning = warningOf(request, failed);
	const advice =
		status < 400
			? `the address redirects elsewhere: check '${service.addressTitle}' in the credential`
			: (request.advice?.[status] ?? service.advice(status, request));
	return new RefusedRequest(
		`Could not ${request.purpose}: ${service.displayName} answered ${status}${after}: ${warning ? text.replace(/\.$/, '') : text}${warning}${advice ? ` → ${advice}` : ''}`,
		status,
		said,
		failed.maybeApplied,
	);
}

/** The status is a success, but the body is not what the API sends. */
function explainUnreadable(service: Service, request: ApiRequest, failed: FailedAttempt): Failure {
	const { status, body, redactor } = failed;
	const isDeep = isTooDeep(body);
	const said = isRecord(body) ? service.parseError(excerpt(body)).text : body;
	const seen = typeof said === 'string' ? redactor.redact(said).trim() : '';
	const quoted =
		seen === '' || isDeep ? '' : `; it begins with: ${seen.slice(0, 80).replace(/\.$/, '')}`;
	const warning = warningOf(request, failed);
	const what = isDeep
		? 'JSON that is nested too deeply'
		: Array.isArray(body)
			? 'a list instead of an object'
			: isRecord(body)
				? request.responseIsList
					? 'an object instead of a list'
					: `missing '${request.responseHas}'`
				: seen
					? 'not JSON'
					: 'empty';
	return apiFailure(
		`Could not ${request.purpose}: the response (${status}) is ${what}${quoted}${warning}. Check '${service.addressTitle}' in the credential: it has to be the address of the ${service.displayName} API`,
		{ httpCode: String(status) },
	);
}

/** The request was not sent, because there was no session token for it. */
function explainNoSession(request: ApiRequest, failed: FailedAttempt, after: string) {
	const { sessionRefused = '', status, networkCode, redactor } = failed;
	const warning = warningOf(request, failed);
	return apiFailure(
		`${redactor.redact(sessionRefused)}${after && `, still so${after}`}${warning}`,
		status === undefined
			? { code: networkCode }
			: { httpCode: isBusy(status) ? String(status) : '401' },
	);
}

/** The failure of a request for its user: what was wanted, what came, what may have happened anyway, and what to do. */
export function explainFailure(
	service: Service,
	request: ApiRequest,
	failed: FailedAttempt,
): Failure {
	const { status, sessionRefused, reason, retries } = failed;
	const attempts = retries === 0 ? '' : ` after ${retries + 1} attempts`;
	const after = reason === undefined ? attempts : `${attempts} (${reason})`;
	if (sessionRefused !== undefined) return explainNoSession(request, failed, after);
	if (status === undefined) return explainNoResponse(service, request, failed, after);
	if (isExpected(status, request)) return explainUnreadable(service, request, failed);
	return explainStatus(service, request, failed, after);
}

/** The request was not sent, because the service asked this account to pause for too long. */
export function explainPause(
	service: Service,
	request: ApiRequest,
	pauseMs: number,
	maybeApplied: boolean,
): Failure {
	const notSent = maybeApplied
		? 'it may have been carried out anyway, and was not sent again,'
		: 'not sent,';
	return apiFailure(
		`Could not ${request.purpose}: ${notSent} because ${service.displayName} asked this account to wait another ${Math.ceil(pauseMs / 1000)} s, longer than the time left for retries → run it again later, or raise 'Retry Timeout' in the options`,
		{ httpCode: '429' },
	);
}
