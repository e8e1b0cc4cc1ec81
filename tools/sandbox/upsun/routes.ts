import type { Reply } from '../http';
import type { Call, Handler } from './call';
import { listExtendedAccess, listProjectAccess, listTeamsOfUser } from './people/access';
import { organizationInvitations, projectInvitations } from './people/invitations';
import { addMember, getMember, listMembers, removeMember, updateMember } from './people/members';
import {
	getMfaEnforcement,
	getOrganization,
	getProject,
	listOrganizations,
	listProjects,
	organizationsOfUser,
	remindOfMfa,
} from './people/organizations';
import {
	getUserAccess,
	grantAccess,
	listTeamAccess,
	listUserAccess,
	readProject,
	removeUserAccess,
	updateUserAccess,
} from './people/projects';
import {
	addTeamMember,
	getTeam,
	getTeamAccess,
	getTeamMember,
	listTeamMembers,
	listTeamProjects,
	listTeams,
	removeTeamMember,
} from './people/teams';
import { getReferences } from './references';
import { notFound } from './rules';
import { changeEmail, getUser, resetPassword, updateUser } from './userRoutes';

/** By method and path, whose every second segment is a key. */
const routes: Record<string, Handler> = {
	'GET users/*': ({ keys: [key], context }) => getUser(key, context),
	'PATCH users/*': ({ request, keys: [key], context }) => updateUser(request, key, context),
	'POST users/*/emailaddress': ({ request, keys, context }) =>
		changeEmail(request, keys[0], context),
	'POST users/*/resetpassword': ({ keys: [key], context }) => resetPassword(key, context),
	'GET users/*/organizations': organizationsOfUser,
	'GET users/*/teams': listTeamsOfUser,
	'GET users/*/extended-access': listExtendedAccess,
	'GET users/*/project-access': listProjectAccess,
	'POST users/*/project-access': grantAccess,
	'GET users/*/project-access/*': getUserAccess,
	'PATCH users/*/project-access/*': updateUserAccess,
	'DELETE users/*/project-access/*': removeUserAccess,
	'GET organizations': listOrganizations,
	'GET organizations/*': getOrganization,
	'GET organizations/*/members': listMembers,
	'POST organizations/*/members': addMember,
	'GET organizations/*/members/*': getMember,
	'PATCH organizations/*/members/*': updateMember,
	'DELETE organizations/*/members/*': removeMember,
	'GET organizations/*/invitations': organizationInvitations.list,
	'POST organizations/*/invitations': organizationInvitations.invite,
	'DELETE organizations/*/invitations/*': organizationInvitations.cancel,
	'GET organizations/*/projects': listProjects,
	'GET organizations/*/projects/*': getProject,
	'GET organizations/*/mfa-enforcement': getMfaEnforcement,
	// `organizations/<id>/mfa/remind`
	'POST organizations/*/mfa/*': (call) =>
		call.keys[1] === 'remind' ? remindOfMfa(call) : notFound,
	'GET projects/*': readProject,
	'GET projects/*/user-access': listUserAccess,
	'POST projects/*/user-access': grantAccess,
	'GET projects/*/user-access/*': getUserAccess,
	'PATCH projects/*/user-access/*': updateUserAccess,
	'DELETE projects/*/user-access/*': removeUserAccess,
	'GET projects/*/team-access': listTeamAccess,
	'GET projects/*/team-access/*': getTeamAccess,
	'GET projects/*/invitations': projectInvitations.list,
	'POST projects/*/invitations': projectInvitations.invite,
	'DELETE projects/*/invitations/*': projectInvitations.cancel,
	'GET teams': listTeams,
	'GET teams/*': getTeam,
	'GET teams/*/members': listTeamMembers,
	'POST teams/*/members': addTeamMember,
	'GET teams/*/members/*': getTeamMember,
	'DELETE teams/*/members/*': removeTeamMember,
	'GET teams/*/project-access': listTeamProjects,
	'GET teams/*/project-access/*': getTeamAccess,
	'GET ref/*': getReferences,
};

/** Answers a request whose token is valid; `segments` is its path, decoded. */
export function route(segments: string[], call: Omit<Call, 'keys'>): Reply {
	const shape = segments.map((segment, index) => (index % 2 === 0 ? segment : '*')).join('/');
	const name = `${call.request.method} ${shape}`;
	const keys = segments.filter((_, index) => index % 2 === 1);
	return Object.hasOwn(routes, name) ? routes[name]({ ...call, keys }) : notFound;
}
