import { asFailure } from '../../../shared/errors';
import { type Difference, differenceOf, isNothing } from '../../../shared/form/compare';
import { isFailed, isOpen } from '../../../shared/run/summary';
import { planDifference, planNothing } from '../bulk/planRow';
import type { BatchRun, Planned } from '../bulk/rows';
import { type FoundUsers, lookUpIn, theUser } from '../lookup';
import { isEmptyPatch } from '../patch';
import { USER_FIELDS } from '../fields';
import { asSent, driftOf } from './drift';
import type { ChangesRow, Direction, RequestedChanges } from './plan';

export const asksForChanges = ({ requested }: ChangesRow) => !isEmptyPatch(requested.patch);

/** Whether the user of a row was changed since. */
export const hasDrifted = (row: ChangesRow) =>
	isFailed(row) && row.result.details.code === 'changed';

/** All that a row wants, also what is there already: its run may still be carried out, and would write over it. */
function whole(
	{ patch: { set }, expected }: RequestedChanges,
	{ changes }: Difference,
): Difference {
	const all: Difference['changes'] = {};
	for (const field of USER_FIELDS) {
		const { name } = field;
		if (!(name in set)) continue;
		const from = name in expected && { from: asSent(field, expected[name]) };
		all[name] = changes[name] ?? { ...from, to: set[name] };
	}
	return { body: set, changes: all };
}

/** What is not there yet; fails a row whose user was changed since. */
function planChanges(
	row: ChangesRow,
	found: FoundUsers,
	direction: Direction,
	settings: BatchRun['settings'],
): Array<Planned<ChangesRow>> {
	const { requested } = row;
	const user = theUser(found.get(requested.value), 'id', requested.value);
	const difference = differenceOf(USER_FIELDS, requested.patch.set, user);
	const drift = driftOf(requested, difference.changes, direction);
	if (drift) {
		row.result = drift;
		return [];
	}
	if (!requested.mayStillCome) return [planDifference(row, user.id, difference, settings)];
	const planned = planDifference(row, user.id, whole(requested, difference), settings);
	return [{ ...planned, wasThere: isNothing(difference) }];
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
