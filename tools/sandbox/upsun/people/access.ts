import { withoutOmitted } from '../../doubts';
import type { Reply } from '../../http';
import type { Call, Refuse } from '../call';
import { listReply } from '../lists';
import { refLinks } from '../references';
import { notFound, problem, upsunError } from '../rules';
import { ME } from '../store';
import { idIn } from '../userRoutes';
import { permissionsOf } from './members';
import { rightIn } from './places';
import type { Membership, UpsunOrganization } from './places';
import { accessBody } from './projects';
import { teamsReply } from './teams';

/**
 * What is asked about a person, within the organizations where the token may see it: about its owner everywhere, about others
 * where it manages the people, as the CLI does. Which right it really takes is not known.
 */
function about(
	call: Call,
	refuse: Refuse,
	answer: (userId: string, isSeen: (organizationId: string) => boolean) => Reply,
): Reply {
	const { store, places, options } = call.context;
	const key = call.keys[0] === 'me' ? ME : call.keys[0];
	const user = store.byId(key);
	if (!user) return notFound;
	const seen = places.organizations.filter(
		({ members, ...rest }) =>
			Object.hasOwn(members, user.id) &&
			(user.id === ME || rightIn({ members, ...rest } as UpsunOrganization) !== 'none'),
	);
	if (user.id !== ME && (seen.length === 0 || options.accessOfOthers === 'forbidden')) {
		return refuse(options, 403, 'You do not have access to this user.');
	}
	const ids = new Set(seen.map(({ id }) => id));
	return answer(user.id, (organizationId) => ids.has(organizationId));
}

interface Reached {
	resource_id: string;
	resource_type: 'project' | 'organization';
	organization_id: string;
	permissions: string[];
	granted_at: string;
	updated_at: string;
}

/** GET /users/{id}/extended-access: organizations, and projects whether direct or by a team. Takes no page size. */
export function listExtendedAccess(call: Call): Reply {
	const { context, base } = call;
	call.request.query.delete('page[size]');
	return about(call, upsunError, (userId, isSeen) => {
		const reached = reachedBy(userId, call).filter(({ organization_id }) =>
			isSeen(organization_id),
		);
		const idsOf = (page: Reached[], type: Reached['resource_type']) =>
			page.flatMap(({ resource_id, resource_type }) => (resource_type === type ? resource_id : []));
		return listReply(call, reached, {
			fields: {
				resource_type: ({ resource_type }) => resource_type,
				organization_id: ({ organization_id }) => organization_id,
				permissions: ({ permissions }) => permissions,
			},
			show: (one) =>
				withoutOmitted(
					{ user_id: idIn('member', userId, context.options), ...one },
					'list',
					context.options,
				),
			refs: (page) => ({
				...refLinks('projects', idsOf(page, 'project'), base),
				...refLinks('organizations', idsOf(page, 'organization'), base),
			}),
		});
	});
}

function reachedBy(userId: string, { context: { options, places } }: Call): Reached[] {
	const reached: Reached[] = [];
	for (const { id, members } of places.organizations) {
		if (!Object.hasOwn(members, userId)) continue;
		const permissions = permissionsOf(members[userId], options);
		reached.push({
			resource_id: id,
			resource_type: 'organization',
			organization_id: id,
			...datesOf(members[userId]),
			permissions,
		});
	}
	for (const { id, organizationId, users, createdAt } of places.projects) {
		const byTeam = places.teams.filter(
			({ members, projectIds }) => Object.hasOwn(members, userId) && projectIds.includes(id),
		);
		const direct = Object.hasOwn(users, userId) ? users[userId] : undefined;
		if (!direct && byTeam.length === 0) continue;
		const all = [
			...(direct?.permissions ?? []),
			...byTeam.flatMap((one) => one.projectPermissions),
		];
		reached.push({
			resource_id: id,
			resource_type: 'project',
			organization_id: organizationId,
			...datesOf(direct ?? { created_at: createdAt, updated_at: createdAt }),
			permissions: [...new Set(all)],
		});
	}
	return reached;
}

const datesOf = ({ created_at, updated_at }: Omit<Membership, 'permissions'>) => ({
	granted_at: created_at,
	updated_at,
});

/** GET /users/{id}/project-access: direct grants only. */
export function listProjectAccess(call: Call): Reply {
	return about(call, problem, (userId, isSeen) => {
		const projects = call.context.places.projects.filter(
			({ organizationId, users }) => isSeen(organizationId) && Object.hasOwn(users, userId),
		);
		return listReply(call, projects, {
			fields: { organization_id: ({ organizationId }) => organizationId },
			maxSize: 200,
			show: (project) => accessBody(project, userId, 'list', call),
			refs: (page) =>
				refLinks(
					'projects',
					page.map(({ id }) => id),
					call.base,
				),
		});
	});
}

/** GET /users/{id}/teams */
export function listTeamsOfUser(call: Call): Reply {
	return about(call, upsunError, (userId, isSeen) => {
		const teams = call.context.places.teams.filter(
			({ organizationId, members }) => isSeen(organizationId) && Object.hasOwn(members, userId),
		);
		return teamsReply(call, teams);
	});
}
