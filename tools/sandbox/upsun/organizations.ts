import { createHash } from 'node:crypto';

import { withoutOmitted } from '../doubts';
import type { Reply, Request } from '../http';
import type { Doubts } from '../options';
import type { ResolvedOptions } from '../types';
import { ME } from './store';
import type { UpsunContext, UpsunOrganization } from './store';
import { problem, upsunError } from './rules';
import { asOwner, idIn } from './userRoutes';

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

/** Small, so that an ordinary page of members needs `ref:users:0` and `ref:users:1`. */
const IDS_PER_LINK = 25;

/** `ref:users:0`, `ref:users:1`, ...: signed links to names and addresses. */
export function refLinks(ids: string[], base: string): Record<string, { href: string }> {
	const links: Record<string, { href: string }> = {};
	for (let n = 0; n * IDS_PER_LINK < ids.length; n += 1) {
		const list = ids.slice(n * IDS_PER_LINK, (n + 1) * IDS_PER_LINK).join(',');
		links[`ref:users:${n}`] = { href: `${base}/ref/users?in=${list}&sig=${signature(list)}` };
	}
	return links;
}

/** GET /ref/users?in=…&sig=…: a map of id to user reference, or null for an unknown one. */
export function getReferences({ query }: Request, { options, store }: UpsunContext): Reply {
	const list = query.get('in') ?? '';
	if (query.get('sig') !== signature(list)) {
		return upsunError(options, 400, 'The signature does not fit the list.');
	}
	const references = list.split(',').map((wanted) => {
		const user = store.byId(wanted);
		const id = idIn('reference', wanted, options);
		if (!user) return [id, null];
		const { username, email, first_name, last_name, picture } = user;
		const names = { id, username, email, first_name, last_name, picture };
		const reference = { ...names, mfa_enabled: false, sso_enabled: false };
		return [id, withoutOmitted(reference, 'list', options)];
	});
	return { status: 200, body: Object.fromEntries(references) as object };
}

function signature(list: string): string {
	return createHash('sha256').update(`sandbox:${list}`).digest('base64url').slice(0, 22);
}

type Links = Record<string, { href: string }>;

/** The links of a list of members, with those of a kind pointed at another host. */
export function linksOf(links: Links, { foreignMemberLinks }: Doubts): Links {
	return Object.fromEntries(
		Object.entries(links).map(([name, { href }]) => {
			const kind = name.startsWith('ref:') ? 'ref' : name;
			const origin = kind === 'ref' || kind === 'next' ? foreignMemberLinks[kind] : undefined;
			return [name, { href: `${origin ?? ''}${href}` }];
		}),
	);
}

/** The default page size is not stated; 1 to 100 is. */
const DEFAULT_PAGE_SIZE = 50;
const MAX_PAGE_SIZE = 100;

export interface CursorPage<T> {
	/** Counted from 1. */
	number: number;
	items: T[];
	links: Record<string, { href: string }>;
}

/** One page of a list; its links are relative and carry opaque cursors (endpoints page). */
export function cursorPage<T>(
	request: Request,
	all: T[],
	options: ResolvedOptions,
): CursorPage<T> | { refused: Reply } {
	const { path, query } = request;
	const size = Number(query.get('page[size]') ?? DEFAULT_PAGE_SIZE);
	if (!Number.isInteger(size) || size < 1 || size > MAX_PAGE_SIZE) {
		return { refused: problem(options, 400, 'page[size] must be from 1 to 100.') };
	}
	const after = positionOf(query.get('page[after]'));
	const before = positionOf(query.get('page[before]'));
	if (Number.isNaN(after) || Number.isNaN(before)) {
		return { refused: problem(options, 400, 'The cursor is invalid.') };
	}
	const from = after ?? Math.max(0, (before ?? 0) - size);
	const link = (name?: string, at = 0) => {
		const target = new URLSearchParams(query);
		target.delete('page[after]');
		target.delete('page[before]');
		if (name) target.set(name, Buffer.from(`at:${at}`).toString('base64url'));
		const search = target.toString();
		return { href: search ? `${path}?${search}` : path };
	};
	const links: CursorPage<T>['links'] = { self: link() };
	if (from > 0) links.previous = link('page[before]', from);
	if (from + size < all.length) links.next = link('page[after]', from + size);
	const number = Math.floor(from / size) + 1;
	return { number, items: all.slice(from, from + size), links };
}

/** NaN for a cursor that was not made here. */
function positionOf(cursor: string | null): number | undefined {
	if (cursor === null) return undefined;
	const [, position] = /^at:(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
	return Number(position ?? NaN);
}
