import { asFailure } from '../../../shared/errors';
import { isFailed } from '../../../shared/run/summary';
import { planNothing, planUpdate } from '../bulk/planRow';
import type { BatchRun, Planned } from '../bulk/rows';
import { type FoundUsers, lookUpIn, theUser } from '../lookup';
import { isEmptyPatch } from '../patch';
import { driftOf } from './drift';
import type { ChangesRow, Direction } from './plan';

export const asksForChanges = ({ requested }: ChangesRow) => !isEmptyPatch(requested.patch);

/** Whether the user of a row was changed since. */
export const hasDrifted = (row: ChangesRow) =>
	isFailed(row) && row.result.details.code === 'changed';

/** What is not there yet; fails a row whose user was changed since. */
function planChanges(
	row: ChangesRow,
	found: FoundUsers,
	direction: Direction,
	settings: BatchRun['settings'],
): Planned {
	const { value } = row.requested;
	const planned = planUpdate(row, theUser(found.get(value), 'id', value), settings);
	row.result = driftOf(row.requested, planned.changes ?? {}, direction) ?? row.result;
	return planned;
}

/**
 * Reads the users of all rows with changes, and compares them. Rows end as `unchanged`, as `planned` in a dry run, with a failure,
 * or open. The users are not kept afterwards: there may be a hundred thousand.
 * @returns what is to be written, in the order of the rows
 * @throws Failure when the users cannot be read
 */
export async function compareUsers(
	run: BatchRun,
	rows: readonly ChangesRow[],
	direction: Direction,
): Promise<Planned[]> {
	const asking = rows.filter(asksForChanges).map(({ requested }) => requested);
	const ids = asking.map(({ value }) => value);
	const fields = new Set(asking.flatMap(({ patch }) => Object.keys(patch.set)));
	const found = await lookUpIn(run, 'id', ids, fields);
	return rows.flatMap((row) => {
		if (!asksForChanges(row)) return planNothing(row);
		try {
			return planChanges(row, found, direction, run.settings);
		} catch (error) {
			row.result = asFailure(error);
			return [];
		}
	});
}
