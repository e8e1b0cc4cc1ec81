import { createHash } from 'crypto';
import type { IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';
import { OperationalError } from 'n8n-workflow';

import { asRecord } from '../objects';
import { withoutSecrets } from '../redact';
import { bareSession, EXCHANGE_TIMEOUT_MS, markedSession } from './secret';

/** The account that a session token is for. */
export const accountOf = (secret: string, address: string) => `${address}\n${secret}`;

/** How a service hands out session tokens. */
export interface Exchange {
	/** For error texts: "Ubidots", "Upsun". */
	service: string;
	/** For error texts: what is exchanged, and the field that holds it: "API key", "API token". */
	secretTitle: string;
	/** For error texts: the field that holds the address. */
	addressTitle: string;
	/** The API key or token. */
	secret: string;
	/** The stored session token that was refused; '' when there is none yet. */
	stored: unknown;
	request: IHttpRequestOptions;
	/** The session token in a good answer. */
	tokenIn(body: unknown): unknown;
}

interface Session {
	token: string;
	fetchedAt: number;
}

/** A token this young is handed to everyone who asks, so that parallel requests share one exchange. */
const FRESH_MS = 30_000;
/** Sessions of accounts that are not used any more are forgotten. */
const MOST_SESSIONS = 200;

const underWay = new Map<string, Promise<string>>();
const latest = new Map<string, Session>();

/** Thrown with what the sender needs to decide on a retry; it holds neither the request nor its secret. */
class SessionRefused extends OperationalError {
	constructor(
		readonly sessionRefused: string,
		/** What came of the exchange. Not named `status` or `code`: n8n would put a text of its own in place of ours. */
		readonly exchange: { httpStatus?: number; retryAfter?: string; networkCode?: string },
	) {
		super(sessionRefused);
	}
}

const firstText = (...texts: unknown[]) =>
	texts.find((text): text is string => typeof text === 'string' && text !== '');

async function exchange(helper: IHttpRequestHelper, how: Exchange): Promise<string> {
	const { service, secretTitle, addressTitle } = how;
	const answer = await helper.helpers
		.httpRequest({
			...how.request,
			json: true,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: EXCHANGE_TIMEOUT_MS,
		})
		.then(
			(response: unknown) => response,
			// The HTTP client's own error holds the request, secret included: only its code may go on.
			(error: unknown) => {
				const code =
					firstText(asRecord(error).code, asRecord(asRecord(error).cause).code) ?? 'UNKNOWN';
				throw new SessionRefused(
					`${service} did not answer when the ${secretTitle} was to be exchanged for a session token → check '${addressTitle}' in the credential`,
					{ networkCode: code },
				);
			},
		);
	const { statusCode, headers, body } = asRecord(answer);
	const token = how.tokenIn(body);
	if (Math.floor(Number(statusCode) / 100) === 2 && typeof token === 'string' && token !== '')
		return token;
	const said = asRecord(body);
	const reason = firstText(
		said.error_description,
		said.error_hint,
		said.detail,
		said.message,
		said.error,
	);
	const shown =
		reason === undefined
			? ''
			: `: ${withoutSecrets(reason, [how.secret, bareSession(how.stored)])}`;
	const isBusy = statusCode === 429 || Number(statusCode) >= 500;
	const advice = isBusy
		? 'run it again later'
		: statusCode === 400 || statusCode === 401 || statusCode === 403
			? `check the ${secretTitle} in the credential`
			: `check '${addressTitle}' in the credential`;
	throw new SessionRefused(
		`${service} gave no session token for the ${secretTitle} (answer ${String(statusCode)}${shown}) → ${advice}`,
		{ httpStatus: Number(statusCode), retryAfter: firstText(asRecord(headers)['retry-after']) },
	);
}

/**
 * A session token for the account, marked as its own. n8n asks for one for every request that finds none or meets a 401; requests in
 * parallel share one exchange, and whoever comes with an older token than the latest gets that one.
 * @throws SessionRefused when the service hands out none
 */
export async function sessionToken(helper: IHttpRequestHelper, how: Exchange): Promise<string> {
	const account = accountOf(how.secret, how.request.baseURL ?? '');
	const key = createHash('sha256').update(account).digest('hex');
	const known = latest.get(key);
	if (known && how.stored !== known.token && Date.now() - known.fetchedAt < FRESH_MS) {
		return known.token;
	}
	const running = underWay.get(key);
	if (running) return await running;
	const started = exchange(helper, how)
		.then((token) => {
			const marked = markedSession(token, account);
			latest.delete(key);
			latest.set(key, { token: marked, fetchedAt: Date.now() });
			if (latest.size > MOST_SESSIONS) latest.delete([...latest.keys()][0]);
			return marked;
		})
		.finally(() => underWay.delete(key));
	underWay.set(key, started);
	return await started;
}
