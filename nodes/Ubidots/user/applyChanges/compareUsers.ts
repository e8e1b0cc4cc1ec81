import type { IDataObject } from 'n8n-workflow';

import { asFailure } from '../../../shared/errors';
import { reconcile } from '../../../shared/run/reconcile';
import { isFailed, isOpen } from '../../../shared/run/summary';
import { rowBytes, type BatchRun } from '../bulk/rows';
import { USER_FIELDS } from '../fields';
import { theUser, UserLookup } from '../lookup';
import { driftOf } from './drift';
import type { Direction, PlannedRow } from './row';

/** Keeps what is not there yet; fails a row whose user was changed since. */
function compareRow(
	row: PlannedRow,
	user: IDataObject,
	direction: Direction,
	options: BatchRun['options'],
): void {
	const { body } = row;
	const status = reconcile(USER_FIELDS, row, user, options);
	row.state = driftOf(row, row.changes ?? {}, direction) ?? status;
	if (row.body !== body) row.bytes = rowBytes(row.id, row.body);
}

/**
 * Reads the users of all rows with changes, and compares them. Rows end as `unchanged`, as `planned` in a dry run, with a failure,
 * or open. Neither the users nor the plan are kept afterwards: there may be a hundred thousand.
 * @returns how many users were changed since
 * @throws Failure when the users cannot be read
 */
export async function compareUsers(
	run: BatchRun,
	rows: readonly PlannedRow[],
	direction: Direction,
): Promise<number> {
	for (const row of rows) {
		if (Object.keys(row.body).length === 0) Object.assign(row, { state: 'unchanged', changes: {} });
	}
	const planned = rows.filter(isOpen);
	const ids = planned.map(({ id }) => id);
	const fields = new Set(planned.flatMap(({ body }) => Object.keys(body)));
	const lookup = await UserLookup.byColumn(run, 'id', ids, { fields });
	for (const row of planned) {
		try {
			compareRow(row, theUser(lookup, 'id', row.key), direction, run.options);
		} catch (error) {
			row.state = asFailure(error);
		}
		row.expected = undefined;
	}
	return planned.filter((row) => isFailed(row) && row.state.details.code === 'changed').length;
}
