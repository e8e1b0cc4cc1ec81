import type { IDataObject } from 'n8n-workflow';

import { type Comparison, compare } from '../form/diff';
import type { Field } from '../form/fields';
import type { UpdatingOptions } from '../form/options';
import type { RequestApi } from '../http/service';
import type { Row, Run } from './operation';
import { areNamedInManyWays, type Naming } from './order';
import { runEach } from './runner';
import { counted } from './summary';

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
	/**
	 * The user that the service has, now or at the beginning of the run.
	 * @throws Failure when there is none, or it cannot be read
	 */
	fetch(row: R, request: RequestApi): IDataObject | Promise<IDataObject>;
	/** Writes the row's body, and returns the updated user. */
	write(row: R, current: IDataObject, request: RequestApi): Promise<IDataObject>;
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
		if (known) return known;
		const fetched = await this.how.fetch(row, request);
		const id = String(fetched.id);
		if (this.mayComeAgain(key)) this.ids.set(key, id);
		return this.users.get(id) ?? fetched;
	}

	set(row: R, user: IDataObject): void {
		if (this.mayComeAgain(this.how.keyOf(row))) this.users.set(String(user.id), user);
	}
}

/**
 * Reads each user first, then reports (`dryRun`) or sends only what differs (`skipUnchanged`). Rows of the same user are processed
 * in order.
 * @throws RunFailure, see `runEach`
 */
export async function reconcileEach<T extends Update>(
	run: Run<UpdatingOptions>,
	rows: ReadonlyArray<Row<T>>,
	fields: readonly Field[],
	how: Users<Row<T>>,
): Promise<void> {
	const { dryRun } = run.options;
	const known = new KnownUsers(rows, how);
	let unchanged = 0;
	const work = async (row: Row<T>, request: RequestApi): Promise<IDataObject> => {
		const before = await known.get(row, request);
		const status = reconcile(fields, row, before, run.options);
		if (status === 'unchanged') unchanged++;
		const changes = { ...row.changes };
		if (dryRun) {
			known.set(row, { ...before, ...row.body });
			return { id: before.id, status, changes };
		}
		// A write that fails may have been applied: nothing but the id is known then.
		let now: IDataObject = { id: before.id };
		try {
			now = status ? before : await how.write(row, before, request);
		} finally {
			known.set(row, now);
		}
		return { ...now, changes };
	};
	await runEach(run, rows, dryRun ? 'Compared' : 'Updated', work, how);
	hintAtUnchanged(run, unchanged, rows.length);
}
