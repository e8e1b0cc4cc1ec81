import type { Reply, Request } from '../http';
import type { ResolvedOptions } from '../types';
import { problem } from './errors';

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
