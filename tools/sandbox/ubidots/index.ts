import { createAgenda } from '../agenda';
import { createReadChanges } from '../doubts/readChanges';
import type { Reply, Request } from '../http';
import { jsonBody } from '../http';
import { createIssuedTokens } from '../issuedTokens';
import { createRateLimit } from '../rateLimit';
import type { ResolvedOptions, UbidotsAccess } from '../types';
import { createAccess } from './access';
import { mintToken, refusal } from './auth';
import { createBulkTasks } from './bulkTasks';
import { createCatalog } from './catalog';
import { notFound, plainError } from './errors';
import { createRoutes, findRoute } from './routes';
import { UserStore } from './store';

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
