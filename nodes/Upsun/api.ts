import { parseBaseUrl, parsePace, parseSecret } from '../shared/credentials/properties';
import { bareSession } from '../shared/credentials/sessionToken';
import { secretNames } from '../shared/form/fields';
import { type ApiMessage, messagesByField } from '../shared/http/errorBody';
import type { ApiRequest, Service } from '../shared/http/service';
import { asText, isRecord } from '../shared/objects';
import { USER_FIELDS } from './user/fields';

/** The base URL of the Upsun API; a path prefix is kept. */
export const upsunApiUrl = (entered: unknown) =>
	parseBaseUrl(entered, 'API URL', /\/users(\/.*)?$/i);

/** In the order of Upsun's own clients. */
const TEXT_KEYS = ['message', 'detail', 'title', 'error', 'error_description', 'error_hint'];

/**
 * Parses the documented error bodies `{ error }` and `{ status, message, code, detail: { field: messages }, title }`, problem details
 * (`{ title, detail, errors }`) and OAuth errors.
 */
function parseError(body: unknown): ApiMessage {
	if (!isRecord(body)) return {};
	const said: ApiMessage = {};
	const texts = TEXT_KEYS.map((key) => asText(body[key])).filter(Boolean);
	// `error` is a code when there is an OAuth description, and otherwise the message.
	const text = [...new Set(texts)].slice(0, 2).join(' ');
	if (text !== '') said.text = text;
	if (typeof body.code === 'number' || typeof body.code === 'string') said.code = body.code;
	const details = [body.detail, body.errors].find(isRecord);
	const fields = details && messagesByField(details);
	if (fields && Object.keys(fields).length > 0) said.fields = fields;
	return said;
}

/** The meanings are those of Upsun's error page. */
function advice(status: number, request: ApiRequest): string | undefined {
	switch (status) {
		case 401:
			return 'check the token in the credential; an access token lasts 15 minutes and cannot be renewed, an API token can';
		case 403:
			return request.method === 'GET'
				? 'the account behind the token is not allowed to see this user'
				: "the account behind the token can usually update only itself: choose 'Me' as the user, or use that user's own token";
		case 404:
			return "check the user, and 'API URL' in the credential";
		case 409:
			return 'a value, usually the username, is already taken: choose another';
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
	secretFields: secretNames(USER_FIELDS),
	account(credentials) {
		const { authentication, apiToken, accessToken, sessionToken, requestsPerSecond } = credentials;
		const isRenewable = authentication !== 'accessToken';
		const identity = isRenewable
			? parseSecret(apiToken, 'API Token')
			: parseSecret(accessToken, 'Access Token');
		return {
			baseUrl: upsunApiUrl(credentials.apiUrl),
			requestsPerSecond: parsePace(requestsPerSecond),
			identity,
			secrets: [apiToken, accessToken, bareSession(sessionToken)],
			...(isRenewable && { renewal: { on: () => [401] } }),
		};
	},
	parseError,
	advice,
};
