import { withoutOmitted } from '../../doubts';
import type { Reply } from '../../http';
import { inOrganization, withBody } from '../call';
import type { Call } from '../call';
import { listReply } from '../lists';
import type { Fields } from '../lists';
import { refLinks } from '../references';
import { problem, upsunError } from '../rules';
import { ME } from '../store';
import { asOwner } from '../userRoutes';
import { rightIn } from './places';
import type { UpsunOrganization, UpsunProject } from './places';

const organizationFields: Fields<UpsunOrganization> = {
	id: ({ id }) => id,
	type: () => 'flexible',
	owner_id: ({ ownerId }) => ownerId,
	name: ({ name }) => name,
	label: ({ label }) => label,
	vendor: () => 'upsun',
	status: () => 'active',
	capabilities: ({ capabilities }) => capabilities,
	created_at: ({ createdAt }) => createdAt,
	updated_at: ({ createdAt }) => createdAt,
};

/** GET /organizations: those of the token's owner, with their number. */
export function listOrganizations(call: Call): Reply {
	return listReply(call, organizationsOf(ME, call), { ...shownIn(call), counted: true });
}

/** GET /users/{id}/organizations: without a count (specification). */
export function organizationsOfUser(call: Call): Reply {
	return asOwner(call.keys[0], call.context, ({ id }) =>
		listReply(call, organizationsOf(id, call), shownIn(call)),
	);
}

const shownIn = ({ base, context }: Call) => ({
	fields: organizationFields,
	show: (organization: UpsunOrganization) =>
		withoutOmitted(shown(organization, base), 'list', context.options),
});

/** GET /organizations/{id} */
export function getOrganization({ keys: [key], base, context }: Call): Reply {
	const { options, places } = context;
	const organization = places.organization(key);
	if (!organization) return problem(options, 404, 'There is no such organization.');
	if (!isMember(organization)) {
		return problem(options, 403, 'You do not have access to this organization.');
	}
	return { status: 200, body: withoutOmitted(shown(organization, base), 'read', options) };
}

const isMember = ({ members }: UpsunOrganization) => Object.hasOwn(members, ME);

function organizationsOf(userId: string, { context }: Call): UpsunOrganization[] {
	return context.places.organizations.filter(({ members }) => Object.hasOwn(members, userId));
}

/** No `members` link where members may not be listed: that is how the CLI tells. */
function shown(organization: UpsunOrganization, base: string) {
	const { id, name, label, ownerId, createdAt, capabilities } = organization;
	const self = { href: `${base}/organizations/${id}` };
	const members = { href: `${self.href}/members` };
	const invitations = { href: `${self.href}/invitations` };
	const right = rightIn(organization);
	const links = right === 'none' ? { self } : { self, members, invitations };
	return {
		id,
		type: 'flexible',
		owner_id: ownerId,
		namespace: 'platformsh',
		name,
		label,
		country: 'FR',
		capabilities,
		vendor: 'upsun',
		status: 'active',
		created_at: createdAt,
		updated_at: createdAt,
		_links:
			right === 'write' ? { ...links, 'create-member': { ...members, method: 'POST' } } : links,
	};
}

const projectFields: Fields<UpsunProject> = {
	id: ({ id }) => id,
	title: ({ title }) => title,
	status: ({ status }) => status,
	created_at: ({ createdAt }) => createdAt,
	updated_at: ({ createdAt }) => createdAt,
};

/** GET /organizations/{id}/projects: a member sees them all here; who sees only their own is not modelled. */
export function listProjects(call: Call): Reply {
	const { options, places } = call.context;
	const organization = places.organization(call.keys[0]);
	if (!organization) return problem(options, 404, 'There is no such organization.');
	if (!isMember(organization)) {
		return problem(options, 403, 'You do not have access to this organization.');
	}
	const projects = places.projects.filter(
		({ organizationId }) => organizationId === organization.id,
	);
	return listReply(call, projects, {
		fields: projectFields,
		counted: true,
		show: (project) => withoutOmitted(projectBody(project, call.base), 'list', options),
		refs: (page) =>
			refLinks(
				'organizations',
				page.map(({ organizationId }) => organizationId),
				call.base,
			),
	});
}

/** GET /organizations/{id}/projects/{project_id} */
export function getProject({ keys: [key, id], base, context }: Call): Reply {
	const { options, places } = context;
	const organization = places.organization(key);
	const project = places.project(id);
	if (!organization || project?.organizationId !== organization.id) {
		return problem(options, 404, 'There is no such project.');
	}
	return isMember(organization)
		? { status: 200, body: withoutOmitted(projectBody(project, base), 'read', options) }
		: problem(options, 403, 'You do not have access to this organization.');
}

function projectBody({ id, organizationId, title, status, createdAt }: UpsunProject, base: string) {
	return {
		id,
		organization_id: organizationId,
		subscription_id: `s-${id}`,
		vendor: 'upsun',
		region: 'eu-5.platform.sh',
		title,
		type: 'grid',
		plan: 'upsun/flexible',
		timezone: 'Europe/Paris',
		default_branch: 'main',
		status,
		trial_plan: false,
		created_at: createdAt,
		updated_at: createdAt,
		_links: { self: { href: `${base}/organizations/${organizationId}/projects/${id}` } },
	};
}

/** GET /organizations/{id}/mfa-enforcement */
export function getMfaEnforcement(call: Call): Reply {
	return inOrganization(call, upsunError, ({ enforcesMfa }) => ({
		status: 200,
		body: { enforce_mfa: enforcesMfa },
	}));
}

/** POST /organizations/{id}/mfa/remind: a mail to each, and what became of it, by user id. */
export function remindOfMfa(call: Call): Reply {
	const { store, mails } = call.context;
	const flawOf = ({ user_ids: ids }: { user_ids?: unknown }) =>
		Array.isArray(ids) ? undefined : '"user_ids" has to be a list.';
	return inOrganization(call, upsunError, ({ members }) =>
		withBody(call, upsunError, flawOf, ({ user_ids: ids }) => {
			const results = (ids as string[]).map((id) => {
				const user = store.byId(id);
				if (!user || !Object.hasOwn(members, user.id)) {
					return [id, { code: 404, message: 'Not Found' }];
				}
				if (store.signInOf(user.id).mfa_enabled) {
					return [id, { code: 400, message: 'MFA is enabled already.' }];
				}
				mails.push({ kind: 'mfaReminder', userId: user.id, to: user.email });
				return [id, { code: 200, message: 'OK' }];
			});
			return { status: 200, body: Object.fromEntries(results) as object };
		}),
	);
}
