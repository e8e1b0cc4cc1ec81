import type { Row, Run } from '../run/operation';
import { counted, were } from '../run/summary';
import { hintAtUnchanged } from '../run/updateEach';
import { asksForChanges, hasDrifted } from './difference';
import type { Direction } from './format';
import type { RequestedChanges } from './plan';

/** For a run in the wrong direction, or for the second time: it would look like a success. */
const NOTHING_LEFT: Record<Direction, string> = {
	apply: "All users have the new values already. To undo an earlier run, set 'Direction' to Undo",
	undo: 'All users have the old values already: the run was undone before, or never written. If it ended just now, it may still be carried out: look again in a minute',
};

/** What a row ends with for which nothing can be done. */
interface Skipped {
	readonly status: 'skipped';
	readonly summary?: string;
}

/** Settles the rows for which nothing can be done. */
export function skipRows<T extends RequestedChanges, R>(
	run: Pick<Run, 'hint'>,
	rows: ReadonlyArray<Row<T, R | Skipped>>,
): Array<Row<T, R | Skipped>> {
	const skipped = rows.filter(({ requested }) => requested.skipped !== undefined);
	for (const row of skipped) {
		row.result = { status: 'skipped', summary: row.requested.skipped };
	}
	if (skipped.length > 0) {
		run.hint(
			`${skipped.length} of ${counted(rows.length, 'row')} ${were(skipped.length)} skipped: 'summary' says why, and whose it is`,
		);
	}
	return skipped;
}

/** Says above the output how many users were changed since. */
export function hintAtDrift(run: Pick<Run, 'hint'>, rows: readonly Row[]): void {
	const drifted = rows.filter(hasDrifted).length;
	if (drifted === 0) return;
	const users = counted(rows.length, 'user');
	run.hint(`${drifted} of ${users} ${were(drifted)} changed since, and left alone`);
}

/**
 * Says above the output how many users have the wanted values already.
 * @param rows one for each user
 */
export function hintAtNothingLeft(
	run: Parameters<typeof hintAtUnchanged>[0],
	rows: ReadonlyArray<Row<RequestedChanges>>,
	unchanged: number,
	direction: Direction,
): void {
	const isNothingLeft = unchanged === rows.length && rows.some(asksForChanges);
	if (isNothingLeft) run.hint(NOTHING_LEFT[direction]);
	else hintAtUnchanged(run, unchanged, rows.length);
}
