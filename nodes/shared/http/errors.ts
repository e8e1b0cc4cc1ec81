import { Failure } from '../errors';
import { isRecord } from '../objects';
import { secretsHider, withoutSecrets } from '../redact';
import { mayHaveBeenCarriedOut } from './retry';
import {
	type Account,
	type ApiMessage,
	type ApiRequest,
	fieldsText,
	mergedRows,
	readUndocumented,
	type Service,
} from './service';

const LONGEST_QUOTE = 300;

const quote = (text: string) =>
	text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;

/** What a connection that gave no answer means to the user, by the code that Node.js gives. */
const NO_ANSWER: Record<string, string> = {
	ECONNREFUSED: 'nothing answers at that address: check the address in the credential',
	ENOTFOUND: 'its host name is not known: check the address in the credential',
	EAI_AGAIN: 'its host name could not be looked up for now: check the network, then run it again',
	EHOSTUNREACH: 'the host cannot be reached: check the network',
	ENETUNREACH: 'the network cannot be reached: check the network',
	ECONNRESET: 'the connection was closed before the answer came',
	EPIPE: 'the connection was closed before the request was sent',
	ERR_BAD_RESPONSE: 'the connection was closed in the middle of the answer',
	CERT_HAS_EXPIRED: 'its TLS certificate has expired',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'its TLS certificate is self-signed, and n8n does not trust it',
};

/** The failure of a request that got no answer at all. */
export function explainNoAnswer(
	service: Service,
	request: ApiRequest,
	networkCode = 'UNKNOWN',
	timeoutMs = 0,
	after = '',
): Failure {
	const timedOut = networkCode === 'ECONNABORTED' || networkCode === 'ETIMEDOUT';
	const what = timedOut
		? `no answer came within ${timeoutMs / 1000} s`
		: (NO_ANSWER[networkCode] ?? `the connection did not work (${networkCode})`);
	const isInDoubt = request.method !== 'GET' && mayHaveBeenCarriedOut({ networkCode });
	const doubt = isInDoubt ? '. It may have been carried out all the same' : '';
	return new Failure(
		`Could not ${request.purpose}: ${service.displayName} gave no answer${after}, ${what}${doubt}`,
		{ kind: 'api', details: { code: networkCode } },
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

/** The failure of a request that was answered with an error status. */
export function explainStatus(
	service: Service,
	account: Account,
	request: ApiRequest,
	status: number,
	body: unknown,
	after = '',
): RefusedRequest {
	const secrets = [...account.secrets, ...(request.secrets ?? [])];
	const documented = service.readError(body);
	const isSilent = !documented.text && !documented.fields && !documented.rows;
	const found = isSilent ? { ...documented, ...readUndocumented(body) } : documented;
	const said = hideSecretsIn(found, secrets);
	if (said.rows && !said.fields) said.fields = mergedRows(said.rows);
	const detail = said.fields ? fieldsText(said.fields) : undefined;
	const text = [said.text, detail].filter(Boolean).join(' ') || 'no reason was given';
	const advice = service.advice(status, request);
	return new RefusedRequest(
		`Could not ${request.purpose}: ${service.displayName} answered ${status}${after}: ${text}${advice ? ` → ${advice}` : ''}`,
		status,
		said,
	);
}

/** The failure of a request that was not sent, because the service asked this account to wait for long. */
export function explainPause(
	service: Service,
	request: ApiRequest,
	pauseMs: number,
	inDoubt = false,
): Failure {
	const notSent = inDoubt
		? 'it may have been carried out all the same, and was not sent again,'
		: 'not sent,';
	return new Failure(
		`Could not ${request.purpose}: ${notSent} because ${service.displayName} asked this account to wait another ${Math.ceil(pauseMs / 1000)} s, longer than the time left for retries → run it again later, or raise 'Retry Timeout' in the options`,
		{ kind: 'api', details: { httpCode: '429' } },
	);
}

/** The failure of a request that was answered with success, but not with what belongs there. */
export function explainUnreadable(
	service: Service,
	account: Account,
	request: ApiRequest,
	status: number,
	body: unknown,
): Failure {
	const secrets = [...account.secrets, ...(request.secrets ?? [])];
	const said = isRecord(body) ? service.readError(body).text : body;
	const seen = typeof said === 'string' ? withoutSecrets(said, secrets).trim() : '';
	const quoted = seen === '' ? '' : `, it begins with: ${seen.slice(0, 80)}`;
	const doubt = request.method === 'GET' ? '' : ' It may have been carried out all the same.';
	const what = Array.isArray(body)
		? 'a list where an object belongs'
		: isRecord(body)
			? `without '${request.answerHas}'`
			: seen
				? 'not JSON'
				: 'empty';
	return new Failure(
		`Could not ${request.purpose}: the answer (${status}) is ${what}${quoted}.${doubt} Check '${service.addressTitle}' in the credential: it has to be the address of the ${service.displayName} API`,
		{ kind: 'api', details: { httpCode: String(status) } },
	);
}
