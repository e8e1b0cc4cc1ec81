import { monotonicMs } from '../shared/waiting';
import { parseBaseUrl, parsePace, parseSecret } from '../shared/credentials/properties';
import { bareSession } from '../shared/credentials/sessionToken';
import { secretNames } from '../shared/form/fields';
import { type ApiMessage, messagesByField, textsIn } from '../shared/http/errorBody';
import type { ApiRequest, Renewal, Service } from '../shared/http/service';
import { isRecord } from '../shared/objects';
import { USER_FIELDS } from './user/fields';

const API_PATH = '/api/v2.0';

/** The origin of the Ubidots API, also when `/api/v2.0` was pasted along. */
export const ubidotsOrigin = (entered: unknown) =>
	parseBaseUrl(entered, 'Base URL', /\/api(\/.*)?$/i);

/**
 * Parses the documented error bodies: `{ code, message, detail: { field: messages } }`, `{ code, message, detail: "text" }` and the
 * bare `{ detail }` of a missing bulk header; and the list of Django REST framework, with one entry for each row of a bulk request.
 */
function parseError(body: unknown): ApiMessage {
	if (!isRecord(body)) {
		const isOfRows = Array.isArray(body) && body.length > 0 && body.every(isRecord);
		return isOfRows ? { rows: body.map((row) => messagesByField(row)) } : {};
	}
	const { code, message, detail } = body;
	const said: ApiMessage = {};
	if (typeof code === 'number' || typeof code === 'string') said.code = code;
	if (typeof message === 'string') said.text = message;
	if (typeof detail === 'string') {
		said.text = said.text && said.text !== detail ? `${said.text} ${detail}` : detail;
	} else if (Array.isArray(detail)) {
		const rows = (detail as unknown[]).filter(isRecord);
		if (rows.length === detail.length) said.rows = rows.map(messagesByField);
		else said.text = [said.text, textsIn(detail)].filter(Boolean).join(' ');
	} else if (isRecord(detail)) {
		const fields = messagesByField(detail);
		if (Object.keys(fields).length > 0) said.fields = fields;
	}
	return said;
}

/** `/users/<user_key>` and the paths below it; the key `_` means all users. */
const NAMES_A_USER = /^\/users\/(?!_\/)[^/]/;

/** The meanings are those of the Ubidots response code table. */
function advice(status: number, request: ApiRequest): string | undefined {
	switch (status) {
		case 401:
			return 'check the token or API key in the credential, and that its account may manage users';
		case 402:
			return "this account's plan does not include this: ask Ubidots about it";
		case 403:
			if (!request.path.startsWith('/users/'))
				return 'the token is not allowed to see them: use an account token';
			return 'check that the token in the credential is an account token with the right to manage users';
		case 404:
			return NAMES_A_USER.test(request.path)
				? "check the user ID or username, and 'Base URL' in the credential"
				: "check 'Base URL' in the credential";
		case 413:
			return "lower 'Max Batch Bytes' in the options";
		case 420:
		case 429:
			return "lower 'Requests per Second' in the credential, or raise 'Retry Timeout' in the options";
		default:
			return undefined;
	}
}

/** Within this time after a 403, another 403 does not renew the session token. */
const FORBIDDEN_FOR_MS = 30_000;

/**
 * The table of response codes has 401 for a bad API key and 403 for a bad token. But a 403 in spite of a new session token means
 * that the account lacks the permission, and each further one would cost an exchange.
 */
function renewal(): Renewal {
	let forbiddenAt = -Infinity;
	const isForbidden = () => monotonicMs() - forbiddenAt < FORBIDDEN_FOR_MS;
	return {
		on: () => (isForbidden() ? [401] : [401, 403]),
		noteStatus(status) {
			if (status === 403 && !isForbidden()) forbiddenAt = monotonicMs();
		},
	};
}

export const ubidots: Service = {
	displayName: 'Ubidots',
	credentialType: 'ubidotsApi',
	addressTitle: 'Base URL',
	secretFields: secretNames(USER_FIELDS),
	account(credentials) {
		const { authentication, token, apiKey, sessionToken, requestsPerSecond } = credentials;
		const isRenewable = authentication === 'apiKey';
		const identity = isRenewable ? parseSecret(apiKey, 'API Key') : parseSecret(token, 'Token');
		return {
			baseUrl: ubidotsOrigin(credentials.baseUrl) + API_PATH,
			requestsPerSecond: parsePace(requestsPerSecond),
			identity,
			secrets: [token, apiKey, bareSession(sessionToken)],
			...(isRenewable && { renewal: renewal() }),
		};
	},
	parseError,
	advice,
};
