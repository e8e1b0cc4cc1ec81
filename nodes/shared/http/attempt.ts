import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
} from 'n8n-workflow';

import { EXCHANGE_TIMEOUT_MS } from '../credentials/exchange';
import { bareSession } from '../credentials/sessionToken';
import { withTimeLimit } from './abort';
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
}

/** n8n renews a refused session token inside this call. Its errors hold headers, so none of them is passed on. */
async function callHelper(
	{ context, service, account, credential }: Connection,
	{ method, path, query, headers, body }: ApiRequest,
	timeoutMs: number,
): Promise<RawResponse> {
	const renewOn = account.renewOn();
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
			// n8n renews the token only on statuses in `except`; a token that cannot be renewed would be sent twice for nothing.
			ignoreHttpStatusErrors: account.renewable ? { ignore: true, except: renewOn } : true,
		};
		const response: unknown = await context.helpers.httpRequestWithAuthentication.call(
			context,
			service.credentialType,
			options,
			{
				preAuthenticationRetryStatusCode: renewOn,
				// Only `data` is used.
				credentialsDecrypted: {
					id: '',
					name: service.credentialType,
					type: service.credentialType,
					data: credential,
				},
			},
		);
		return parseResponse(response);
	} catch (error) {
		return parseThrown(error);
	}
}

/**
 * One attempt within its timeout: the HTTP client's own timeout restarts with every byte, so a dripping response would never end.
 * Where n8n may fetch a session token inside, the time for that is added.
 */
export async function attempt(
	connection: Connection,
	request: ApiRequest,
	timeoutMs: number,
): Promise<RawResponse> {
	const sessionMs = connection.account.renewable ? EXCHANGE_TIMEOUT_MS + timeoutMs : 0;
	return await withTimeLimit(
		timeoutMs + sessionMs + GRACE_MS,
		callHelper(connection, request, timeoutMs),
		(): RawResponse => ({ networkCode: 'ETIMEDOUT' }),
	);
}

/** What to hide in a response, including a session token that was fetched during the run. */
export function getSecrets(
	{ account, credential }: Connection,
	{ secrets = [] }: ApiRequest,
): string[] {
	if (account.renewable) {
		const token = bareSession(credential.sessionToken);
		if (!account.secrets.includes(token)) account.secrets.push(token);
	}
	return [...account.secrets, ...secrets];
}
