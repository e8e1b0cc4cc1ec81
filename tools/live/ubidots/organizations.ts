import { asText, isRecord } from '../../../nodes/shared/objects';
import type { SandboxOptions } from '../../sandbox';
import { same } from '../sharedWrites';
import {
	type Answer,
	CannotTell,
	type Context,
	differs,
	holds,
	type Steps,
	theTestUser,
} from '../step';

export interface Membership {
	label: string;
	role: string;
}

/** As a user shows them; the role is empty where it is not shown. */
export const membershipsOf = (shown: unknown): Membership[] =>
	(Array.isArray(shown) ? shown.filter(isRecord) : [])
		.map(({ label, role }) => ({
			label: asText(label),
			role: isRecord(role) ? asText(role.label) : '',
		}))
		.sort((a, b) => a.label.localeCompare(b.label));

async function labelsOf({ probe }: Context, path: string): Promise<string[]> {
	const { body } = await probe.get(path, { query: { page_size: 50 } });
	const results = isRecord(body) && Array.isArray(body.results) ? body.results : [];
	return results.filter(isRecord).map(({ label }) => String(label));
}

/** A further organization with a role, and another role. */
async function chosen(context: Context, before: Membership[]) {
	const [role, otherRole] = await labelsOf(context, '/roles/');
	const all = await labelsOf(context, '/organizations/');
	const label = all.find((one) => !before.some((held) => held.label === one));
	if (label && role) return { label, role, otherRole };
	throw new CannotTell('There is no further organization, or no role.');
}

async function assigned(context: Context): Promise<Answer> {
	const user = theTestUser(context);
	user.touch('organizations');
	const before = user.before.organizations as Membership[];
	const { otherRole, ...added } = await chosen(context, before);
	const organizations = [...before, added];
	const { reply, shown } = await user.patch({ organizations });
	if (reply.status >= 300) return differs(`Assigning was answered with ${reply.status}.`);
	const more = membershipsIn(shown);
	if (!more.some(({ label }) => label === added.label)) return differs('It was not assigned.');
	const switches: SandboxOptions[] = [];
	const body = [{ label: added.label, role: otherRole }];
	const at = { key: user.id };
	const path = '/users/{key}/_/remove_organizations/';
	const wrong = otherRole ? await context.probe.send('POST', path, { at, body }) : undefined;
	if (wrong && wrong.status >= 300) switches.push({ removalWantsRole: true });
	const isGone = wrong !== undefined && wrong.status < 300;
	const removal = isGone ? wrong : (await user.patch({ organizations: before })).reply;
	if (removal.status === 204) switches.push({ removalStatus: 204 });
	if (!same(membershipsIn(await user.read()), before))
		return differs(`It was not removed (${removal.status}).`, ...switches);
	const last = before.length === 1 ? (await user.patch({ organizations: [] })).reply.status : 200;
	if (last >= 300) switches.push({ keepsLastOrganization: true });
	const says = `Removed with ${removal.status}; with another role: ${wrong?.status ?? 'not tried'}; the last one: ${before.length === 1 ? last : 'not tried'}.`;
	return switches.length > 0 ? differs(says, ...switches) : holds(says);
}

const membershipsIn = ({ organizations }: Record<string, unknown>) => organizations as Membership[];

async function roles(context: Context): Promise<Answer> {
	const users = await labelled(context);
	if (users.some(({ role }) => role !== '')) return holds('The role is shown.');
	return differs('The role is not shown.', { hidesRoles: true });
}

async function labelled({ probe }: Context): Promise<Membership[]> {
	const query = { page_size: 50, fields: 'id,organizations' };
	const { body } = await probe.get('/users/', { query });
	const users = isRecord(body) && Array.isArray(body.results) ? body.results.filter(isRecord) : [];
	const found = users.flatMap(({ organizations }) => membershipsOf(organizations));
	if (found.length > 0) return found;
	throw new CannotTell('No user shows an organization.');
}

export const organizationReads: Steps = {
	'organization-roles': {
		what: 'The organizations of a user are shown with the role in each.',
		source: 'Page: assign-organization-to-users; for lists third party',
		ifFalse: 'organizations are compared without their roles, and what is not shown is not removed',
		played: [{ hidesRoles: true }],
		run: roles,
	},
};

export const organizationWrites: Steps = {
	organizations: {
		what: 'Organizations are assigned with a role, and removed whatever the role, also the last one, with status 200.',
		source: 'Page: assign-organization-to-users; third party (one application) for the removal',
		ifFalse: 'the row fails with what was said; any success counts, and the user is read again',
		played: [{ removalStatus: 204 }, { removalWantsRole: true }, { keepsLastOrganization: true }],
		run: assigned,
	},
};
