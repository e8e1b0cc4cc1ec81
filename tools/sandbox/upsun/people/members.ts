import { withoutOmitted } from '../../doubts';
import type { Place } from '../../doubts';
import type { Reply } from '../../http';
import type { Doubts } from '../../options';
import { flawOfWords, inOrganization, ORGANIZATION_PERMISSIONS, withBody } from '../call';
import type { Call } from '../call';
import { peopleReply } from '../lists';
import { refLinks } from '../references';
import { problem } from '../rules';
import { ME } from '../store';
import { idIn } from '../userRoutes';
import type { Membership, UpsunOrganization } from './places';

/** GET /organizations/{id}/members; names and addresses are behind `ref:` links. */
export function listMembers(call: Call): Reply {
	const { base, context } = call;
	return inOrganization(call, problem, (organization) =>
		peopleReply(call, Object.entries(organization.members), {
			fields: {
				permissions: ([, member]) => permissionsOf(member, context.options),
				created_at: ([, { created_at }]) => created_at,
				updated_at: ([, { updated_at }]) => updated_at,
			},
			counted: true,
			show: ([userId]) => shown(userId, organization, 'list', call),
			refs: (page) =>
				refLinks(
					'users',
					page.map(([userId]) => userId),
					base,
				),
		}),
	);
}

/** GET /organizations/{id}/members/{user_id} */
export function getMember(call: Call): Reply {
	return withMember(call, (organization, userId) => ({
		status: 200,
		body: shown(userId, organization, 'read', call),
	}));
}

/** POST /organizations/{id}/members: somebody whose id is known. Whether they have to agree is in no page. */
export function addMember(call: Call): Reply {
	const { options, store, places } = call.context;
	return inOrganization(call, problem, (organization) =>
		withBody(call, problem, flawOfMember, ({ user_id, permissions = [] }) => {
			const user = store.byId(String(user_id));
			if (!user) return problem(options, 404, 'There is no such user.');
			if (organization.members[user.id]) {
				return problem(options, 400, 'The user is a member of the organization already.');
			}
			const refused = cannotGrant(permissions as string[], organization, call);
			if (refused) return refused;
			organization.members[user.id] = places.membership(permissions as string[]);
			return { status: 201, body: shown(user.id, organization, 'write', call) };
		}),
	);
}

/** PATCH /organizations/{id}/members/{user_id}: the list replaces the one that was there. */
export function updateMember(call: Call): Reply {
	return withMember(call, (organization, userId) =>
		withBody(call, problem, flawOfPermissions, ({ permissions }) => {
			const refused =
				isProtected(userId, organization, call) ??
				cannotGrant((permissions ?? []) as string[], organization, call);
			if (refused) return refused;
			if (permissions !== undefined) {
				const member = organization.members[userId];
				member.permissions = permissions as string[];
				member.updated_at = call.context.now();
			}
			return { status: 200, body: shown(userId, organization, 'write', call) };
		}),
	);
}

/** DELETE /organizations/{id}/members/{user_id}: out of all its projects and teams, too. */
export function removeMember(call: Call): Reply {
	const { options, places } = call.context;
	return withMember(call, (organization, userId) => {
		const refused = isProtected(userId, organization, call);
		if (refused) return refused;
		places.removeMember(organization, userId, options.teamsOutlastMembership);
		return { status: 204 };
	});
}

function withMember(
	call: Call,
	answer: (organization: UpsunOrganization, userId: string) => Reply,
): Reply {
	const { options } = call.context;
	return inOrganization(call, problem, (organization) => {
		const userId = call.keys[1].toLowerCase();
		if (call.request.method !== 'GET') options.onBeforeWrite?.(userId);
		return Object.hasOwn(organization.members, userId)
			? answer(organization, userId)
			: problem(options, 404, 'The user is not a member of the organization.');
	});
}

/** Nobody edits or removes the owner, nor, who only manages users, themselves (documentation). */
function isProtected(userId: string, { ownerId }: UpsunOrganization, { context }: Call) {
	if (userId === ownerId) {
		return problem(context.options, 403, 'The owner of the organization cannot be changed.');
	}
	return userId === ME
		? problem(context.options, 403, 'You cannot change your own permissions.')
		: undefined;
}

/** Who manages users gives nothing that they lack themselves (documentation). */
export function cannotGrant(
	wanted: string[],
	{ ownerId, members }: UpsunOrganization,
	{ context: { options } }: Call,
): Reply | undefined {
	const mine = members[ME];
	if (ownerId === ME || !mine || mine.permissions.includes('admin')) return undefined;
	const held = permissionsOf(mine, options);
	const missing = wanted.find((permission) => !held.includes(permission));
	return missing === undefined
		? undefined
		: problem(options, 403, `You cannot grant "${missing}", which you do not have.`);
}

/** `billing` brings `projects:list` with it (documentation); whether it is read back so is not known. */
export function permissionsOf({ permissions }: Membership, { billingAlone }: Doubts): string[] {
	const brings = permissions.includes('billing') && !permissions.includes('projects:list');
	return brings && !billingAlone ? [...permissions, 'projects:list'] : permissions;
}

const flawOfPermissions = ({ permissions }: { permissions?: unknown }) =>
	permissions === undefined
		? undefined
		: flawOfWords('permissions', permissions, ORGANIZATION_PERMISSIONS);

const flawOfMember = (body: { user_id?: unknown; permissions?: unknown }) =>
	typeof body.user_id === 'string' ? flawOfPermissions(body) : '"user_id" is required.';

/** The permissions that cost no licence (pricing page). */
const VIEWING = ['billing', 'projects:list'];

function shown(userId: string, organization: UpsunOrganization, place: Place, call: Call): object {
	const { options } = call.context;
	const member = organization.members[userId];
	const owner = userId === organization.ownerId;
	const permissions = permissionsOf(member, options);
	const id = idIn('member', userId, options);
	const href = `${call.base}/organizations/${organization.id}/members/${userId}`;
	const links = { update: { href, method: 'PATCH' }, delete: { href, method: 'DELETE' } };
	const isOpen = !owner && userId !== ME;
	const body = {
		id,
		organization_id: organization.id,
		user_id: id,
		permissions,
		level: owner || permissions.some((one) => !VIEWING.includes(one)) ? 'admin' : 'viewer',
		owner,
		created_at: member.created_at,
		updated_at: member.updated_at,
		_links: { self: { href }, ...(isOpen && links) },
	};
	return withoutOmitted(body, place, options);
}
