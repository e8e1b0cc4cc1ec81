import type { Reply, Request } from '../http';
import type { ResolvedOptions } from '../types';
import { plainError } from './errors';
import type { Attributes } from './filters';
import { filterItems } from './filters';
import { oddEnvelope, orderFor, promisesMore, stepOf } from './listOddities';

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
	const body = oddEnvelope({ count: found.length, next, previous, results }, oddities);
	return { status: 200, body };
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
