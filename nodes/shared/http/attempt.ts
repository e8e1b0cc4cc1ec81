import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
} from 'n8n-workflow';

import { type Stop, withTimeout } from '../waiting';
import { EXCHANGE_TIMEOUT_MS, forgetSession, refusalFor } from '../credentials/exchange';
import { bareSession } from '../credentials/sessionToken';
import type { Redactor } from '../redact';
import { parseResponse, parseThrown, type RawResponse } from './response';
import type { Account, ApiRequest, Service } from './service';

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
	redactor: Redactor;
	/** By the user. */
	canceled: Stop;
}

/**
 * n8n fetches a missing session token inside this call, and puts it into `data`. Its errors hold headers, so none of them is passed on.
 * @param signal closes the connection
 */
async function callHelper(
	{ context, service, account }: Connection,
	{ method, path, query, headers, body }: ApiRequest,
	timeoutMs: number,
	data: ICredentialDataDecryptedObject,
	signal: AbortSignal,
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
		// n8n replaces `abortSignal` by what its context gives (read in n8n-core 1.122, of n8n 1.123, 2.0 and 2.41).
		const own = Object.create(context, {
			getExecutionCancelSignal: { value: () => signal },
		}) as Context;
		const response: unknown = await context.helpers.httpRequestWithAuthentication.call(
			own,
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

/**
 * Sends the request within its time, and keeps a session token that was fetched for it. The HTTP client's own timeout restarts with
 * every byte, so a dripping response would never end.
 */
async function send(
	connection: Connection,
	request: ApiRequest,
	timeoutMs: number,
): Promise<{ raw: RawResponse; session: unknown }> {
	const { account, credential, redactor, canceled } = connection;
	const { sessionToken: known } = credential;
	// A copy, because other requests may renew the token meanwhile: it tells which one this request was sent with.
	const data = { ...credential };
	// Where n8n has to fetch a session token first, it does not say when that is done.
	const exchangeMs = account.renewal && known === '' ? EXCHANGE_TIMEOUT_MS : 0;
	const raw = await withTimeout(
		exchangeMs + timeoutMs + GRACE_MS,
		async (signal) => await callHelper(connection, request, timeoutMs, data, signal),
		(): RawResponse => ({ networkCode: 'ETIMEDOUT' }),
		canceled,
	);
	const { sessionToken: session } = data;
	if (session !== known) {
		redactor.add([bareSession(session)]);
		if (credential.sessionToken === known) credential.sessionToken = session;
	}
	return { raw, session };
}

/**
 * One attempt: sends the request, and once more with a new session token when its own was refused. n8n's own renewal is not used: it
 * needs a request that throws on these statuses alone, which n8n before 2.10 cannot, and none before 2.40 renews on 403.
 * @throws Failure of kind `canceled` when the user stopped the execution
 */
export async function attempt(
	connection: Connection,
	request: ApiRequest,
	timeoutMs: number,
): Promise<RawResponse> {
	const { account, credential } = connection;
	const renewOn = account.renewal?.on() ?? [];
	const { raw, session } = await send(connection, request, timeoutMs);
	const { status = 0, sessionRefused } = raw;
	if (sessionRefused !== undefined || !renewOn.includes(status)) return raw;
	forgetSession(session);
	// n8n fetches a session token where this is empty.
	if (credential.sessionToken === session) credential.sessionToken = '';
	return (await send(connection, request, timeoutMs)).raw;
}
