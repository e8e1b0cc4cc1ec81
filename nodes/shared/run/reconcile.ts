import type { IDataObject } from 'n8n-workflow';

import { type Comparison, compare } from '../form/diff';
import type { Field } from '../form/fields';
import type { OptionValues, UpdatingOptions } from '../form/options';
import type { RequestApi } from '../http/service';
import { ChangeCount, guardChanges } from './guard';
import { KnownUsers, type Users } from './knownUsers';
import type { Row, Run } from './operation';
import { runEach } from './runner';
import { counted, isFailed, isOpen } from './summary';

/** A row that writes fields of a user. */
export interface Update {
	/** The fields to write. */
	body: IDataObject;
	/** The differences from the user before, once they are compared. */
	changes?: Comparison['changes'];
}

/**
 * Compares a row with the user that the service has: sets the row's changes, and keeps only what differs in its body.
 * @returns the row's status when there is nothing to write: `unchanged`, or `planned` in a dry run
 */
export function reconcile(
	fields: readonly Field[],
	row: Update,
	current: IDataObject,
	{ dryRun }: { dryRun: boolean },
): 'unchanged' | 'planned' | undefined {
	const { body, changes } = compare(fields, row.body, current);
	row.changes = changes;
	// A copy only where it differs: there may be a hundred thousand rows.
	if (Object.keys(body).length < Object.keys(row.body).length) row.body = body;
	if (Object.keys(body).length === 0) return 'unchanged';
	return dryRun ? 'planned' : undefined;
}

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
interface Survey<R> {
	count: ChangeCount;
	/** The users as they were read. */
	before: Map<R, IDataObject>;
	unchanged: number;
}

/**
 * Reads and compares all rows, as if each were written after the one before. Rows end with what would change, or a failure.
 * @throws RunFailure, see `runEach`
 */
async function survey<T extends Update>(
	run: Run<UpdatingOptions>,
	rows: ReadonlyArray<Row<T>>,
	fields: readonly Field[],
	how: Users<Row<T>>,
): Promise<Survey<Row<T>>> {
	const known = new KnownUsers(rows, how);
	const found: Survey<Row<T>> = { count: new ChangeCount(), before: new Map(), unchanged: 0 };
	await runEach(
		run,
		rows,
		'Compared',
		async (row, request) => {
			const before = await known.get(row, request);
			// On a copy: an earlier row of the user may fail, and then more has to be written.
			const body = how.bodyFor?.(row, before) ?? row.body;
			const compared: Update = { body };
			const status = reconcile(fields, compared, before, { dryRun: true });
			const { changes = {} } = compared;
			const id = String(before.id);
			if (status === 'unchanged') found.unchanged++;
			else found.count.addChanges(id, fields, changes);
			found.before.set(row, before);
			known.set(row, { ...before, ...compared.body });
			return { id: before.id, status, changes };
		},
		how,
	);
	return found;
}

/**
 * Reads each user first where the options or the row ask for it, then reports (`dryRun`) or sends only what differs. Rows of the same
 * user are processed in order. With `maxChanges` nothing is written before all users are compared.
 * @throws RunFailure, see `runEach`; Failure when more users than `maxChanges` would be written
 */
export async function reconcileEach<T extends Update>(
	run: Run<UpdatingOptions>,
	rows: ReadonlyArray<Row<T>>,
	fields: readonly Field[],
	how: Users<Row<T>>,
): Promise<void> {
	const { dryRun, maxChanges } = run.options;
	let users = how;
	if (dryRun || maxChanges) {
		const { count, before, unchanged } = await survey(run, rows, fields, how);
		const mayGoOn = guardChanges(run, rows, count);
		if (dryRun) hintAtUnchanged(run, unchanged, rows.length);
		if (dryRun || !mayGoOn) return;
		for (const row of rows) if (!isFailed(row)) row.state = undefined;
		users = { ...how, fetch: (row) => before.get(row) ?? {} };
	}
	const open = rows.filter(isOpen);
	const mustCompare = (row: Row<T>) => comparesAll(run.options) || how.mustRead?.(row);
	const known = new KnownUsers(open, users);
	let unchanged = 0;
	const work = async (row: Row<T>, request: RequestApi): Promise<IDataObject> => {
		const before = mustCompare(row) ? await known.get(row, request) : undefined;
		if (before) {
			row.body = how.bodyFor?.(row, before) ?? row.body;
			if (reconcile(fields, row, before, run.options) === 'unchanged') {
				unchanged++;
				known.set(row, before);
				return { ...before, changes: {} };
			}
		}
		// A write that fails may have been applied: nothing but the id is known then, if that is.
		let left: IDataObject = before ? { id: before.id } : {};
		try {
			const now = await how.write(row, before, request);
			left = how.leaves?.(row, now) ?? now;
			return before ? { ...now, changes: { ...row.changes } } : now;
		} finally {
			known.set(row, left);
		}
	};
	await runEach(run, open, 'Updated', work, how);
	hintAtUnchanged(run, unchanged, rows.length);
}
