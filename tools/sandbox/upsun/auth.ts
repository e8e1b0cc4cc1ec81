import { authorization } from '../http';
import type { Reply, Request } from '../http';
import type { IssuedTokens } from '../issuedTokens';
import { secrets } from '../options';
import type { ResolvedOptions } from '../types';

/** The client name of the authentication page, with its empty password. */
const CLIENT = 'platform-api-user:';

/** POST /oauth2/token: a short-lived access token for an API token (authentication page). */
export function exchangeToken(
	request: Request,
	tokens: IssuedTokens,
	{ accessTokenSeconds }: ResolvedOptions,
): Reply {
	const basic = Buffer.from(authorization(request, 'basic') ?? '', 'base64').toString('utf8');
	if (basic !== CLIENT) return oauthError(401, 'invalid_client', 'Unknown client.');
	const form = new URLSearchParams(request.rawBody);
	if (form.get('grant_type') !== 'api_token') {
		return oauthError(400, 'unsupported_grant_type', 'The grant type is not supported.');
	}
	if (form.get('api_token') !== secrets.upsunApiToken) {
		return oauthError(400, 'invalid_grant', 'The API token is invalid or has been revoked.');
	}
	const access_token = tokens.issue(accessTokenSeconds);
	return {
		status: 200,
		body: { access_token, expires_in: accessTokenSeconds, token_type: 'bearer' },
	};
}

/** What refuses a request; undefined for a valid bearer token. */
export function refusal(request: Request, tokens: IssuedTokens): Reply | undefined {
	const token = authorization(request, 'bearer') ?? '';
	if (token === secrets.upsunAccessToken || tokens.isValid(token)) return undefined;
	// The pages state the 401, not its body.
	const error = 'The access token is missing, invalid or has expired.';
	return { status: 401, headers: { 'www-authenticate': 'Bearer' }, body: { error } };
}

/** As official clients read it: `error` and `error_description`. */
function oauthError(status: number, error: string, description: string): Reply {
	return { status, body: { error, error_description: description } };
}
