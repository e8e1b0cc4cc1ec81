import { asText } from '../../../shared/objects';
import { runConcurrently } from '../../../shared/run/runner';
import { checkCount, type Query } from '../../pagination';
import { canBeListed, cutValues, MOST_VALUES, spellings } from './groups';
import { MATCH_COLUMNS, normalized } from './matchColumns';
import {
	fetchSearchPage,
	isTooLate,
	keep,
	keyOf,
	type Search,
	throwUnlessOfOneValue,
	usersWith,
} from './search';
import { readWholeList } from './wholeList';

/** A page of users; undefined where the service refuses the filter, or one of the values. */
async function fetchFiltered(search: Search, query: Query) {
	try {
		return await fetchSearchPage(search, query);
	} catch (error) {
		throwUnlessOfOneValue(error);
		search.filterWorks = false;
		return undefined;
	}
}

/**
 * Keeps the users with these values.
 * @returns the keys of those in the list, when the service gave the whole of it
 */
async function fetchListed(
	search: Search,
	values: readonly string[],
): Promise<Set<string> | undefined> {
	const { by } = search;
	const asked = new Set(values.map((value) => normalized(by, value)));
	const query = { [`${by}__in`]: values.join(',') };
	const keys = new Set<string>();
	const ids = new Set<unknown>();
	let promised: number | undefined;
	for (let page = 1; search.filterWorks; page++) {
		const fetched = await fetchFiltered(search, { ...query, page });
		if (!fetched) break;
		const { results, hasNext, count } = fetched;
		const idsBefore = ids.size;
		for (const user of results) {
			const key = keyOf(search, user) ?? '';
			if (!asked.has(key)) {
				search.filterWorks = false;
				continue;
			}
			keys.add(key);
			ids.add(user.id);
			keep(search, user);
		}
		if (!hasNext) return count === undefined || count === ids.size ? keys : undefined;
		promised ??= count;
		checkCount('users', ids.size, promised, results.length);
		// The same page again and again: paging does not work.
		if (ids.size === idsBefore) search.filterWorks = false;
	}
	return undefined;
}

/** The value of some user; undefined where there is none. */
async function fetchKnownValue(search: Search): Promise<string | undefined> {
	if (!search.filterWorks || isTooLate(search)) return undefined;
	const [found] = search.users.values();
	const [user] = found ?? (await fetchFiltered(search, { page_size: 1 }))?.results ?? [];
	const value = asText(user?.[search.by]);
	return value !== '' && canBeListed(value) ? value : undefined;
}

/**
 * A filter may honour only the first of its values, so a list is no proof of who is missing. One that holds a user who is known to
 * exist, asked for at its end, has honoured all values before. Where the case of values does not matter, the filter may be strict about
 * it, and only the list of all users is a proof.
 * @returns those of the values that no user has
 */
async function proveMissing(
	search: Search,
	values: readonly string[],
	concurrency: number,
): Promise<Set<string>> {
	if (MATCH_COLUMNS[search.by].ignoresCase) {
		const isWhole = await readWholeList(search, values, concurrency);
		return new Set(values.filter((value) => isWhole && usersWith(search, value).length === 0));
	}
	const missing = new Set<string>();
	if (values.length < 2) return missing;
	const known = await fetchKnownValue(search);
	let mostInOne = MOST_VALUES - 1;
	for (let left = values; known !== undefined && mostInOne > 0; ) {
		const [group] = cutValues(left, mostInOne);
		if (!group || !search.filterWorks || isTooLate(search)) break;
		const keys = await fetchListed(search, [...group, known]);
		if (keys?.has(known)) for (const value of group) missing.add(value);
		else mostInOne = Math.floor(group.length / 2);
		left = left.filter((value) => usersWith(search, value).length === 0 && !missing.has(value));
	}
	return missing;
}

/**
 * Looks for users with these values, many per request. The service may ignore the filter, or a part of it: only users who were asked
 * for are kept.
 * @param advance told of the values that are done
 * @returns those of the values that no user has, as a list has proved
 */
export async function searchLists(
	search: Search,
	values: readonly string[],
	concurrency: number,
	advance: (count: number) => void,
): Promise<Set<string>> {
	const groups = cutValues(spellings(search.by, values));
	let before = 0;
	await runConcurrently(concurrency, groups, async (group, index) => {
		if (!search.filterWorks || (index > 0 && isTooLate(search))) return;
		await fetchListed(search, group);
		const { size } = search.users;
		advance(size - before);
		before = size;
	});
	const left = values.filter((value) => usersWith(search, value).length === 0);
	const missing = await proveMissing(search, left, concurrency);
	advance(missing.size);
	return missing;
}
