import { asText, isRecord } from '../../../nodes/shared/objects';
import { type Answer, CannotTell, type Context, differs, holds, once } from '../step';

export type Item = Record<string, unknown>;
type Links = Record<string, string>;

export const USER_KEYS =
	'id,deactivated,namespace,username,email,email_verified,first_name,last_name,picture,company,website,country,created_at,updated_at'.split(
		',',
	);
export const REFERENCE_KEYS =
	'id,username,email,first_name,last_name,mfa_enabled,sso_enabled'.split(',');
const MEMBER_KEYS = 'user_id,permissions,level,owner,created_at,updated_at'.split(',');

/** Field names that a report may show. */
export const UPSUN_KEYS = [
	...USER_KEYS,
	...REFERENCE_KEYS,
	...MEMBER_KEYS,
	...['organization_id', 'owner_id', 'type', 'state', 'granted_at', 'resource_type', 'resource_id'],
	...['self', 'href', 'members', 'invitations', 'update', 'delete', 'access_token', 'expires_in'],
];

export const itemsOf = (body: unknown): Item[] =>
	isRecord(body) && Array.isArray(body.items) ? body.items.filter(isRecord) : [];

function linksOf(body: unknown): Links {
	const links = isRecord(body) && isRecord(body._links) ? body._links : {};
	const hrefs = Object.entries(links).map(([name, link]) => [
		name,
		isRecord(link) ? asText(link.href) : '',
	]);
	return Object.fromEntries(hrefs) as Links;
}

export const me = async (context: Context): Promise<Item> =>
	await once(context, 'me', async () => {
		const { body } = await context.probe.get('/users/me');
		return isRecord(body) ? body : {};
	});

/** Organizations whose people the token may see; the largest page. */
export const organizations = async (context: Context): Promise<Item[]> =>
	await once(context, 'organizations', async () => {
		const { body } = await context.probe.get('/organizations', { query: { 'page[size]': 100 } });
		return itemsOf(body).filter((one) => 'members' in linksOf(one));
	});

interface Page {
	status: number;
	items: Item[];
	links: Links;
	count?: number;
}

export async function membersPage(
	{ probe }: Context,
	id: string,
	query: Record<string, string | number>,
): Promise<Page> {
	const at = { organization: id };
	const { status, body } = await probe.get('/organizations/{organization}/members', { at, query });
	const count = isRecord(body) && typeof body.count === 'number' ? { count: body.count } : {};
	return { status, items: itemsOf(body), links: linksOf(body), ...count };
}

/** A small first page of the largest of the first organizations. */
export const firstPage = async (context: Context) =>
	await once(context, 'members', async () => {
		const found: Array<{ id: string; page: Page }> = [];
		for (const { id } of (await organizations(context)).slice(0, 5))
			found.push({
				id: asText(id),
				page: await membersPage(context, asText(id), { 'page[size]': 2, sort: 'created_at' }),
			});
		found.sort((a, b) => (b.page.count ?? 0) - (a.page.count ?? 0));
		if (found.length === 0)
			throw new CannotTell('The token may not list the members of any organization.');
		return found[0];
	});

/** The parameters of a link on this host; undefined for one that leads elsewhere. */
export function parametersOf({ probe }: Context, href: string): Record<string, string> | undefined {
	const base = new URL(probe.options.baseUrl);
	const url = new URL(href, base);
	return url.origin === base.origin ? Object.fromEntries(url.searchParams) : undefined;
}

/** The references of a page of members; undefined where the links lead elsewhere. */
export const references = async (context: Context) =>
	await once(context, 'references', async () => {
		const { page } = await firstPage(context);
		const href = page.links['ref:users:0'];
		if (!href) throw new CannotTell('There is no link to the names of members.');
		const query = parametersOf(context, href);
		if (!query) return undefined;
		const { body } = await context.probe.get('/ref/users', { query });
		return isRecord(body) ? body : {};
	});

export function omitted(users: Item[], wanted: string[], place: 'read' | 'list' | 'write'): Answer {
	const missing = wanted.filter((name) => !users.some((user) => name in user));
	if (missing.length === 0) return holds('All fields are shown.');
	return differs(`Not shown: ${missing.join(', ')}.`, {
		omittedFields: missing,
		omittedFrom: [place],
	});
}

/** Somebody else whom the token sees. */
export async function other(context: Context): Promise<Item> {
	const mine = asText((await me(context)).id).toLowerCase();
	const others = Object.values((await references(context)) ?? {}).filter(isRecord);
	const found = others.find(({ id }) => asText(id).toLowerCase() !== mine);
	if (found) return found;
	throw new CannotTell('The token sees nobody else.');
}
