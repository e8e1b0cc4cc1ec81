import type { Reply, Request } from '../http';
import type { ResolvedOptions } from '../types';
import { filterItems } from './filters';
import type { Attributes } from './filters';
import type { Organization, UserContext, UserRecord } from './model';
import { showUser } from './present';
import { plainError } from './rules';

export interface ListOf<T> {
	items: T[];
	attributes: Attributes<T>;
	/** Attributes that `search` looks into. */
	searched: string[];
	/** Attributes for `sort_by`, which the sorting page names in snake_case. */
	sorted: Record<string, (item: T) => string>;
	present(item: T): object;
	/** Left out unless asked for with `fields` (user object page: "on-demand"). */
	onDemand?: string[];
}

const DEFAULT_PAGE_SIZE = 50;

/** A list as the "get all" pages describe it: filters, search, sorting, paging, field selection. */
export function answerList<T>(
	request: Request,
	list: ListOf<T>,
	options: ResolvedOptions,
	apiUrl: string,
): Reply {
	const { query } = request;
	const { listOddities: oddities } = options;
	const filtered = filterItems(list.items, query, list.attributes, options);
	const found = sort(search(filtered, query.get('search') ?? '', list), query.get('sort_by'), list);
	const size = Math.min(positive(query.get('page_size')) ?? DEFAULT_PAGE_SIZE, options.maxPageSize);
	const page = query.has('page') ? positive(query.get('page')) : 1;
	const step = stepOf(size, oddities);
	const pages = Math.max(1, Math.ceil((found.length - size + step) / step));
	// Not documented; the framework's own answer to a page that is not there.
	const isBeyond = page !== undefined && page > pages && !oddities.includes('nextForEver');
	if (page === undefined || isBeyond) return plainError(404, 404001, 'Invalid page.');
	const start = (page - 1) * step;
	const results = orderFor(page, found, oddities)
		.slice(start, start + size)
		.map((item) => select(list.present(item), query.get('fields'), list.onDemand ?? []));
	const link = (to: number) => `${linkTo(apiUrl, request)}?${withPage(query, to)}`;
	const next = page < pages || promisesMore(oddities) ? link(page + 1) : null;
	const previous = page > 1 ? link(page - 1) : null;
	const shown = oddPage(page, { count: found.length, next, previous, results }, oddities);
	return { status: 200, body: oddEnvelope(shown, oddities) };
}

/** `fields=id,username`: the named keys only, in the object's own order. */
export function select(item: object, fields: string | null, onDemand: string[]): object {
	const entries = Object.entries(item);
	if (fields === null || fields === '') {
		return Object.fromEntries(entries.filter(([key]) => !onDemand.includes(key)));
	}
	const wanted = fields.split(',').map((field) => field.trim());
	return Object.fromEntries(entries.filter(([key]) => wanted.includes(key)));
}

/** Which fields `search` covers is not documented; every word has to be somewhere, whatever its case. */
function search<T>(items: T[], text: string, { attributes, searched }: ListOf<T>): T[] {
	const words = text
		.toLowerCase()
		.split(/[\s,]+/)
		.filter(Boolean);
	if (words.length === 0) return items;
	return items.filter((item) => {
		const hay = searched.map((name) => String(attributes[name].read(item)).toLowerCase());
		return words.every((word) => hay.some((value) => value.includes(word)));
	});
}

function sort<T>(items: T[], by: string | null, { sorted }: ListOf<T>): T[] {
	const name = by?.replace(/^-/, '') ?? '';
	if (!Object.hasOwn(sorted, name)) return items;
	const direction = by?.startsWith('-') ? -1 : 1;
	const key = sorted[name];
	return items
		.map((item) => ({ item, key: key(item) }))
		.sort((a, b) => direction * (a.key < b.key ? -1 : Number(a.key > b.key)))
		.map(({ item }) => item);
}

function linkTo(apiUrl: string, request: Request): string {
	return new URL(apiUrl).origin + request.path;
}

function withPage(query: URLSearchParams, page: number): string {
	const changed = new URLSearchParams(query);
	changed.set('page', String(page));
	return changed.toString();
}

function positive(text: string | null): number | undefined {
	return text !== null && /^[1-9]\d*$/.test(text) ? Number(text) : undefined;
}

/** GET /users/: what can be filtered, searched and sorted by. */
export function userList(context: UserContext): ListOf<UserRecord> {
	const { store, catalog, options } = context;
	const kindOf = (name: 'email' | 'username') =>
		options.ignoreCaseOf.includes(name) ? 'caseless' : 'string';
	const organizations = (part: (organization: Organization) => string) => (user: UserRecord) =>
		user.memberships.flatMap(({ label }) => {
			const organization = catalog.organization(`~${label}`);
			return organization ? [part(organization)] : [];
		});
	return {
		items: store.all,
		// The official JavaScript library filters by these, tags and related organizations by the filter pages.
		attributes: {
			id: { kind: 'string', read: (user) => user.id, find: (id) => store.withId(id) },
			username: {
				kind: kindOf('username'),
				read: (user) => user.username,
				find: (username) => store.withUsername(username),
			},
			email: {
				kind: kindOf('email'),
				read: (user) => user.email,
				find: (email) => store.withEmail(email),
			},
			firstName: { kind: 'string', read: (user) => user.firstName },
			lastName: { kind: 'string', read: (user) => user.lastName },
			name: { kind: 'string', read: fullName },
			language: { kind: 'string', read: (user) => user.language },
			timezone: { kind: 'string', read: (user) => user.timezone },
			isActive: { kind: 'boolean', read: (user) => user.isActive },
			decimalPlaces: { kind: 'number', read: (user) => user.decimalPlaces },
			organizationsCount: { kind: 'number', read: (user) => user.memberships.length },
			createdAt: { kind: 'date', read: (user) => user.createdAt },
			lastLogin: { kind: 'date', read: (user) => user.lastLogin },
			tags: { kind: 'array', read: (user) => user.tags },
			properties: { kind: 'object', read: (user) => user.properties },
			organization__id: { kind: 'related', read: organizations(({ id }) => id) },
			organization__label: { kind: 'related', read: organizations(({ label }) => label) },
			organization__name: { kind: 'related', read: organizations(({ name }) => name) },
			// By the same grammar, which no page shows for roles.
			role__label: { kind: 'related', read: (user) => user.memberships.map(({ role }) => role) },
		},
		searched: ['username', 'email', 'firstName', 'lastName'],
		// A user's label is its username (key-vs-id page), its name the two names together (assumption).
		sorted: {
			username: (user) => user.username,
			label: (user) => user.username,
			name: fullName,
			created_at: (user) => user.createdAt,
		},
		present: (user) => showUser(user, 'list', context),
		onDemand: ['mugshotUrl', 'organizations', 'organizationsCount'],
	};
}

function fullName({ firstName, lastName }: UserRecord): string {
	return `${firstName} ${lastName}`.trim();
}

/** How a list may differ from what the "get all" pages let one expect. */
export type ListOddity =
	/** Every second page is taken from the list in reverse order. */
	| 'reordered'
	/** A page begins with the last one of the page before. */
	| 'repeated'
	/** The last entry of a page is its first one again. */
	| 'twiceOnPage'
	| 'countMissing'
	/** One more than there are. */
	| 'countTooHigh'
	/** How many are on this page. */
	| 'countOfPage'
	/** The last page has a next one, which is not found. */
	| 'nextToNowhere'
	/** The last page has a next one, which is empty and has a next one too, and so on. */
	| 'nextForEver'
	/** The first page is said to be the last. */
	| 'cutShort'
	/** Every page behind the first is empty, and has a next one. */
	| 'emptyPages'
	/** A user fewer on each page. */
	| 'shrinkingCount'
	/** The entries are no objects. */
	| 'noObjects'
	/** No `count`, `next` or `previous`. */
	| 'resultsOnly';

export interface ListPage {
	count: number;
	next: string | null;
	previous: string | null;
	results: object[];
}

/** How many items lie between the starts of two pages. */
export function stepOf(size: number, oddities: ListOddity[]): number {
	return oddities.includes('repeated') ? Math.max(1, size - 1) : size;
}

/** The items in the order that this page is taken from. */
export function orderFor<T>(page: number, items: T[], oddities: ListOddity[]): T[] {
	return oddities.includes('reordered') && page % 2 === 0 ? [...items].reverse() : items;
}

/** Whether a page after this one is promised although it is the last. */
export function promisesMore(oddities: ListOddity[]): boolean {
	return oddities.includes('nextToNowhere') || oddities.includes('nextForEver');
}

/** The page of this number, where the list ends too early or is cut. */
export function oddPage(number: number, page: ListPage, oddities: ListOddity[]): ListPage {
	if (oddities.includes('cutShort')) return { ...page, next: null };
	if (oddities.includes('emptyPages') && number > 1) {
		return { ...page, results: [], next: page.next ?? page.previous };
	}
	if (oddities.includes('shrinkingCount')) return { ...page, count: page.count + 1 - number };
	if (oddities.includes('twiceOnPage')) {
		return { ...page, results: [...page.results.slice(0, -1), ...page.results.slice(0, 1)] };
	}
	if (oddities.includes('noObjects')) return { ...page, results: page.results.map(() => []) };
	return page;
}

/** The body of an answer with this page. */
export function oddEnvelope(page: ListPage, oddities: ListOddity[]): object {
	const { count, results, ...links } = page;
	if (oddities.includes('resultsOnly')) return { results };
	if (oddities.includes('countMissing')) return { ...links, results };
	if (oddities.includes('countTooHigh')) return { ...page, count: count + 1 };
	return oddities.includes('countOfPage') ? { ...page, count: results.length } : page;
}
