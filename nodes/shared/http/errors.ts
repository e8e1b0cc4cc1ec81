import { apiFailure, Failure } from '../errors';
import { isRecord } from '../objects';
import { secretsHider, withoutSecrets } from '../redact';
import { isBusy } from '../statuses';
import { type ApiMessage, fieldsText, mergeRows, parseUndocumented } from './errorBody';
import { isExpected, type RawResponse } from './response';
import { maybeApplied } from './retry';
import type { ApiRequest, Service } from './service';

/** The last attempt of a request that did not succeed. */
export interface FailedAttempt extends RawResponse {
	/** What must not be shown of the response. */
	secrets: string[];
	timeoutMs: number;
	/** Why it was not tried again. */
	reason?: string;
	retries: number;
	/** Whether an attempt before it may have been applied. */
	inDoubt: boolean;
}

/** Said of every write that may have happened although it failed: users decide by it whether to look before they repeat it. */
function doubtAbout(request: ApiRequest, failed: FailedAttempt): string {
	const { status, sessionRefused, inDoubt } = failed;
	const wasSent = sessionRefused === undefined;
	const isUnreadable = status !== undefined && isExpected(status, request);
	const isPossible = inDoubt || (wasSent && (isUnreadable || maybeApplied(failed)));
	return request.method !== 'GET' && isPossible ? '. It may have been carried out anyway' : '';
}

const LONGEST_QUOTE = 300;

const quote = (text: string) =>
	text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;

/** What a connection that gave no response means to the user, by the code that Node.js gives. */
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

/** Of a request that got no response at all. */
function explainNoResponse(
	service: Service,
	request: ApiRequest,
	failed: FailedAttempt,
	after: string,
): Failure {
	const { networkCode = 'UNKNOWN', timeoutMs } = failed;
	const timedOut = networkCode === 'ECONNABORTED' || networkCode === 'ETIMEDOUT';
	const what = timedOut
		? `no response came within ${timeoutMs / 1000} s`
		: (NO_RESPONSE[networkCode] ?? `the connection did not work (${networkCode})`);
	return apiFailure(
		`Could not ${request.purpose}: ${service.displayName} did not answer${after}: ${what}${doubtAbout(request, failed)}`,
		{ code: networkCode },
	);
}

/** Everything that came from the service: a secret may stand anywhere, and cutting the text first could leave half of it. */
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

/** A failure with what the API said of each row of a bulk request, where it did. */
export class RefusedRequest extends Failure {
	constructor(
		message: string,
		readonly status: number,
		readonly said: ApiMessage,
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

/** Of a request that was answered with an error status. */
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
	if (said.rows && !said.fields) said.fields = mergeRows(said.rows);
	const detail = said.fields ? fieldsText(said.fields) : undefined;
	const text = [said.text, detail].filter(Boolean).join(' ') || 'no reason was given';
	const doubt = doubtAbout(request, failed);
	const advice = service.advice(status, request);
	return new RefusedRequest(
		`Could not ${request.purpose}: ${service.displayName} answered ${status}${after}: ${doubt ? text.replace(/\.$/, '') : text}${doubt}${advice ? ` → ${advice}` : ''}`,
		status,
		said,
	);
}

/** Of a request that was answered with success, but not with what belongs there. */
function explainUnreadable(service: Service, request: ApiRequest, failed: FailedAttempt): Failure {
	const { status, body, secrets } = failed;
	const said = isRecord(body) ? service.parseError(body).text : body;
	const seen = typeof said === 'string' ? withoutSecrets(said, secrets).trim() : '';
	const quoted = seen === '' ? '' : `, it begins with: ${seen.slice(0, 80)}`;
	const what = Array.isArray(body)
		? 'a list instead of an object'
		: isRecord(body)
			? `missing '${request.responseHas}'`
			: seen
				? 'not JSON'
				: 'empty';
	return apiFailure(
		`Could not ${request.purpose}: the response (${status}) is ${what}${quoted}${doubtAbout(request, failed)}. Check '${service.addressTitle}' in the credential: it has to be the address of the ${service.displayName} API`,
		{ httpCode: String(status) },
	);
}

/** Of a request that was not sent, because no session token could be had for it. */
function explainNoSession(request: ApiRequest, failed: FailedAttempt, after: string) {
	const { sessionRefused, status, networkCode } = failed;
	const doubt = doubtAbout(request, failed);
	const httpCode = status !== undefined && isBusy(status) ? String(status) : '401';
	return apiFailure(
		`${sessionRefused}${after && `, still so${after}`}${doubt}`,
		status === undefined ? { code: networkCode } : { httpCode },
	);
}

/** The failure of a request, in words for the user. */
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

/** The failure of a request that was not sent, because the service asked this account to wait for long. */
export function explainPause(
	service: Service,
	request: ApiRequest,
	pauseMs: number,
	inDoubt = false,
): Failure {
	const notSent = inDoubt
		? 'it may have been carried out anyway, and was not sent again,'
		: 'not sent,';
	return apiFailure(
		`Could not ${request.purpose}: ${notSent} because ${service.displayName} asked this account to wait another ${Math.ceil(pauseMs / 1000)} s, longer than the time left for retries → run it again later, or raise 'Retry Timeout' in the options`,
		{ httpCode: '429' },
	);
}
