import { RefusedRequest } from '../../../shared/http/errors';
import { asText } from '../../../shared/objects';
import { runConcurrently } from '../../../shared/run/runner';
import { PAGE_SIZE } from '../../pagination';
import {
	fetchSearchPage,
	isTooLate,
	keep,
	keyOf,
	type Search,
	throwUnlessOfOneValue,
} from './search';

async function fetchPage(search: Search, page: number) {
	if (isTooLate(search)) return undefined;
	try {
		return await fetchSearchPage(search, { page, page_size: PAGE_SIZE });
	} catch (error) {
		const isBeyond = error instanceof RefusedRequest && error.status === 404;
		if (!isBeyond) throwUnlessOfOneValue(error);
		return undefined;
	}
}

/**
 * Reads the list of all users, where that takes fewer requests than to ask for each value: their case is compared here.
 * @returns whether it was the whole list, so that who is not among the users of the search is missing
 */
export async function readWholeList(
	search: Search,
	values: readonly string[],
	concurrency: number,
): Promise<boolean> {
	if (values.length < 2) return false;
	const asked = new Set(values.map((value) => keyOf(search, { [search.by]: value })));
	const ids = new Set<string>();
	let isUnclear = false;
	const read = async (page: number) => {
		const fetched = isUnclear ? undefined : await fetchPage(search, page);
		const { results = [], count } = fetched ?? {};
		// One that is shown without the value, or without an ID, may be anybody.
		const isUnknown = results.some(({ id, [search.by]: one }) => !asText(id) || one === undefined);
		isUnclear ||= !fetched || isUnknown;
		for (const user of results) {
			ids.add(asText(user.id));
			if (asked.has(keyOf(search, user))) keep(search, user);
		}
		return { count, size: results.length };
	};
	const { count, size } = await read(1);
	if (count === undefined || count > values.length * size) return false;
	const others = Array.from({ length: Math.ceil((count - size) / size) || 0 }, (_, n) => n + 2);
	await runConcurrently(concurrency, others, async (page) => void (await read(page)));
	return !isUnclear && ids.size === count;
}
