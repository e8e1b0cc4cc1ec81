import { createReadChanges } from '../doubts';
import { decodeSegment, jsonBody } from '../http';
import type { Reply, Request } from '../http';
import { secrets } from '../options';
import { createAgenda, createIssuedTokens, createRateLimit } from '../timed';
import type { IssuedTokens } from '../timed';
import type { ResolvedOptions, UbidotsAccess } from '../types';
import { bulkUpdate, createBulkTasks } from './bulk';
import type { BulkTasks } from './bulk';
import { catalogList, createCatalog } from './catalog';
import { answerList } from './lists';
import type { UserContext } from './model';
import { createAccess } from './present';
import { invalidToken, notAuthenticated, notFound, plainError } from './rules';
import { UserStore } from './store';
import {
	assignOrganizations,
	createUser,
	deleteUser,
	getUser,
	listUsers,
	removeOrganizations,
	updateUser,
} from './userRoutes';

const API = '/api/v2.0';

export interface Ubidots {
	respond(request: Request): Reply;
	access: UbidotsAccess;
	reset(): void;
}

/** The Ubidots users API, in memory. */
export function createUbidots(options: ResolvedOptions, origin: string): Ubidots {
	const apiUrl = `${origin}${API}`;
	const catalog = createCatalog(apiUrl);
	const now = () => options.now();
	const store = new UserStore(catalog, options);
	const sessions = createIssuedTokens('BBFF-sandboxSession', now);
	const agenda = createAgenda(now);
	const tasks = createBulkTasks({ options, store, agenda });
	const rateLimit = createRateLimit(now);
	const readChanges = createReadChanges(options);
	const context = { options, store, catalog, agenda, readChanges, apiUrl };
	const routes = createRoutes(context, tasks);

	const respond = (request: Request): Reply => {
		agenda.settle();
		const path = request.path.replace(/\/$/, '');
		if (path === '/api/v1.6/auth/token') {
			return request.method === 'POST'
				? mintToken(request, sessions, options)
				: methodNotAllowed(request);
		}
		if (options.maxBodyBytes > 0 && request.bodyBytes > options.maxBodyBytes) {
			return plainError(413, 413001, `The body is larger than ${options.maxBodyBytes} bytes.`);
		}
		const found = path.startsWith(`${API}/`)
			? findRoute(routes, path.slice(API.length + 1))
			: undefined;
		if (found && found.route.slash !== request.path.endsWith('/')) return redirect(request, path);
		const refused = refusal(request, sessions) ?? overLimit();
		if (refused) return refused;
		if (!found) return notFound;
		const handler = found.route.methods[request.method];
		return handler
			? (unreadable(request) ?? handler(request, found.key))
			: methodNotAllowed(request);
	};

	/** One window for the account, whatever token is used; the body is not documented for v2.0. */
	const overLimit = (): Reply | undefined => {
		const waitMs = rateLimit.check(options.ubidotsRequestsPerSecond);
		if (waitMs <= 0) return undefined;
		const status = options.rateLimitStatus;
		const message = status === 420 ? 'API limits exceeded.' : 'Request was throttled.';
		return plainError(status, status * 1000 + 1, message, retryAfter(options, waitMs));
	};

	const reset = () => {
		store.reset(options.users);
		agenda.reset();
		readChanges.reset();
		tasks.reset();
		sessions.reset();
		rateLimit.reset();
	};
	reset();

	return { respond, access: createAccess(context, tasks, sessions), reset };
}

/** Django's own way with slashes: most clients turn the redirected write into a read. */
function redirect(request: Request, path: string): Reply {
	const query = request.query.toString();
	const target = request.path.endsWith('/') ? path : `${path}/`;
	return { status: 301, headers: { location: query ? `${target}?${query}` : target } };
}

/** What the update pages' Content-Type header is there for; 415 is in the v1.6 table of statuses. */
function unreadable(request: Request): Reply | undefined {
	if (request.rawBody === '') return undefined;
	const type = request.headers['content-type'] ?? '';
	if (!type.includes('application/json')) {
		return plainError(415, 415001, `Unsupported media type "${type}" in request.`);
	}
	return jsonBody(request) === undefined ? plainError(400, 400001, 'JSON parse error.') : undefined;
}

function methodNotAllowed(request: Request): Reply {
	return plainError(405, 405001, `Method "${request.method}" not allowed.`);
}

function retryAfter({ retryAfter: form, now }: ResolvedOptions, waitMs: number) {
	// Whole seconds in both forms, rounded up so that nobody comes back too early.
	if (form === 'seconds') return { 'retry-after': String(Math.ceil(waitMs / 1000)) };
	if (form === 'date') {
		const at = Math.ceil((now() + waitMs) / 1000) * 1000;
		return { 'retry-after': new Date(at).toUTCString() };
	}
	return undefined;
}

type Handler = (request: Request, key: string) => Reply;

export interface Route {
	/** The path below /api/v2.0/, without a trailing slash; one group for the key. */
	pattern: RegExp;
	/** Whether the pages write it with a trailing slash: collections and actions yes, items no. */
	slash: boolean;
	methods: Record<string, Handler>;
}

/** Every path below /api/v2.0/. */
export function createRoutes(context: UserContext, tasks: BulkTasks): Route[] {
	const { catalog, options, apiUrl } = context;
	const catalogRoutes = (['organizations', 'roles', 'dashboards'] as const).flatMap((kind) => {
		const items = catalog[kind];
		const all: Handler = (request) => answerList(request, catalogList(items), options, apiUrl);
		// A role's key is its bare label (get-role page), the others have an id or `~label`.
		const find = {
			organizations: catalog.organization,
			roles: catalog.role,
			dashboards: catalog.dashboard,
		};
		const one: Handler = (_, key) => {
			const item = find[kind](key);
			return item ? { status: 200, body: item } : notFound;
		};
		return [
			{ pattern: new RegExp(`^${kind}$`), slash: true, methods: { GET: all } },
			{ pattern: new RegExp(`^${kind}/([^/]+)$`), slash: false, methods: { GET: one } },
		];
	});
	return [
		{
			pattern: /^users$/,
			slash: true,
			methods: {
				GET: (request) => listUsers(request, context),
				POST: (request) => createUser(request, context),
			},
		},
		{
			pattern: /^users\/_\/bulk\/update$/,
			slash: true,
			methods: { PATCH: (request) => bulkUpdate(request, tasks, context) },
		},
		{
			pattern: /^users\/([^/]+)\/_\/assign_organizations$/,
			slash: true,
			methods: { POST: (request, key) => assignOrganizations(request, key, context) },
		},
		{
			pattern: /^users\/([^/]+)\/_\/remove_organizations$/,
			slash: true,
			methods: { POST: (request, key) => removeOrganizations(request, key, context) },
		},
		{
			pattern: /^users\/([^/]+)$/,
			slash: false,
			methods: {
				GET: (request, key) => getUser(request, key, context),
				PATCH: (request, key) => updateUser(request, key, context),
				DELETE: (_, key) => deleteUser(key, context),
			},
		},
		...catalogRoutes,
	];
}

/** The route of a path and its key, decoded. */
export function findRoute(
	routes: Route[],
	path: string,
): { route: Route; key: string } | undefined {
	for (const route of routes) {
		const match = route.pattern.exec(path);
		if (match) return { route, key: decodeSegment(match[1] ?? '') };
	}
	return undefined;
}

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
