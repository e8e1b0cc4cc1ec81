import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { parseBaseUrl } from '../shared/credentials/baseUrl';
import { isRecord } from '../shared/objects';
import { parsePace, parseSecret } from '../shared/credentials/properties';
import { bareSession } from '../shared/credentials/sessionToken';
import { type ApiMessage, messagesByField } from '../shared/http/errorBody';
import type { ApiRequest, Service } from '../shared/http/service';

/** The address of the Upsun API from what was typed; a path prefix is kept. */
export const upsunApiUrl = (typed: unknown) => parseBaseUrl(typed, 'API URL', /\/users(\/.*)?$/);

/** In the order in which Upsun's own clients look for a text. */
const TEXT_KEYS = ['message', 'detail', 'title', 'error', 'error_description', 'error_hint'];

/**
 * Parses both documented shapes, `{ error }` and `{ status, message, code, detail: { field: messages }, title }`, problem
 * details (`{ title, detail, errors }`) and OAuth errors.
 */
function parseError(body: unknown): ApiMessage {
	if (!isRecord(body)) return {};
	const said: ApiMessage = {};
	const texts = TEXT_KEYS.map((key) => body[key]).filter(
		(text): text is string => typeof text === 'string' && text !== '',
	);
	// `error` is a code beside an OAuth description, and the whole text without one.
	const text = [...new Set(texts)].slice(0, 2).join(' ');
	if (text !== '') said.text = text;
	if (typeof body.code === 'number' || typeof body.code === 'string') said.code = body.code;
	const details = [body.detail, body.errors].find(isRecord);
	const fields = details && messagesByField(details);
	if (fields && Object.keys(fields).length > 0) said.fields = fields;
	return said;
}

/** What to do next, by status; the meanings are those of Upsun's error page. */
function advice(status: number, request: ApiRequest): string | undefined {
	if (status >= 300 && status < 400) {
		return "the address redirects elsewhere: check 'API URL' in the credential";
	}
	switch (status) {
		case 401:
			return 'check the token in the credential; an access token lasts 15 minutes and cannot be renewed, an API token can';
		case 403:
			return request.method === 'GET'
				? 'the account behind the token is not allowed to see this user'
				: "the account behind the token can usually update only itself: choose 'Me' as the user, or use a token of the user's own";
		case 404:
			return "check the user, and 'API URL' in the credential";
		case 409:
			return 'it is already taken by another user';
		case 420:
		case 429:
			return "set 'Requests per Second' in the credential, or raise 'Retry Timeout' in the options";
		default:
			return undefined;
	}
}

export const upsun: Service = {
	displayName: 'Upsun',
	credentialType: 'upsunApi',
	addressTitle: 'API URL',
	account(credentials: ICredentialDataDecryptedObject) {
		const { authentication, apiToken, accessToken, sessionToken, requestsPerSecond } = credentials;
		const renewable = authentication !== 'accessToken';
		const identity = renewable
			? parseSecret(apiToken, 'API Token')
			: parseSecret(accessToken, 'Access Token');
		return {
			baseUrl: upsunApiUrl(credentials.apiUrl),
			requestsPerSecond: parsePace(requestsPerSecond),
			renewable,
			identity,
			secrets: [apiToken, accessToken, bareSession(sessionToken)].map((secret) =>
				String(secret ?? '').trim(),
			),
			renewOn: () => [401],
		};
	},
	parseError,
	advice,
};
