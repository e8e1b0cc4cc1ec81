import { createReadChanges } from '../doubts';
import { authorization, decodeSegment } from '../http';
import type { Reply, Request } from '../http';
import { secrets } from '../options';
import { createAgenda, createIssuedTokens } from '../timed';
import type { IssuedTokens } from '../timed';
import type { Mail, ResolvedOptions, UpsunAccess } from '../types';
import {
	getReferences,
	listMembers,
	listOrganizations,
	organizationsOfUser,
} from './organizations';
import { notFound } from './rules';
import { ME, UpsunStore } from './store';
import type { UpsunContext } from './store';
import { changeEmail, getUser, resetPassword, updateUser } from './userRoutes';

/** A credential's addresses may have a path prefix: everything is served below this one too. */
const PREFIX = '/upsun';

export interface Upsun {
	respond(request: Request): Reply;
	access: UpsunAccess;
	reset(): void;
}

/** The Upsun users API and its token exchange, in memory. */
export function createUpsun(options: ResolvedOptions): Upsun {
	const store = new UpsunStore(options);
	const tokens = createIssuedTokens('sandboxUpsunSession', () => options.now());
	const mails: Mail[] = [];
	const agenda = createAgenda(() => options.now());
	const readChanges = createReadChanges(options);
	const context: UpsunContext = { options, store, mails, agenda, readChanges };
	const reset = () => {
		store.reset(options.users);
		tokens.reset();
		mails.length = 0;
		agenda.reset();
		readChanges.reset();
	};
	reset();
	const access: UpsunAccess = {
		users() {
			agenda.settle();
			return structuredClone(store.all());
		},
		user(id) {
			agenda.settle();
			return structuredClone(store.byId(id));
		},
		get me() {
			agenda.settle();
			return structuredClone(store.byId(ME) ?? store.put({ id: ME }));
		},
		put: (user) => structuredClone(store.put(user)),
		expireAccessTokens: () => tokens.expire(),
		exchanges: () => tokens.count(),
		mails: () => [...mails],
	};
	const respond = (request: Request): Reply => {
		agenda.settle();
		const base = request.path.startsWith(`${PREFIX}/`) ? PREFIX : '';
		const [, ...segments] = request.path.slice(base.length).split('/').map(decodeSegment);
		const route = `${request.method} ${shapeOf(segments)}`;
		if (route === 'POST oauth2/token') return exchangeToken(request, tokens, options);
		return refusal(request, tokens) ?? answer(request, route, segments[1] ?? '', base, context);
	};
	return { respond, access, reset };
}

function answer(
	request: Request,
	route: string,
	key: string,
	base: string,
	context: UpsunContext,
): Reply {
	switch (route) {
		case 'GET users/*':
			return getUser(key, context);
		case 'PATCH users/*':
			return updateUser(request, key, context);
		case 'POST users/*/emailaddress':
			return changeEmail(request, key, context);
		case 'POST users/*/resetpassword':
			return resetPassword(key, context);
		case 'GET users/*/organizations':
			return organizationsOfUser(request, key, base, context);
		case 'GET organizations':
			return listOrganizations(request, base, context);
		case 'GET organizations/*/members':
			return listMembers(request, key, base, context);
		case 'GET ref/*':
			return key === 'users' ? getReferences(request, context) : notFound;
		default:
			return notFound;
	}
}

/** `users/<key>/emailaddress` without its key, which is at the second place everywhere. */
function shapeOf([first = '', second, ...rest]: string[]): string {
	if (second === undefined) return first;
	return [first, first === 'oauth2' ? second : '*', ...rest].join('/');
}

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
