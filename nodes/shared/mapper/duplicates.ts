import { Failure } from '../errors';
import { groupBy } from '../groupBy';
import type { Row } from '../run/operation';
import { itemsText } from '../run/summary';

/** Fails all rows of a user with several rows: their order would not be defined. */
export function refuseDuplicates<E>(
	entries: readonly E[],
	rowOf: (entry: E) => Row,
	keyOf: (entry: E) => string,
	describe: (entry: E) => string,
): void {
	for (const duplicates of groupBy(entries, keyOf).values()) {
		if (duplicates.length === 1) continue;
		const where = itemsText(duplicates.map(rowOf));
		const failure = new Failure(
			`${describe(duplicates[0])} is listed in ${where}: give each user only one row`,
		);
		for (const entry of duplicates) rowOf(entry).result = failure;
	}
}
