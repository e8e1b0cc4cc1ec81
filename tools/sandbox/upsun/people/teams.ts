import { withoutOmitted } from '../../doubts';
import type { Reply } from '../../http';
import { inProject, inTeam, withBody } from '../call';
import type { Call } from '../call';
import { listReply, peopleReply } from '../lists';
import type { Fields } from '../lists';
import { refLinks } from '../references';
import { problem, upsunError } from '../rules';
import { idIn } from '../userRoutes';
import { rightIn } from './places';
import type { UpsunTeam } from './places';
import { teamAccessBody } from './projects';

export const teamFields: Fields<UpsunTeam> = {
	id: ({ id }) => id,
	label: ({ label }) => label,
	organization_id: ({ organizationId }) => organizationId,
	created_at: ({ createdAt }) => createdAt,
	updated_at: ({ createdAt }) => createdAt,
};

/** GET /teams: those of the organizations whose people the token may see. */
export function listTeams(call: Call): Reply {
	const { places } = call.context;
	const teams = places.teams.filter(({ organizationId }) => {
		const organization = places.organization(organizationId);
		return organization !== undefined && rightIn(organization) !== 'none';
	});
	return teamsReply(call, teams);
}

/** A list of teams, with their number. */
export function teamsReply(call: Call, teams: UpsunTeam[]): Reply {
	return listReply(call, teams, {
		fields: teamFields,
		counted: true,
		show: (team) => withoutOmitted(teamBody(team), 'list', call.context.options),
		refs: (page) =>
			refLinks(
				'organizations',
				page.map(({ organizationId }) => organizationId),
				call.base,
			),
	});
}

/** GET /teams/{id} */
export function getTeam(call: Call): Reply {
	return inTeam(call, upsunError, (team) => ({
		status: 200,
		body: withoutOmitted(teamBody(team), 'read', call.context.options),
	}));
}

/** GET /teams/{id}/members: takes no page size, and says no number. */
export function listTeamMembers(call: Call): Reply {
	call.request.query.delete('page[size]');
	return inTeam(call, upsunError, (team) =>
		peopleReply(call, Object.keys(team.members), {
			fields: {
				created_at: (userId) => team.members[userId].created_at,
				updated_at: (userId) => team.members[userId].updated_at,
			},
			show: (userId) =>
				withoutOmitted(memberBody(team, userId, call), 'list', call.context.options),
			refs: (page) => refLinks('users', page, call.base),
		}),
	);
}

/** GET /teams/{id}/members/{user_id} */
export function getTeamMember(call: Call): Reply {
	return withTeamMember(call, (team, userId) => ({
		status: 200,
		body: withoutOmitted(memberBody(team, userId, call), 'read', call.context.options),
	}));
}

/** POST /teams/{id}/members: only for members of the organization (documentation). */
export function addTeamMember(call: Call): Reply {
	const { options, places } = call.context;
	const flawOf = ({ user_id: id }: { user_id?: unknown }) =>
		typeof id === 'string' ? undefined : '"user_id" is required.';
	return inTeam(call, upsunError, (team, organization) =>
		withBody(call, upsunError, flawOf, (body) => {
			const userId = String(body.user_id).toLowerCase();
			options.onBeforeWrite?.(userId);
			if (!Object.hasOwn(organization.members, userId)) {
				return upsunError(options, 400, 'The user is not a member of the organization.');
			}
			if (Object.hasOwn(team.members, userId) && options.teamMemberTwice !== 201) {
				return upsunError(options, options.teamMemberTwice, 'The user is in the team already.');
			}
			team.members[userId] ??= places.membership([]);
			return { status: 201, body: memberBody(team, userId, call) };
		}),
	);
}

/** DELETE /teams/{id}/members/{user_id}: the person stays in the organization. */
export function removeTeamMember(call: Call): Reply {
	return withTeamMember(call, (team, userId) => {
		delete team.members[userId];
		return { status: 204 };
	});
}

function withTeamMember(call: Call, answer: (team: UpsunTeam, userId: string) => Reply): Reply {
	const { options } = call.context;
	return inTeam(call, upsunError, (team) => {
		const userId = call.keys[1].toLowerCase();
		if (call.request.method !== 'GET') options.onBeforeWrite?.(userId);
		return Object.hasOwn(team.members, userId)
			? answer(team, userId)
			: upsunError(options, 404, 'The user is not a member of the team.');
	});
}

/** GET /teams/{id}/project-access */
export function listTeamProjects(call: Call): Reply {
	const { places } = call.context;
	return inTeam(call, problem, (team) => {
		const projects = places.projects.filter(({ id }) => team.projectIds.includes(id));
		return listReply(call, projects, {
			maxSize: 200,
			show: (project) => teamAccessBody(team, project, call.base),
			refs: (page) =>
				refLinks(
					'projects',
					page.map(({ id }) => id),
					call.base,
				),
		});
	});
}

/** GET /projects/{id}/team-access/{team_id}, GET /teams/{id}/project-access/{project_id} */
export function getTeamAccess(call: Call): Reply {
	const { context, base, keys } = call;
	const isOfProject = call.request.path.slice(base.length).startsWith('/projects/');
	const [projectId, teamId] = isOfProject ? keys : [keys[1], keys[0]];
	const team = context.places.team(teamId);
	return inProject(
		call,
		problem,
		(project) =>
			team?.projectIds.includes(project.id)
				? { status: 200, body: teamAccessBody(team, project, base) }
				: problem(context.options, 404, 'The team has no access to the project.'),
		projectId,
	);
}

function memberBody({ id, members }: UpsunTeam, userId: string, { context }: Call) {
	const { created_at, updated_at } = members[userId];
	return { team_id: id, user_id: idIn('member', userId, context.options), created_at, updated_at };
}

/** A team as answers and references show it. */
export function teamBody(team: UpsunTeam) {
	const { id, organizationId, label, projectPermissions, createdAt, members, projectIds } = team;
	return {
		id,
		organization_id: organizationId,
		label,
		project_permissions: projectPermissions,
		counts: { member_count: Object.keys(members).length, project_count: projectIds.length },
		created_at: createdAt,
		updated_at: createdAt,
	};
}
