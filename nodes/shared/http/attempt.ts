import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
} from 'n8n-workflow';

import { EXCHANGE_TIMEOUT_MS, forgetSession, refusalFor } from '../credentials/exchange';
import { bareSession } from '../credentials/sessionToken';
import type { Redactor } from '../redact';
import { parseResponse, parseThrown, type RawResponse } from './response';
import type { Account, ApiRequest, Service } from './service';
import type { TimeLimits } from './timeLimits';

/** What n8n passes to a running node, and to a method of the editor. */
export type Context = IExecuteFunctions | ILoadOptionsFunctions;

/** So that the HTTP client's own timeout comes first: its error says more. */
const GRACE_MS = 250;

export interface Connection {
	context: Context;
	service: Service;
	account: Account;
	/** The credential, read once a run: n8n would read and decrypt it anew for every request. A renewed session token is put in. */
	credential: ICredentialDataDecryptedObject;
	timeLimits: TimeLimits;
	redactor: Redactor;
}

/** n8n fetches a missing session token inside this call, and puts it into `data`. Its errors hold headers, so none of them is passed on. */
async function callHelper(
	{ context, service, account }: Connection,
	{ method, path, query, headers, body }: ApiRequest,
	timeoutMs: number,
	data: ICredentialDataDecryptedObject,
): Promise<RawResponse> {
	try {
		const options: IHttpRequestOptions = {
			method,
			baseURL: account.baseUrl,
			url: path,
			qs: { ...query },
			headers: { ...headers, ...(body && { 'Content-Type': 'application/json' }) },
			// As text: the HTTP client drops keys such as "constructor" from objects, at any depth.
			body: body && JSON.stringify(body),
			json: true,
			returnFullResponse: true,
			timeout: timeoutMs,
			// A redirect would take X-Auth-Token along to any host.
			disableFollowRedirect: true,
			// n8n would send a request that throws on 401 twice, even with a token that cannot be renewed.
			ignoreHttpStatusErrors: true,
		};
		const name = service.credentialType;
		const response: unknown = await context.helpers.httpRequestWithAuthentication.call(
			context,
			name,
			options,
			// Only `data` is used.
			{ credentialsDecrypted: { id: '', name, type: name, data } },
		);
		return parseResponse(response);
	} catch (error) {
		return parseThrown(refusalFor(data) ?? error);
	}
}

/** Sends the request, and keeps a session token that was fetched for it. */
async function send(
	connection: Connection,
	request: ApiRequest,
	timeoutMs: number,
): Promise<{ raw: RawResponse; session: unknown }> {
	const { credential, redactor } = connection;
	const { sessionToken: known } = credential;
	// A copy, because other requests may renew the token meanwhile: it tells which one this request was sent with.
	const data = { ...credential };
	const raw = await callHelper(connection, request, timeoutMs, data);
	const { sessionToken: session } = data;
	if (session !== known) {
		redactor.add([bareSession(session)]);
		if (credential.sessionToken === known) credential.sessionToken = session;
	}
	return { raw, session };
}

/**
 * Sends the request, and once more with a new session token when its own was refused. n8n's own renewal is not used: it needs a
 * request that throws on these statuses alone, which n8n before 2.10 cannot, and none before 2.40 renews on 403.
 */
async function sendRenewing(
	connection: Connection,
	request: ApiRequest,
	timeoutMs: number,
): Promise<RawResponse> {
	const { account, credential } = connection;
	const renewOn = account.renewable ? account.renewOn() : [];
	const { raw, session } = await send(connection, request, timeoutMs);
	const { status = 0, sessionRefused } = raw;
	if (sessionRefused !== undefined || !renewOn.includes(status)) return raw;
	forgetSession(session);
	// n8n fetches a session token where this is empty.
	if (credential.sessionToken === session) credential.sessionToken = '';
	return (await send(connection, request, timeoutMs)).raw;
}

/**
 * One attempt within its timeout: the HTTP client's own timeout restarts with every byte, so a dripping response would never end.
 * Where a session token may be fetched, the time for that and for sending the request again is added.
 */
export async function attempt(
	connection: Connection,
	request: ApiRequest,
	timeoutMs: number,
): Promise<RawResponse> {
	const sessionMs = connection.account.renewable ? EXCHANGE_TIMEOUT_MS + timeoutMs : 0;
	return await connection.timeLimits.run(
		timeoutMs + sessionMs + GRACE_MS,
		sendRenewing(connection, request, timeoutMs),
		(): RawResponse => ({ networkCode: 'ETIMEDOUT' }),
	);
}
