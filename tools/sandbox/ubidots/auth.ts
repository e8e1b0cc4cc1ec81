import type { Reply, Request } from '../http';
import type { IssuedTokens } from '../issuedTokens';
import { secrets } from '../options';
import type { ResolvedOptions } from '../types';
import { invalidToken, notAuthenticated, plainError } from './errors';

/** POST /api/v1.6/auth/token: a session token for an API key (v1.6 authentication page). */
export function mintToken(
	request: Request,
	sessions: IssuedTokens,
	options: ResolvedOptions,
): Reply {
	if (request.headers['x-ubidots-apikey'] !== secrets.ubidotsApiKey) {
		// The v1.6 table of statuses: 401 for a bad API key.
		return plainError(401, 401001, 'The API key is missing or wrong.');
	}
	return { status: 200, body: { token: sessions.issue(options.sessionTokenSeconds) } };
}

/** What refuses a request; undefined for a valid token in header or query. */
export function refusal({ headers, query }: Request, sessions: IssuedTokens): Reply | undefined {
	const token = headers['x-auth-token'] ?? query.get('token') ?? '';
	if (token === '') return notAuthenticated;
	// The API key only mints tokens: sent as one it does not work (help centre, "API authentication").
	return token === secrets.ubidotsToken || sessions.isValid(token) ? undefined : invalidToken;
}
