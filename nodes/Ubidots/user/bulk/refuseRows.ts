import { Failure } from '../../../shared/errors';
import type { OptionValues } from '../../../shared/form/options';
import { shown } from '../../../shared/form/parse';
import { groupBy } from '../../../shared/run/groupBy';
import { isOpen, itemsText } from '../../../shared/run/summary';
import { normalized } from '../matchColumns';
import type { BatchOptions } from './options';
import { checkSize } from './rows';
import type { BulkRow } from './row';

/** Fails all rows of a user with several rows: their order would not be defined. */
export function refuseDuplicates(
	rows: readonly BulkRow[],
	keyOf: (row: BulkRow) => string,
	describe: (row: BulkRow) => string,
): void {
	for (const duplicates of groupBy(rows, keyOf).values()) {
		if (duplicates.length === 1) continue;
		const where = itemsText(duplicates);
		for (const row of duplicates) {
			const message = `${describe(row)} is listed in ${where}: give each user only one row`;
			row.state = new Failure(message);
		}
	}
}

/** Fails rows that are too large for a request, and all rows of a user with several. */
export function refuseRows(
	rows: readonly BulkRow[],
	{ maxBatchBytes }: Pick<OptionValues<BatchOptions>, 'maxBatchBytes'>,
): void {
	for (const row of rows) row.state = checkSize(row, maxBatchBytes);
	refuseDuplicates(
		rows.filter(isOpen),
		({ column, key }) => normalized(column, key),
		({ key }) => `The user ${shown(key)}`,
	);
}
