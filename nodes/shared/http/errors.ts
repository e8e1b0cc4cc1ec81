import { apiFailure, Failure } from '../errors';
import { isRecord } from '../objects';
import { secretsHider, withoutSecrets } from '../redact';
import { isBusy } from '../statuses';
import { type ApiMessage, fieldsText, mergeRows, parseUndocumented } from './errorBody';
import { isExpected, type RawResponse, TOO_DEEP } from './response';
import { isTimeout, mayHaveApplied } from './retry';
import type { ApiRequest, Service } from './service';

/** The last attempt of a request that failed. */
interface FailedAttempt extends RawResponse {
	/** To be hidden in the response. */
	secrets: string[];
	timeoutMs: number;
	/** Why it was not retried. */
	reason?: string;
	retries: number;
	/** Whether an attempt before it may have been applied. */
	maybeApplied: boolean;
}

/** For the end of a sentence. */
export const MAYBE_APPLIED = '. It may have been carried out anyway';

/** Of every write that may have happened although it failed: users decide by it whether to look before they repeat it. */
function warningOf(request: ApiRequest, failed: FailedAttempt): string {
	const { status = 0, sessionRefused, maybeApplied } = failed;
	const wasSent = sessionRefused === undefined;
	const isUnreadable = isExpected(status, request);
	const isPossible = maybeApplied || (wasSent && (isUnreadable || mayHaveApplied(failed)));
	return request.method !== 'GET' && isPossible ? MAYBE_APPLIED : '';
}

const LONGEST_QUOTE = 300;

const quote = (text: string) =>
	text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;

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

/** Hides secrets before the text is cut, which could leave half of one. */
function hideSecretsIn(message: ApiMessage, secrets: readonly string[]): ApiMessage {
	const hide = secretsHider(secrets);
	const safe = (text: string) => quote(hide(text));
	const safeFields = (fields: Record<string, string[]>) =>
		Object.fromEntries(
			Object.entries(fields).map(([field, texts]) => [safe(field), texts.map(safe)]),
		);
	return {
		text: message.text && safe(message.text),
		code: typeof message.code === 'string' ? safe(message.code) : message.code,
		fields: message.fields && safeFields(message.fields),
		rows: message.rows?.map(safeFields),
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
	const { status = 0, body, secrets } = failed;
	const documented = service.parseError(body);
	const isSilent = !documented.text && !documented.fields && !documented.rows;
	const found = isSilent ? { ...documented, ...parseUndocumented(body) } : documented;
	const said = hideSecretsIn(found, secrets);
	if (said.rows) said.fields = mergeRows(said.rows);
	const detail = said.fields ? fieldsText(said.fields) : undefined;
	const text = [said.text, detail].filter(Boolean).join(' ') || 'no reason was given';
	const warning = warningOf(request, failed);
	const advice =
		status < 400
			? `the address redirects elsewhere: check '${service.addressTitle}' in the credential`
			: service.advice(status, request);
	return new RefusedRequest(
		`Could not ${request.purpose}: ${service.displayName} answered ${status}${after}: ${warning ? text.replace(/\.$/, '') : text}${warning}${advice ? ` → ${advice}` : ''}`,
		status,
		said,
		failed.maybeApplied,
	);
}

/** The status is a success, but the body is not what the API sends. */
function explainUnreadable(service: Service, request: ApiRequest, failed: FailedAttempt): Failure {
	const { status, body, secrets } = failed;
	const said = isRecord(body) ? service.parseError(body).text : body;
	const seen = typeof said === 'string' ? withoutSecrets(said, secrets).trim() : '';
	const isDeep = body === TOO_DEEP;
	const quoted =
		seen === '' || isDeep ? '' : `; it begins with: ${seen.slice(0, 80).replace(/\.$/, '')}`;
	const warning = warningOf(request, failed);
	const what = Array.isArray(body)
		? 'a list instead of an object'
		: isRecord(body)
			? `missing '${request.responseHas}'`
			: isDeep
				? TOO_DEEP
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
	const { sessionRefused = '', status, networkCode, secrets } = failed;
	const warning = warningOf(request, failed);
	return apiFailure(
		`${withoutSecrets(sessionRefused, secrets)}${after && `, still so${after}`}${warning}`,
		status === undefined
			? { code: networkCode }
			: { httpCode: isBusy(status) ? String(status) : '401' },
	);
}

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
