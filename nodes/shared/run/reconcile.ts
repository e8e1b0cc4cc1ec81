import type { IDataObject } from 'n8n-workflow';

import { type Comparison, compare } from '../form/diff';
import type { Field } from '../form/fields';
import type { OptionValues, UpdatingOptions } from '../form/options';
import type { RequestApi } from '../http/service';
import { ChangeCount, guardChanges } from './guard';
import { KnownUsers, type Users } from './knownUsers';
import type { Outcome, Output, Row, Run } from './operation';
import { failedOutcomes, outcomesOf } from './outputItems';
import { runEach } from './runner';
import { counted, isFailed, isOpen } from './summary';

/** What is to be written to a user, compared with what it has. */
export type Difference = Pick<Comparison, 'body' | 'changes'>;

/** The fields of a body that differ from the user that the service has. The body itself where all do: there may be many. */
export function differenceOf(
	fields: readonly Field[],
	body: IDataObject,
	current: IDataObject,
): Difference {
	const { body: differing, changes } = compare(fields, body, current);
	const isWhole = Object.keys(differing).length === Object.keys(body).length;
	return { body: isWhole ? body : differing, changes };
}

export const isNothing = ({ body }: Pick<Difference, 'body'>) => Object.keys(body).length === 0;

export function hintAtUnchanged(run: Pick<Run, 'hint'>, unchanged: number, users: number): void {
	if (unchanged > 0) run.hint(`${unchanged} of ${counted(users, 'user')} needed no change`);
}

/** Whether the options ask for every user to be read and compared. */
export const comparesAll = ({
	dryRun,
	skipUnchanged,
	maxChanges,
}: Pick<OptionValues<UpdatingOptions>, 'dryRun' | 'skipUnchanged' | 'maxChanges'>) =>
	dryRun || skipUnchanged || maxChanges !== undefined;

/** What rows would change, before any of them is written. */
interface Survey<T> {
	count: ChangeCount;
	/** The users as they were read, by what is requested of them. */
	before: Map<T, IDataObject>;
	unchanged: number;
}

/**
 * Reads and compares all rows, as if each were written after the one before. Rows end with what would change, or a failure.
 * @throws RunFailure, see `runEach`
 */
async function survey<T>(
	run: Run<UpdatingOptions>,
	rows: ReadonlyArray<Row<T, Output>>,
	fields: readonly Field[],
	how: Users<T>,
): Promise<Survey<T>> {
	const known = new KnownUsers(
		rows.map(({ requested }) => requested),
		how,
	);
	const found: Survey<T> = { count: new ChangeCount(), before: new Map(), unchanged: 0 };
	await runEach(
		run,
		rows,
		'Compared',
		async (requested, request) => {
			const before = await known.get(requested, request);
			const difference = differenceOf(fields, how.bodyFor(requested, before), before);
			const { body, changes } = difference;
			const isUnchanged = isNothing(difference);
			if (isUnchanged) found.unchanged++;
			else found.count.addChanges(String(before.id), fields, changes);
			found.before.set(requested, before);
			known.set(requested, { ...before, ...body });
			return { id: before.id, status: isUnchanged ? 'unchanged' : 'planned', changes };
		},
		how,
	);
	return found;
}

/**
 * Reads each user first where the options or the row ask for it, then reports (`dryRun`) or sends only what differs. Rows of the same
 * user are processed in order. With `maxChanges` nothing is written before all users are compared.
 * @returns the output of all rows
 * @throws RunFailure, see `runEach`; Failure when more users than `maxChanges` would be written
 */
export async function reconcileEach<T>(
	run: Run<UpdatingOptions>,
	rows: ReadonlyArray<Row<T, Output>>,
	fields: readonly Field[],
	how: Users<T>,
): Promise<Outcome[]> {
	const { dryRun, maxChanges } = run.options;
	let users = how;
	if (dryRun || maxChanges) {
		const { count, before, unchanged } = await survey(run, rows, fields, how);
		const mayGoOn = guardChanges(run, rows, count);
		if (dryRun) hintAtUnchanged(run, unchanged, rows.length);
		if (dryRun || !mayGoOn) return outcomesOf(rows);
		// What would change is counted; what is written has yet to become of them.
		for (const row of rows) if (!isFailed(row)) row.result = undefined;
		users = { ...how, fetch: (requested) => before.get(requested) ?? {} };
	}
	const failed = failedOutcomes(rows);
	const open = rows.filter(isOpen);
	const mustCompare = (requested: T) => comparesAll(run.options) || how.mustRead?.(requested);
	const known = new KnownUsers(
		open.map(({ requested }) => requested),
		users,
	);
	let unchanged = 0;
	const work = async (requested: T, request: RequestApi): Promise<IDataObject> => {
		const before = mustCompare(requested) ? await known.get(requested, request) : undefined;
		const wanted = how.bodyFor(requested, before);
		const difference = before && differenceOf(fields, wanted, before);
		if (before && difference && isNothing(difference)) {
			unchanged++;
			known.set(requested, before);
			return { ...before, changes: {} };
		}
		const { body, changes } = difference ?? { body: wanted, changes: undefined };
		// A write that fails may have been applied: nothing but the id is known then, if that is.
		let left: IDataObject = before ? { id: before.id } : {};
		try {
			const now = await how.write(requested, body, before, request);
			left = how.leaves?.(body, now) ?? now;
			return changes ? { ...now, changes } : now;
		} finally {
			known.set(requested, left);
		}
	};
	const outcomes = await runEach(run, open, 'Updated', work, how);
	hintAtUnchanged(run, unchanged, rows.length);
	return failed.concat(outcomes);
}
