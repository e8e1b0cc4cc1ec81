import { createReadChanges } from '../doubts';
import { authorization, decodeSegment } from '../http';
import type { Reply, Request } from '../http';
import { secrets } from '../options';
import { createAgenda, createIssuedTokens } from '../timed';
import type { IssuedTokens } from '../timed';
import type { Mail, ResolvedOptions, UpsunAccess } from '../types';
import { acceptInvitation } from './people/invitations';
import { Places } from './people/places';
import { route } from './routes';
import { furnish } from './seeds';
import { ME, UpsunStore } from './store';
import type { UpsunContext } from './store';

/** A credential's addresses may have a path prefix: everything is served below this one too. */
const PREFIX = '/upsun';

export interface Upsun {
	respond(request: Request): Reply;
	access: UpsunAccess;
	reset(): void;
}

/** The Upsun users API and its token exchange, in memory. */
export function createUpsun(options: ResolvedOptions): Upsun {
	const now = () => new Date(options.now()).toISOString().replace(/\.\d+Z$/, 'Z');
	const store = new UpsunStore();
	const places = new Places(now);
	const tokens = createIssuedTokens('sandboxUpsunSession', () => options.now());
	const mails: Mail[] = [];
	const agenda = createAgenda(() => options.now());
	const readChanges = createReadChanges(options);
	const context: UpsunContext = { options, now, store, places, mails, agenda, readChanges };
	const reset = () => {
		furnish(store, places, options);
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
		forget: (id) => store.remove(id),
		setSignIn: (id, signIn) => store.setSignIn(id, signIn),
		get organizations() {
			return structuredClone(places.organizations);
		},
		get projects() {
			return structuredClone(places.projects);
		},
		get teams() {
			return structuredClone(places.teams);
		},
		addOrganization: (given) => structuredClone(places.addOrganization(given)),
		addProject: (given) => structuredClone(places.addProject(given)),
		addTeam: (given) => structuredClone(places.addTeam(given)),
		changePlace: (id, change) => {
			const place = places.organization(id) ?? places.project(id) ?? places.team(id);
			if (!place) throw new Error(`No organization, project or team has the id "${id}".`);
			change(place as never, places);
		},
		invite: (placeId, email, permissions) => {
			const place = places.organization(placeId) ?? places.project(placeId);
			if (!place) throw new Error(`No organization or project has the id "${placeId}".`);
			return structuredClone(places.addInvitation(place, { email, permissions }));
		},
		accept: (invitationId) => acceptInvitation(invitationId, context),
	};
	const respond = (request: Request): Reply => {
		agenda.settle();
		const base = request.path.startsWith(`${PREFIX}/`) ? PREFIX : '';
		const [, ...segments] = request.path.slice(base.length).split('/').map(decodeSegment);
		if (`${request.method} ${segments.join('/')}` === 'POST oauth2/token') {
			return exchangeToken(request, tokens, options);
		}
		return refusal(request, tokens) ?? route(segments, { request, base, context });
	};
	return { respond, access, reset };
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
