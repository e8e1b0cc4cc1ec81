import { type IHttpRequestHelper, type IHttpRequestOptions, OperationalError } from 'n8n-workflow';

import { monotonicMs, withTimeout } from '../waiting';
import { cut } from '../errors';
import { asRecord, asText } from '../objects';
import { withoutSecrets } from '../redact';
import { isBusy, isSuccess } from '../statuses';
import { bareSession, markSession, sessionKey, type SessionOwner } from './sessionToken';

/** How long the exchange of a secret for a session token may take; its connection is closed then. */
export const EXCHANGE_TIMEOUT_MS = 60_000;

/** How a service exchanges a secret (an API key or API token) for a session token. */
interface Exchange extends SessionOwner {
	/** The titles in error texts: of the service, "API key", "Base URL". */
	service: string;
	secretTitle: string;
	addressTitle: string;
	/** The stored session token that was refused; '' when there is none yet. */
	stored: unknown;
	/** What n8n handed to `preAuthentication`: a refusal is kept for it. */
	credentials: object;
	request: Omit<IHttpRequestOptions, 'baseURL'>;
	/** The session token in the body of a successful response. */
	tokenIn(body: Record<string, unknown>): unknown;
}

/** A token this new is given to every caller, so that parallel requests share one exchange. */
const FRESH_MS = 30_000;
/** Of a refusal, whose end says what to do, and what became of a write before it. */
const LONGEST_REASON = 300;
/** The oldest sessions are dropped beyond this number. */
const MOST_SESSIONS = 200;

const underWay = new Map<string, Promise<string>>();
const latest = new Map<string, { token: string; fetchedAt: number }>();

/** Carries what the client needs to decide on a retry, and neither the request nor its secret. */
class SessionRefused extends OperationalError {
	constructor(
		readonly sessionRefused: string,
		/** Its properties are not named `status` or `code`: n8n would replace our message with its own. */
		readonly exchange: { httpStatus?: number; retryAfter?: string; networkCode?: string },
	) {
		super(sessionRefused);
	}
}

const firstText = (...texts: unknown[]) =>
	texts.find((text): text is string => typeof text === 'string' && text !== '');

function noResponse(how: Exchange, networkCode: string, within = ''): SessionRefused {
	return new SessionRefused(
		`${how.service} did not answer${within} while exchanging the ${how.secretTitle} for a session token → check '${how.addressTitle}' in the credential`,
		{ networkCode },
	);
}

function late(how: Exchange): never {
	const error = noResponse(how, 'ETIMEDOUT', ` within ${EXCHANGE_TIMEOUT_MS / 1000} s`);
	throw error;
}

async function fetchResponse(
	{ helpers }: IHttpRequestHelper,
	how: Exchange,
	abortSignal: AbortSignal,
): Promise<unknown> {
	try {
		return await helpers.httpRequest({
			...how.request,
			baseURL: how.authUrl,
			json: true,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			abortSignal,
		});
	} catch (error) {
		// The HTTP client's error holds the request with the secret: only its code is passed on.
		const { code, cause } = asRecord(error);
		throw noResponse(how, firstText(code, asRecord(cause).code) ?? 'UNKNOWN');
	}
}

/** What to do when a response with this status has no token. */
function adviceFor(status: number, { secretTitle, addressTitle }: Exchange): string {
	if (isBusy(status)) return 'run it again later';
	return [400, 401, 403].includes(status)
		? `check the ${secretTitle} in the credential`
		: `check '${addressTitle}' in the credential`;
}

async function fetchToken(helper: IHttpRequestHelper, how: Exchange): Promise<string> {
	const response = await withTimeout(
		EXCHANGE_TIMEOUT_MS,
		async (signal) => await fetchResponse(helper, how, signal),
		() => late(how),
	);
	const { statusCode, headers, body } = asRecord(response);
	const status = Number(statusCode);
	const parsed = asRecord(body);
	const token = how.tokenIn(parsed);
	if (isSuccess(status) && typeof token === 'string' && token !== '') return token;
	const { error_description: description, error_hint: hint, detail, message, error } = parsed;
	const reason = firstText(description, hint, detail, message, error);
	const secrets = [how.secret, bareSession(how.stored), asText(token)];
	const shown =
		reason === undefined ? '' : `: ${cut(withoutSecrets(reason, secrets), LONGEST_REASON)}`;
	throw new SessionRefused(
		`${how.service} gave no session token for the ${how.secretTitle} (answered ${String(statusCode)}${shown}) → ${adviceFor(status, how)}`,
		{ httpStatus: status, retryAfter: firstText(asRecord(headers)['retry-after']) },
	);
}

async function startExchange(
	helper: IHttpRequestHelper,
	how: Exchange,
	key: string,
): Promise<string> {
	try {
		const token = markSession(await fetchToken(helper, how), how);
		latest.delete(key);
		latest.set(key, { token, fetchedAt: monotonicMs() });
		if (latest.size > MOST_SESSIONS) latest.delete([...latest.keys()][0]);
		return token;
	} finally {
		underWay.delete(key);
	}
}

const refusals = new WeakMap<object, unknown>();

/** Why there is no session token for these credentials: n8n 1.123 and 2.0 wrap it in an error that has lost its cause. */
export const refusalFor = (credentials: object): unknown => refusals.get(credentials);

/** To be called when the service refused this session token, so that no caller gets it again. */
export function forgetSession(refused: unknown): void {
	for (const [key, { token }] of latest) if (token === refused) latest.delete(key);
}

/**
 * A session token, marked with its owner. n8n asks for one whenever a request has none or gets a 401: parallel requests share one
 * exchange, and a caller with an older token than the latest gets the latest. n8n does not say when an execution is stopped: the
 * exchange goes on until it is answered or its time is over, and the next run may use its token.
 * @throws SessionRefused when the service gives no token
 */
export async function fetchSessionToken(
	helper: IHttpRequestHelper,
	how: Exchange,
): Promise<string> {
	const key = sessionKey(how);
	const known = latest.get(key);
	if (known && how.stored !== known.token && monotonicMs() - known.fetchedAt < FRESH_MS) {
		return known.token;
	}
	const running = underWay.get(key) ?? startExchange(helper, how, key);
	underWay.set(key, running);
	running.catch((error: unknown) => refusals.set(how.credentials, error));
	return await running;
}
