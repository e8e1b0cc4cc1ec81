import { withoutOmitted } from '../../doubts';
import type { Place } from '../../doubts';
import { isObject, jsonBody } from '../../http';
import type { Reply } from '../../http';
import { flawOfProjectPermissions, inProject, withBody } from '../call';
import type { Call } from '../call';
import { listReply, peopleReply } from '../lists';
import { refLinks } from '../references';
import { problem } from '../rules';
import { idIn } from '../userRoutes';
import type { UpsunOrganization, UpsunProject } from './places';

/** The lists of access take larger pages than others. */
const MAX_ACCESS_PAGE = 200;

/** GET /projects/{id}/user-access: who was given access directly; without a count. */
export function listUserAccess(call: Call): Reply {
	return inProject(call, problem, (project) =>
		peopleReply(call, Object.entries(project.users), {
			fields: {
				granted_at: ([, { created_at }]) => created_at,
				updated_at: ([, { updated_at }]) => updated_at,
			},
			maxSize: MAX_ACCESS_PAGE,
			show: ([userId]) => accessBody(project, userId, 'list', call),
			refs: (page) =>
				refLinks(
					'users',
					page.map(([userId]) => userId),
					call.base,
				),
		}),
	);
}

interface Grant {
	project: UpsunProject;
	organization: UpsunOrganization;
	userId: string;
}

/** The grant that a path names, from either side: `projects/<id>/user-access/<user>` or `users/<id>/project-access/<project>`. */
function withGrant(call: Call, answer: (grant: Grant) => Reply): Reply {
	const { options } = call.context;
	const { projectId, userId } = sidesOf(call);
	return inProject(
		call,
		problem,
		(project, organization) => {
			if (call.request.method !== 'GET') options.onBeforeWrite?.(userId);
			return Object.hasOwn(project.users, userId)
				? answer({ project, organization, userId })
				: problem(options, 404, 'The user has no access to the project.');
		},
		projectId,
	);
}

function sidesOf({ request, base, keys: [first, second = ''] }: Call) {
	const isOfProject = request.path.slice(base.length).startsWith('/projects/');
	const [projectId, userId] = isOfProject ? [first, second] : [second, first];
	return { projectId, userId: userId.toLowerCase() };
}

/** GET /projects/{id}/user-access/{user_id}, GET /users/{id}/project-access/{project_id} */
export function getUserAccess(call: Call): Reply {
	return withGrant(call, ({ project, userId }) => ({
		status: 200,
		body: accessBody(project, userId, 'read', call),
	}));
}

/** PATCH of the same: nothing is answered. */
export function updateUserAccess(call: Call): Reply {
	const { options, now } = call.context;
	const flawOf = ({ permissions }: { permissions?: unknown }) =>
		flawOfProjectPermissions(permissions);
	return withGrant(call, ({ project, organization, userId }) =>
		withBody(call, problem, flawOf, ({ permissions }) => {
			if (userId === organization.ownerId) return problem(options, 403, OWNERS);
			const updated_at = now();
			Object.assign(project.users[userId], { permissions, updated_at });
			return { status: 204 };
		}),
	);
}

/** DELETE of the same. */
export function removeUserAccess(call: Call): Reply {
	return withGrant(call, ({ project, organization, userId }) => {
		if (userId === organization.ownerId) return problem(call.context.options, 403, OWNERS);
		delete project.users[userId];
		return { status: 204 };
	});
}

const OWNERS = "The owner's access to the project cannot be changed.";

/** POST /projects/{id}/user-access, POST /users/{id}/project-access: a list of grants, all or none; nothing is answered. */
export function grantAccess(call: Call): Reply {
	const { options } = call.context;
	const body = jsonBody(call.request);
	if (!Array.isArray(body) || body.length === 0 || !body.every(isObject)) {
		return problem(options, 400, 'The body is not a list of grants.');
	}
	const isOfProject = sidesOf(call).projectId === call.keys[0];
	const grants = body.map(({ user_id, project_id, permissions, auto_add_member }) => ({
		userId: isOfProject ? String(user_id).toLowerCase() : call.keys[0].toLowerCase(),
		projectId: isOfProject ? call.keys[0] : String(project_id),
		permissions,
		addsMember: auto_add_member === true,
	}));
	for (const { userId } of grants) options.onBeforeWrite?.(userId);
	const answers = grants.map((grant) =>
		inProject(call, problem, (...place) => checkGrant(grant, place, call), grant.projectId),
	);
	const refused = answers.find(({ status }) => status !== 204);
	if (refused) return refused;
	for (const { userId, projectId, permissions } of grants) {
		const project = call.context.places.project(projectId);
		const organization = call.context.places.organization(project?.organizationId ?? '');
		if (!project || !organization) continue;
		organization.members[userId] ??= call.context.places.membership([]);
		project.users[userId] = call.context.places.membership(permissions as string[]);
	}
	return { status: 204 };
}

/** Only members of the organization get access to its projects (documentation), unless they are to be added to it. */
function checkGrant(
	{
		userId,
		permissions,
		addsMember,
	}: { userId: string; permissions: unknown; addsMember: boolean },
	[project, organization]: [UpsunProject, UpsunOrganization],
	{ context: { options, store } }: Call,
): Reply {
	const flaw = flawOfProjectPermissions(permissions);
	if (flaw !== undefined) return problem(options, 400, flaw);
	if (Object.hasOwn(project.users, userId)) {
		return problem(options, 409, 'The user has access to the project already.');
	}
	const isMember = Object.hasOwn(organization.members, userId);
	return isMember || (addsMember && store.byId(userId) !== undefined)
		? { status: 204 }
		: problem(options, 400, "The user is not a member of the project's organization.");
}

/** GET /projects/{id}/team-access */
export function listTeamAccess(call: Call): Reply {
	const { places } = call.context;
	return inProject(call, problem, (project) => {
		const teams = places.teams.filter(({ projectIds }) => projectIds.includes(project.id));
		return listReply(call, teams, {
			maxSize: MAX_ACCESS_PAGE,
			show: (team) => teamAccessBody(team, project, call.base),
			refs: (page) =>
				refLinks(
					'teams',
					page.map(({ id }) => id),
					call.base,
				),
		});
	});
}

/** What a team reaches by a project: the same from both sides. */
export function teamAccessBody(
	{ id, createdAt }: { id: string; createdAt: string },
	project: UpsunProject,
	base: string,
) {
	return {
		team_id: id,
		organization_id: project.organizationId,
		project_id: project.id,
		project_title: project.title,
		granted_at: createdAt,
		updated_at: createdAt,
		_links: { self: { href: `${base}/projects/${project.id}/team-access/${id}` } },
	};
}

/** A direct grant as an answer shows it, from either side. */
export function accessBody(project: UpsunProject, userId: string, at: Place, call: Call): object {
	const { options, places } = call.context;
	const { permissions, created_at, updated_at } = project.users[userId];
	const href = `${call.base}/projects/${project.id}/user-access/${userId}`;
	const isOwner = places.organization(project.organizationId)?.ownerId === userId;
	const links = { update: { href, method: 'PATCH' }, delete: { href, method: 'DELETE' } };
	const body = {
		user_id: idIn('member', userId, options),
		organization_id: project.organizationId,
		project_id: project.id,
		project_title: project.title,
		permissions,
		granted_at: created_at,
		updated_at,
		_links: { self: { href }, ...(!isOwner && links) },
	};
	return withoutOmitted(body, at, options);
}

/** GET /projects/{id}: the project itself, with the `owner` that is deprecated, and its organization. */
export function readProject(call: Call): Reply {
	return inProject(call, problem, (project, organization) => ({
		status: 200,
		body: withoutOmitted(wholeProject(project, organization), 'read', call.context.options),
	}));
}

const wholeProject = (project: UpsunProject, organization: UpsunOrganization) => ({
	id: project.id,
	created_at: project.createdAt,
	updated_at: project.createdAt,
	attributes: {},
	title: project.title,
	description: '',
	owner: organization.ownerId,
	namespace: null,
	organization: organization.id,
	default_branch: 'main',
	status: { code: 'provisioned', message: 'ok' },
	timezone: 'Europe/Paris',
	region: 'eu-5.platform.sh',
	repository: {
		url: `${project.id}@git.eu-5.platform.sh:${project.id}.git`,
		client_ssh_key: null,
	},
	default_domain: null,
	subscription: {
		license_uri: `https://accounts.example/licenses/${project.id}`,
		plan: 'standard',
		environments: 3,
		storage: 5120,
		included_users: 1,
		subscription_management_uri: `https://console.example/${project.id}`,
		restricted: false,
		suspended: project.status === 'suspended',
		user_licenses: Object.keys(project.users).length,
	},
	maintenance: null,
});
