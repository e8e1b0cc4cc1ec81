import { withoutOmitted } from '../doubts/omittedFields';
import type { Reply, Request } from '../http';
import { cursorPage } from './cursorList';
import { problem } from './errors';
import type { UpsunOrganization } from './model';
import { idIn, linksOf } from './memberDoubts';
import { refLinks } from './references';
import { ME } from './seedPeople';
import { asOwner } from './userRoutes';
import type { UpsunContext } from './context';

/** GET /organizations: those of the token's owner, with their number. */
export function listOrganizations(request: Request, base: string, context: UpsunContext): Reply {
	const mine = organizationsOf(ME, context);
	const page = cursorPage(request, mine, context.options);
	if ('refused' in page) return page.refused;
	const items = page.items.map((one) => shown(one, base));
	return { status: 200, body: { count: mine.length, items, _links: page.links } };
}

/** GET /users/{id}/organizations: without a count (specification). */
export function organizationsOfUser(
	request: Request,
	id: string,
	base: string,
	context: UpsunContext,
): Reply {
	return asOwner(id, context, (user) => {
		const page = cursorPage(request, organizationsOf(user.id, context), context.options);
		if ('refused' in page) return page.refused;
		const items = page.items.map((one) => shown(one, base));
		return { status: 200, body: { items, _links: page.links } };
	});
}

/** GET /organizations/{id}/members, where {id} may be `name=<name>`; names and addresses are behind `ref:` links. */
export function listMembers(
	request: Request,
	key: string,
	base: string,
	{ options, store }: UpsunContext,
): Reply {
	const organization = store.organizations.find(
		({ id, name }) => id === key || key === `name=${name}`,
	);
	if (!organization) return problem(options, 404, 'There is no such organization.');
	if (!organization.listsMembers) {
		return problem(options, 403, 'You may not list the members of this organization.');
	}
	const page = cursorPage(request, organization.memberIds, options);
	if ('refused' in page) return page.refused;
	const items = page.items.map((userId) => {
		const id = idIn('member', userId, options);
		const shown = { ...member(userId, organization), id, user_id: id };
		return withoutOmitted(shown, 'list', options);
	});
	if (options.failingMemberPage?.page === page.number) {
		return problem(options, options.failingMemberPage.status, 'This page cannot be shown.');
	}
	const _links = linksOf({ ...page.links, ...refLinks(page.items, base) }, options);
	return { status: 200, body: { count: organization.memberIds.length, items, _links } };
}

function organizationsOf(userId: string, { store }: UpsunContext): UpsunOrganization[] {
	return store.organizations.filter(({ memberIds }) => memberIds.includes(userId));
}

/** No `members` link where members may not be listed: that is how the CLI tells. */
function shown(organization: UpsunOrganization, base: string) {
	const { id, name, label, ownerId, createdAt, listsMembers } = organization;
	const self = { href: `${base}/organizations/${id}` };
	const members = { href: `${self.href}/members` };
	return {
		id,
		type: 'flexible',
		owner_id: ownerId,
		namespace: 'platformsh',
		name,
		label,
		country: 'FR',
		status: 'active',
		created_at: createdAt,
		updated_at: createdAt,
		_links: listsMembers ? { self, members } : { self },
	};
}

function member(userId: string, { id, ownerId, createdAt }: UpsunOrganization) {
	const owner = userId === ownerId;
	return {
		id: userId,
		organization_id: id,
		user_id: userId,
		permissions: owner ? ['admin', 'members'] : ['projects:list'],
		level: owner ? 'admin' : 'viewer',
		owner,
		created_at: createdAt,
		updated_at: createdAt,
	};
}
