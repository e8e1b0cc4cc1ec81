import type { IExecuteFunctions, IHttpRequestOptions, ILoadOptionsFunctions } from 'n8n-workflow';

import { EXCHANGE_TIMEOUT_MS } from '../credentials/exchange';
import { bareSession } from '../credentials/sessionToken';
import { withTimeLimit } from './abort';
import { parseResponse, parseThrown, type RawResponse } from './response';
import type { Account, ApiRequest, Service } from './service';

/** What n8n hands to a node that runs, and to a method of the editor. */
export type Context = IExecuteFunctions | ILoadOptionsFunctions;

/** The HTTP client's own timeout comes first: its error says more. */
const GRACE_MS = 250;

/** The account of a credential, as n8n speaks with it. */
export interface Connection {
	context: Context;
	service: Service;
	account: Account;
}

function requestOptions(
	account: Account,
	{ method, path, query, headers, body }: ApiRequest,
	timeoutMs: number,
	renewOn: number[],
): IHttpRequestOptions {
	return {
		method,
		baseURL: account.baseUrl,
		url: path,
		qs: { ...query },
		headers: { ...headers, ...(body && { 'Content-Type': 'application/json' }) },
		// As text: the HTTP client drops keys such as "constructor" from an object, whatever their depth.
		body: body && JSON.stringify(body),
		json: true,
		returnFullResponse: true,
		timeout: timeoutMs,
		// A redirect would carry X-Auth-Token to wherever it points.
		disableFollowRedirect: true,
		// Without `except`, n8n could not see the 401 that makes it renew; with it, a token that cannot be
		// renewed would be sent twice for nothing.
		ignoreHttpStatusErrors: account.renewable ? { ignore: true, except: renewOn } : true,
	};
}

/** n8n renews a refused session token inside it. Nothing of n8n's own error, which holds headers, gets out. */
async function callHelper(
	{ context, service, account }: Connection,
	request: ApiRequest,
	timeoutMs: number,
): Promise<RawResponse> {
	const renewOn = account.renewOn();
	try {
		const response: unknown = await context.helpers.httpRequestWithAuthentication.call(
			context,
			service.credentialType,
			requestOptions(account, request, timeoutMs, renewOn),
			{ preAuthenticationRetryStatusCode: renewOn },
		);
		return parseResponse(response);
	} catch (error) {
		return parseThrown(error);
	}
}

/**
 * One attempt, for no longer than its timeout: the HTTP client's own counts from the last byte, so that a response that drips would
 * hold the node for as long as it likes. Where a session token may be fetched inside, that takes its time too.
 */
export async function attempt(
	connection: Connection,
	request: ApiRequest,
	timeoutMs: number,
): Promise<RawResponse> {
	const forSession = connection.account.renewable ? EXCHANGE_TIMEOUT_MS + timeoutMs : 0;
	return await withTimeLimit(
		timeoutMs + forSession + GRACE_MS,
		callHelper(connection, request, timeoutMs),
		(): RawResponse => ({ networkCode: 'ETIMEDOUT' }),
	);
}

/** What must not be shown of a response: also a session token that was fetched during the run, should the service repeat it. */
export async function getSecrets(
	{ context, service, account }: Connection,
	{ secrets = [] }: ApiRequest,
): Promise<string[]> {
	if (account.renewable) {
		const { sessionToken } = await context.getCredentials(service.credentialType);
		const token = bareSession(sessionToken);
		if (!account.secrets.includes(token)) account.secrets.push(token);
	}
	return [...account.secrets, ...secrets];
}
