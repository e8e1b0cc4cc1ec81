import { ChangeCount, guardChanges } from '../../../shared/run/guard';
import { type Difference, differenceOf, isNothing } from '../../../shared/form/compare';
import { isFailed } from '../../../shared/run/summary';
import { USER_FIELDS } from '../fields';
import { bodyFor } from '../patch';
import type { UbidotsUser } from '../userObject';
import type { BatchSettings } from './settings';
import type { BatchRun, BulkRow, Planned, Result } from './rows';
import { checkSize } from './size';

const UNCHANGED: Result = { status: 'unchanged' };
/** What a row ends with in a dry run that would write it. */
export const PLANNED: Result = { status: 'planned' };

/** Whether the row was compared, and nothing is to be written for it. */
export const isUnchanged = ({ row }: Pick<Planned, 'row'>) => row.result === UNCHANGED;

type RowSettings = Pick<BatchSettings, 'dryRun' | 'maxBatchBytes'>;

/** Settles a row with nothing to write, with too much for a request, or in a dry run. */
export function planDifference<R extends BulkRow>(
	row: R,
	id: string,
	difference: Difference,
	settings: RowSettings,
): Planned<R> {
	const settled = isNothing(difference) ? UNCHANGED : settings.dryRun ? PLANNED : undefined;
	row.result = checkSize(row.requested, id, difference.body, settings) ?? settled;
	return { row, id, ...difference };
}

/** What differs between a row and its user. */
export function planUpdate<R extends BulkRow>(
	row: R,
	user: UbidotsUser,
	settings: RowSettings,
	patch = row.requested.patch,
): Planned<R> {
	const difference = differenceOf(USER_FIELDS, bodyFor(patch, user), user);
	return planDifference(row, user.id, difference, settings);
}

/** For a row that asks for nothing. */
export function planNothing<R extends BulkRow>(row: R): Planned<R> {
	row.result = UNCHANGED;
	return { row, id: row.requested.value, body: {}, changes: {} };
}

/**
 * Ends a run that would write more users than `maxChanges` allows.
 * @param compared what is planned for those of the rows whose users were compared
 * @throws Failure without Continue On Fail
 */
export function guardRows(
	run: BatchRun,
	rows: readonly BulkRow[],
	compared: readonly Planned[],
): void {
	if (!run.settings.maxChanges) return;
	const count = new ChangeCount();
	for (const { row, id, changes = {} } of compared) {
		if (!isFailed(row) && !isUnchanged({ row })) count.addChanges(id, USER_FIELDS, changes);
	}
	guardChanges(run, rows, count);
}
