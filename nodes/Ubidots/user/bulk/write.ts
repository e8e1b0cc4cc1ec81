import { ChangeCount, guardChanges } from '../../../shared/run/guard';
import { isOpen } from '../../../shared/run/summary';
import { USER_FIELDS } from '../fields';
import { confirmRows } from './confirm';
import { throwIfFailed } from './output';
import type { BatchRun, BulkRow } from './row';
import { sendBatches } from './send';

/**
 * The rows that are still open before anything is written.
 * @throws RunFailure without Continue On Fail, when a row has failed
 */
export function openRows<R extends BulkRow>(
	{ continueOnFail }: Pick<BatchRun, 'continueOnFail'>,
	rows: readonly R[],
): R[] {
	if (!continueOnFail) throwIfFailed(rows, false);
	return rows.filter(isOpen);
}

/**
 * Ends a run that would write more users than `maxChanges` allows.
 * @param compared those of the rows whose changes are known
 * @throws RunFailure without Continue On Fail
 */
export function guardRows(
	run: BatchRun,
	rows: readonly BulkRow[],
	compared: readonly BulkRow[],
): void {
	if (!run.options.maxChanges) return;
	const count = new ChangeCount();
	for (const { id, state, changes = {} } of compared) {
		const isChanging = state === undefined || state === 'planned';
		if (isChanging) count.addChanges(id, USER_FIELDS, changes);
	}
	guardChanges(run, rows, count);
}

/**
 * Sends the rows that are still open in batches, unless it is a dry run, and reads them back if the options ask for it.
 * @throws RunFailure without Continue On Fail, when a row has failed; Failure of kind `canceled`
 */
export async function writeRows(run: BatchRun, rows: readonly BulkRow[]): Promise<void> {
	const { dryRun, confirm } = run.options;
	const open = openRows(run, rows);
	if (!dryRun) await sendBatches(run, open);
	if (!run.continueOnFail) throwIfFailed(rows, !dryRun);
	const accepted = open.filter(({ state }) => state === 'accepted');
	if (confirm) await confirmRows(run, accepted);
}
