import { asksForChanges, wantedOf } from '../../../shared/applyChanges/difference';
import type { Direction } from '../../../shared/applyChanges/format';
import type { RequestedChanges } from '../../../shared/applyChanges/plan';
import { asFailure } from '../../../shared/errors';
import { isOpen } from '../../../shared/run/summary';
import { planDifference, planNothing } from '../bulk/planRow';
import type { BatchRun, BulkRow, Planned, Requested } from '../bulk/rows';
import { PLAN_FIELDS } from '../fields';
import { type FoundUsers, lookUpIn, theUser } from '../lookup';
import { withMemberships } from '../organizations/change';

export type ChangesRow = BulkRow<Requested & RequestedChanges>;

/**
 * What is not there yet.
 * @throws Failure when there is no such user, or it was changed since
 */
function planChanges(
	row: ChangesRow,
	found: FoundUsers,
	direction: Direction,
	settings: BatchRun['settings'],
): Planned<ChangesRow> {
	const { requested } = row;
	const user = withMemberships(theUser(found.get(requested.value), 'id', requested.value));
	const { wasThere, ...difference } = wantedOf(PLAN_FIELDS, requested, user, direction);
	return { ...planDifference(row, user, difference, settings), wasThere };
}

/**
 * Reads the users of all open rows with changes, one row for each user, and compares them. Rows end as `unchanged`, as `planned` in a
 * dry run, with a failure, or open. The users are not kept afterwards: there may be a hundred thousand.
 * @returns what is to be written, in the order of the rows
 * @throws Failure when the users cannot be read
 */
export async function compareUsers(
	run: BatchRun,
	rows: readonly ChangesRow[],
	direction: Direction,
): Promise<Array<Planned<ChangesRow>>> {
	const open = rows.filter(isOpen);
	const asking = open.filter(asksForChanges).map(({ requested }) => requested);
	const ids = asking.map(({ value }) => value);
	const fields = new Set(asking.flatMap(({ patch }) => Object.keys(patch.set)));
	const found = await lookUpIn(run, 'id', ids, fields);
	return open.flatMap((row) => {
		if (!asksForChanges(row)) return planNothing(row);
		try {
			return planChanges(row, found, direction, run.settings);
		} catch (error) {
			row.result = asFailure(error);
			return [];
		}
	});
}
