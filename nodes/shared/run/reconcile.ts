import type { IDataObject } from 'n8n-workflow';

import { type Comparison, compare } from '../form/diff';
import type { Field } from '../form/fields';
import type { OptionValues, UpdatingOptions } from '../form/options';
import type { RequestApi } from '../http/service';
import { ChangeCount, guardChanges } from './guard';
import type { Row, Run } from './operation';
import { areNamedInManyWays, type Naming } from './order';
import { runEach } from './runner';
import { counted, isFailed } from './summary';

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

/** How the users of a service are read and written. */
interface Users<R> extends Naming<R> {
	/** Whether the row cannot be written without knowing the user, whatever the options say. */
	mustRead?(row: R): boolean;
	/**
	 * The user that the service has, now or at the beginning of the run.
	 * @throws Failure when there is none, or it cannot be read
	 */
	fetch(row: R, request: RequestApi): IDataObject | Promise<IDataObject>;
	/** The user that a row has left behind, where the response to its write may not show it. */
	leaves?(row: R, written: IDataObject): IDataObject;
	/** Whether the row can be written with what is known of the user after an earlier row; it always can where this is missing. */
	suffices?(row: R, known: IDataObject): boolean;
	/**
	 * The user that the service has now, for a row for which the earlier ones left too little.
	 * @throws Failure
	 */
	fetchAgain?(row: R, request: RequestApi): Promise<IDataObject>;
	/**
	 * The fields to write, where they depend on the user's current ones.
	 * @throws Failure when they cannot be known
	 */
	bodyFor?(row: R, current: IDataObject): IDataObject;
	/**
	 * Writes the row's body, and returns the updated user.
	 * @param current undefined where the user was not read
	 */
	write(row: R, current: IDataObject | undefined, request: RequestApi): Promise<IDataObject>;
}

/** The users that later rows may identify again, in the same or in another way. */
class KnownUsers<R> {
	private readonly ids = new Map<string, string>();
	private readonly users = new Map<string, IDataObject>();
	private readonly mayComeAgain: (key: string) => boolean;

	constructor(
		rows: readonly R[],
		private readonly how: Users<R>,
	) {
		const seen = new Set<string>();
		const again = new Set<string>();
		for (const key of rows.map(how.keyOf)) (seen.has(key) ? again : seen).add(key);
		// All users are kept only when it cannot be known: they take memory.
		this.mayComeAgain = areNamedInManyWays(rows, how) ? () => true : (key) => again.has(key);
	}

	/** The user as an earlier row left it, or as the service has it. */
	async get(row: R, request: RequestApi): Promise<IDataObject> {
		const key = this.how.keyOf(row);
		const known = this.users.get(this.ids.get(key) ?? '');
		if (known) return await this.complete(row, known, request);
		const fetched = await this.how.fetch(row, request);
		const id = String(fetched.id);
		if (this.mayComeAgain(key)) this.ids.set(key, id);
		const left = this.users.get(id);
		return left ? await this.complete(row, left, request) : fetched;
	}

	private async complete(row: R, left: IDataObject, request: RequestApi): Promise<IDataObject> {
		const { suffices, fetchAgain } = this.how;
		if (!fetchAgain || suffices?.(row, left) !== false) return left;
		return await fetchAgain(row, request);
	}

	/** @param user what is known of it, which may be nothing */
	set(row: R, user: IDataObject): void {
		const key = this.how.keyOf(row);
		if (!this.mayComeAgain(key)) return;
		const id = String(user.id ?? key);
		this.ids.set(key, id);
		this.users.set(id, user);
	}
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
	const open = rows.filter(({ state }) => state === undefined);
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
