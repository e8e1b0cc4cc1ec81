import type { IDataObject } from 'n8n-workflow';

import { type Comparison, compare } from '../form/diff';
import type { Field } from '../form/fields';
import type { ComparingOptions, SendingOptions } from '../form/options';
import type { RequestApi } from '../http/service';
import type { Row, Run } from './operation';
import { areNamedInManyWays, type Naming } from './order';
import { runEach } from './runner';
import { counted } from './summary';

/** A row that writes fields of a user. */
export interface Update {
	/** The fields to write. */
	body: IDataObject;
	/** What differs from the user as it was held, once that is compared. */
	changes?: Comparison['changes'];
}

/**
 * The one comparison of what is to be written with what the service holds: keeps only what differs in the row's body, and notes the
 * changes.
 * @returns the row's status where nothing is to be written: `unchanged`, or `planned` in a dry run
 */
export function reconcile(
	fields: readonly Field[],
	row: Update,
	held: IDataObject,
	{ dryRun }: { dryRun: boolean },
): 'unchanged' | 'planned' | undefined {
	const { body, changes } = compare(fields, row.body, held);
	row.changes = changes;
	// A copy for each of a hundred thousand rows, only where something is left out.
	if (Object.keys(body).length < Object.keys(row.body).length) row.body = body;
	if (Object.keys(body).length === 0) return 'unchanged';
	return dryRun ? 'planned' : undefined;
}

/** Says how many users were left alone; nothing when there was none. */
export function hintAtUnchanged(run: Pick<Run, 'hint'>, unchanged: number, users: number): void {
	if (unchanged > 0) run.hint(`${unchanged} of ${counted(users, 'user')} needed no change`);
}

/** How a service reads and writes one user. */
interface Users<R> extends Naming<R> {
	/**
	 * The user as the service holds it, now or at the beginning of the run.
	 * @throws Failure when there is none, or it cannot be read
	 */
	fetch(row: R, request: RequestApi): IDataObject | Promise<IDataObject>;
	/** Writes the row's body, and gives the user as it is then. */
	write(row: R, held: IDataObject, request: RequestApi): Promise<IDataObject>;
}

/** What is known of users that a later row may name again, by its key or in another way. */
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
		// Everybody is kept only where nobody can tell: it is a copy of each user.
		this.mayComeAgain = areNamedInManyWays(rows, how) ? () => true : (key) => again.has(key);
	}

	/** As the user was last seen or written by an earlier row, else as the service holds it. */
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
 * Reads each user first, then reports (`dryRun`) or sends only what differs (`skipUnchanged`), one row after the other
 * where several name the same user.
 * @throws RunFailure, see `runEach`
 */
export async function reconcileEach<T extends Update>(
	run: Run<SendingOptions & ComparingOptions>,
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
		const now = status ? before : await how.write(row, before, request);
		known.set(row, now);
		return { ...now, changes };
	};
	await runEach(run, rows, dryRun ? 'Compared' : 'Updated', work, how);
	hintAtUnchanged(run, unchanged, rows.length);
}
