import { decodeSegment } from '../http';
import type { Reply, Request } from '../http';
import { assignOrganizations } from './assignOrganizations';
import { bulkUpdate } from './bulk';
import type { BulkTasks } from './bulkTasks';
import { catalogList } from './catalogList';
import { notFound } from './errors';
import { answerList } from './lists';
import { createUser, deleteUser, getUser, listUsers, updateUser } from './userRoutes';
import type { UserContext } from './context';

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
