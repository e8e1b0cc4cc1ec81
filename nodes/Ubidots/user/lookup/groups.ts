import { type MatchColumn, MATCH_COLUMNS } from './matchColumns';

/** In one query: its users fit on a page, whatever the size of that. */
export const MOST_VALUES = 100;

/** Keeps URLs far below the limit of proxies (8 kB). */
const LONGEST_VALUES = 3000;

/** Whether a list can be asked for the value: not when it is too long, or has a comma, which would make it two. */
export const canBeListed = (value: string): boolean =>
	!value.includes(',') && encodeURIComponent(`${value},`).length <= LONGEST_VALUES;

/** Cuts values into lists for short queries, without those that cannot be listed. */
export function cutValues(values: readonly string[], mostInOne = MOST_VALUES): string[][] {
	const groups: string[][] = [];
	let length = Infinity;
	for (const value of values.filter(canBeListed)) {
		const added = encodeURIComponent(`${value},`).length;
		if (length + added > LONGEST_VALUES || groups[groups.length - 1].length >= mostInOne) {
			groups.push([]);
			length = 0;
		}
		length += added;
		groups[groups.length - 1].push(value);
	}
	return groups;
}

/** The values in the spellings to ask for: the filter may be strict about the case of email addresses, and most are stored in lower case. */
export const spellings = (column: MatchColumn, values: readonly string[]): string[] =>
	MATCH_COLUMNS[column].ignoresCase
		? [...new Set(values.flatMap((value) => [value, value.toLowerCase()]))]
		: [...values];
