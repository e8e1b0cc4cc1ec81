import type { Reply } from '../http';
import type { Doubts } from '../options';
import { problem } from './rules';
import type { Call } from './call';

type Links = Record<string, { href: string }>;

/** The values by which a list can be filtered and sorted: one text, or several of which one has to fit. */
export type Fields<T> = Record<string, (item: T) => string | string[]>;

/** What fits the `filter[field][operator]` of a query, in the order of its `sort`; a filter without operator is `eq`. */
export function chosen<T>({ request: { query } }: Call, all: T[], fields: Fields<T>): T[] {
	let items = all;
	for (const [name, wanted] of query) {
		const [, field, operator = 'eq'] = /^filter\[(\w+)\](?:\[(\w+)\])?$/.exec(name) ?? [];
		const valueOf = Object.hasOwn(fields, field ?? '') ? fields[field] : undefined;
		const fits = Object.hasOwn(operators, operator) ? operators[operator] : undefined;
		if (!valueOf || !fits) continue;
		items = items.filter((item) => fits([valueOf(item)].flat(), wanted));
	}
	const [, descending = '', by = ''] = /^(-?)(\w+)$/.exec(query.get('sort') ?? '') ?? [];
	if (!Object.hasOwn(fields, by)) return items;
	const sorted = [...items].sort((a, b) =>
		String(fields[by](a)).localeCompare(String(fields[by](b))),
	);
	return descending ? sorted.reverse() : sorted;
}

const isOneOf = (values: string[], wanted: string) =>
	wanted.split(',').some((one) => values.includes(one));

const operators: Record<string, (values: string[], wanted: string) => boolean> = {
	eq: (values, wanted) => values.includes(wanted),
	ne: (values, wanted) => !values.includes(wanted),
	in: isOneOf,
	nin: (values, wanted) => !isOneOf(values, wanted),
	contains: (values, wanted) => values.some((value) => value.includes(wanted)),
	starts: (values, wanted) => values.some((value) => value.startsWith(wanted)),
	ends: (values, wanted) => values.some((value) => value.endsWith(wanted)),
	gt: (values, wanted) => values.some((value) => value > wanted),
	gte: (values, wanted) => values.some((value) => value >= wanted),
	lt: (values, wanted) => values.some((value) => value < wanted),
	lte: (values, wanted) => values.some((value) => value <= wanted),
};

/** The default page size is not stated; the largest is. */
export const DEFAULT_PAGE_SIZE = 50;
export const MAX_PAGE_SIZE = 100;

export interface CursorPage<T> {
	/** Counted from 1. */
	number: number;
	items: T[];
	links: Links;
}

/** The size that a query asks for; a reply where that is none. */
export function pageSize(
	{ request, context }: Call,
	fallback = DEFAULT_PAGE_SIZE,
	most = MAX_PAGE_SIZE,
): number | { refused: Reply } {
	const size = Number(request.query.get('page[size]') ?? fallback);
	const fits = size === fallback || (Number.isInteger(size) && size >= 1 && size <= most);
	return fits
		? size
		: { refused: problem(context.options, 400, `page[size] must be from 1 to ${most}.`) };
}

/** One page of a list; its links are relative and carry opaque cursors (endpoints page). */
export function cursorPage<T>(
	call: Call,
	all: T[],
	maxSize = MAX_PAGE_SIZE,
): CursorPage<T> | { refused: Reply } {
	const { path, query } = call.request;
	const { options } = call.context;
	const asked = pageSize(call, DEFAULT_PAGE_SIZE, maxSize);
	if (typeof asked === 'object') return asked;
	const size = Math.min(asked, options.maxPageSize);
	const after = positionOf(query.get('page[after]'));
	const before = positionOf(query.get('page[before]'));
	if (Number.isNaN(after) || Number.isNaN(before)) {
		return { refused: problem(options, 400, 'The cursor is invalid.') };
	}
	const from = after ?? Math.max(0, (before ?? 0) - size);
	const number = Math.floor(from / size) + 1;
	const link = (name?: string, at = 0) => {
		const target = name ? kept(query, options) : new URLSearchParams(query);
		target.delete('page[after]');
		target.delete('page[before]');
		if (name) target.set(name, Buffer.from(`at:${at}`).toString('base64url'));
		const search = target.toString();
		return { href: search ? `${path}?${search}` : path };
	};
	const links: Links = { self: link() };
	if (from > 0) links.previous = link('page[before]', from);
	if (from + size < all.length) {
		links.next = link('page[after]', options.repeatedPage === number ? from : from + size);
	}
	return { number, items: all.slice(from, from + size), links };
}

/** What a link to another page repeats of the query: "not always what was sent" (the CLI's branch cli-165). */
function kept(query: URLSearchParams, { nextLinks }: Doubts): URLSearchParams {
	const target = new URLSearchParams(query);
	if (nextLinks === 'whole') return target;
	for (const name of query.keys()) {
		if (nextLinks === 'cursor' || !name.startsWith('page[')) target.delete(name);
	}
	return target;
}

/** NaN for a cursor that was not made here. */
function positionOf(cursor: string | null): number | undefined {
	if (cursor === null) return undefined;
	const [, position] = /^at:(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
	return Number(position ?? NaN);
}

export interface ListParts<T> {
	fields?: Fields<T>;
	maxSize?: number;
	/** Some lists say how many there are in all, others do not (specification). */
	counted?: boolean;
	show(item: T): object;
	/** Reference links of the page. */
	refs?(items: T[]): Links;
}

/** A list as most resources give it: `{ items, count?, _links }`. */
export function listReply<T>(call: Call, all: T[], parts: ListParts<T>): Reply {
	const { options } = call.context;
	const items = chosen(call, all, parts.fields ?? {});
	const page = cursorPage(call, items, parts.maxSize);
	if ('refused' in page) return page.refused;
	const links = { ...page.links, ...parts.refs?.(page.items) };
	const body = { items: page.items.map(parts.show), _links: linksOf(links, options) };
	return { status: 200, body: parts.counted ? { count: items.length, ...body } : body };
}

/** A list of the people of a place, with the links to their names; what the doubts say of such lists happens here. */
export function peopleReply<T>(call: Call, all: T[], parts: ListParts<T>): Reply {
	const { failingMemberPage } = call.context.options;
	const page = cursorPage(call, chosen(call, all, parts.fields ?? {}), parts.maxSize);
	if (!('refused' in page) && failingMemberPage?.page === page.number) {
		return problem(call.context.options, failingMemberPage.status, 'This page cannot be shown.');
	}
	return listReply(call, all, parts);
}

/** The links of a list, with those of a kind pointed at another host. */
function linksOf(links: Links, { foreignMemberLinks }: Doubts): Links {
	return Object.fromEntries(
		Object.entries(links).map(([name, { href }]) => {
			const kind = name.startsWith('ref:') ? 'ref' : name;
			const origin = kind === 'ref' || kind === 'next' ? foreignMemberLinks[kind] : undefined;
			return [name, { href: `${origin ?? ''}${href}` }];
		}),
	);
}
