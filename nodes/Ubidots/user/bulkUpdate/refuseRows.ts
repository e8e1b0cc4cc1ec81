import type { OptionValues } from '../../../shared/form/options';
import { shown } from '../../../shared/form/parse';
import { normalized } from '../matchColumns';
import type { BatchOptions } from './options';
import { checkSize } from './parseRow';
import { refuseDuplicates } from './resolveUsers';
import { type BulkRow, isOpen } from './row';

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
