import { isObject, jsonBody } from '../http';
import type { JsonObject, Reply, Request } from '../http';
import type { ResolvedOptions } from '../types';
import { rightIn } from './people/places';
import type { UpsunOrganization, UpsunProject, UpsunTeam } from './people/places';
import type { UpsunContext } from './store';

/** One request to the API, with what its path names. */
export interface Call {
	request: Request;
	/** The second, fourth, ... segment of the path: `organizations/<0>/members/<1>`. */
	keys: string[];
	/** The path prefix that it came with. */
	base: string;
	context: UpsunContext;
}

export type Handler = (call: Call) => Reply;

/** How a resource writes its errors: see `upsunError` and `problem`. */
export type Refuse = (options: ResolvedOptions, status: number, message: string) => Reply;

/** Whether a request is to change something. */
const isChange = ({ request }: Call) => request.method !== 'GET';

/** The organization of the path, for those who may see or change its people. Only reads take it by `name=`. */
export function inOrganization(
	call: Call,
	refuse: Refuse,
	answer: (organization: UpsunOrganization) => Reply,
): Reply {
	const { options, places } = call.context;
	const [key] = call.keys;
	const found = isChange(call) && key.startsWith('name=') ? undefined : places.organization(key);
	if (!found) return refuse(options, 404, 'There is no such organization.');
	return refusedIn(call, found, refuse) ?? answer(found);
}

/** The project of the path, for those who manage the people of its organization. */
export function inProject(
	call: Call,
	refuse: Refuse,
	answer: (project: UpsunProject, organization: UpsunOrganization) => Reply,
	id = call.keys[0],
): Reply {
	const { options, places } = call.context;
	const project = places.project(id);
	const organization = project && places.organization(project.organizationId);
	// The lists of a project document no 404: there is no telling from one that is another's.
	if (!project || !organization) return refuse(options, 403, 'You may not see this project.');
	return refusedIn(call, organization, refuse) ?? answer(project, organization);
}

/** The team of the path, for those who manage the people of its organization. */
export function inTeam(
	call: Call,
	refuse: Refuse,
	answer: (team: UpsunTeam, organization: UpsunOrganization) => Reply,
): Reply {
	const { options, places } = call.context;
	const team = places.team(call.keys[0]);
	const organization = team && places.organization(team.organizationId);
	if (!team || !organization) return refuse(options, 404, 'There is no such team.');
	return refusedIn(call, organization, refuse) ?? answer(team, organization);
}

function refusedIn(call: Call, organization: UpsunOrganization, refuse: Refuse): Reply | undefined {
	const { options } = call.context;
	const right = rightIn(organization);
	if (right === 'none') {
		return refuse(options, 403, 'You do not have access to the users of this organization.');
	}
	if (right === 'read' && isChange(call)) {
		return refuse(options, 403, 'This token may read the users of this organization only.');
	}
	return undefined;
}

/** Reads the body, and what `flawOf` finds wrong with it is a 400. */
export function withBody(
	{ request, context }: Call,
	refuse: Refuse,
	flawOf: (body: JsonObject) => string | undefined,
	answer: (body: JsonObject) => Reply,
): Reply {
	const body = jsonBody(request);
	const flaw = isObject(body) ? flawOf(body) : 'The body is not a JSON object.';
	return flaw === undefined ? answer(body as JsonObject) : refuse(context.options, 400, flaw);
}

/** A list of some of these words, each at most once. */
export function flawOfWords(name: string, value: unknown, words: readonly string[]) {
	if (!Array.isArray(value)) return `"${name}" has to be a list.`;
	const wrong = (value as unknown[]).find((one) => !words.includes(String(one)));
	return wrong === undefined ? undefined : `"${name}" does not know "${String(wrong)}".`;
}

export const ORGANIZATION_PERMISSIONS = [
	'admin',
	'billing',
	'members',
	'plans',
	'projects:create',
	'projects:list',
] as const;

const ROLES = ['admin', 'contributor', 'viewer'] as const;
const TYPES = ['production', 'staging', 'development'] as const;
export const PROJECT_PERMISSIONS = [
	'admin',
	'viewer',
	...TYPES.flatMap((type) => ROLES.map((role) => `${type}:${role}`)),
];

/** What is wrong with the permissions in a project: `viewer` needs an environment type, `admin` has none (the CLI's rules). */
export function flawOfProjectPermissions(value: unknown): string | undefined {
	const flaw = flawOfWords('permissions', value, PROJECT_PERMISSIONS);
	if (flaw !== undefined) return flaw;
	const words = value as string[];
	const types = words.filter((word) => word.includes(':'));
	if (new Set(types.map((word) => word.split(':')[0])).size < types.length) {
		return 'There is more than one role for an environment type.';
	}
	if (words.includes('admin')) {
		return words.length === 1 ? undefined : 'A project admin has no roles on environment types.';
	}
	if (!words.includes('viewer')) return 'A project role is needed: admin or viewer.';
	return types.length > 0
		? undefined
		: 'A non-admin user must be added to at least one environment type.';
}
