import { asText } from '../../../shared/objects';
import { fetchUsers, isTooLate, keep, keyOf, type Search, throwUnlessOfOneValue } from './search';

async function fetchPage(search: Search, page: number) {
	try {
		return await fetchUsers(search, { page });
	} catch (error) {
		throwUnlessOfOneValue(error);
		return undefined;
	}
}

/**
 * Reads the list of all users, where that takes fewer requests than to ask for each value: their case is compared here.
 * @returns whether it was the whole list, so that who is not among the users of the search is missing
 */
export async function readWholeList(search: Search, values: readonly string[]): Promise<boolean> {
	const asked = new Set(values.map((value) => keyOf(search, { [search.by]: value })));
	const ids = new Set<string>();
	for (let page = 1; values.length > 1 && page <= values.length; page++) {
		const fetched = isTooLate(search) ? undefined : await fetchPage(search, page);
		if (!fetched) return false;
		const { results, hasNext, count } = fetched;
		const isTooLong = page === 1 && Number(count) > values.length * results.length;
		// One that is shown without the value, or without an ID, may be anybody.
		const isUnclear = results.some(
			(user) => asText(user.id) === '' || user[search.by] === undefined,
		);
		if (count === undefined || isTooLong || isUnclear) return false;
		for (const user of results) {
			ids.add(asText(user.id));
			if (asked.has(keyOf(search, user))) keep(search, user);
		}
		if (ids.size >= count) return ids.size === count;
		if (!hasNext) return false;
	}
	return false;
}
