import type { IDataObject } from 'n8n-workflow';

import { compare } from '../form/diff';
import { eachRow, namesInManyWays, type Naming } from './runner';
import type { Field } from '../form/fields';
import type { Outcome, Row, Run } from './operation';
import { counted } from './summary';

/** How a service reads and writes one user. */
interface Users<T> extends Naming<T> {
	/**
	 * The user as the service holds it, now or at the beginning of the run.
	 * @throws Failure when there is none, or it cannot be read
	 */
	read(value: T): IDataObject | Promise<IDataObject>;
	/** Writes these fields, and gives the user as it is then. */
	write(value: T, held: IDataObject, body: IDataObject): Promise<IDataObject>;
}

/** Says how many users were left alone; nothing when there was none. */
export function hintAtUnchanged(run: Run, unchanged: number, users: number): void {
	if (unchanged > 0) run.hint(`${unchanged} of ${counted(users, 'user')} needed no change`);
}

/** What is known of users that a later row may name again, by its key or in another way. */
class KnownUsers<T> {
	private readonly ids = new Map<string, string>();
	private readonly users = new Map<string, IDataObject>();
	private readonly mayComeAgain: (key: string) => boolean;

	constructor(
		rows: ReadonlyArray<Row<T>>,
		private readonly how: Users<T>,
	) {
		const seen = new Set<string>();
		const twice = new Set<string>();
		for (const { value } of rows) {
			const key = how.keyOf(value);
			(seen.has(key) ? twice : seen).add(key);
		}
		// Everybody is kept only where nobody can tell: it is a copy of each user.
		this.mayComeAgain = namesInManyWays(rows, how) ? () => true : (key) => twice.has(key);
	}

	/** As the user was last seen or written by an earlier row, else as the service holds it. */
	async get(value: T): Promise<IDataObject> {
		const key = this.how.keyOf(value);
		const known = this.users.get(this.ids.get(key) ?? '');
		if (known) return known;
		const read = await this.how.read(value);
		const id = String(read.id);
		if (this.mayComeAgain(key)) this.ids.set(key, id);
		return this.users.get(id) ?? read;
	}

	set(value: T, user: IDataObject): void {
		if (this.mayComeAgain(this.how.keyOf(value))) this.users.set(String(user.id), user);
	}
}

/**
 * Reads each user first, then reports (`dryRun`) or sends only what differs (`skipUnchanged`), one row after the other
 * where several name the same user.
 * @throws RunFailure, see `eachRow`
 */
export async function updateWhatDiffers<T extends { body: IDataObject }>(
	run: Run,
	rows: ReadonlyArray<Row<T>>,
	fields: readonly Field[],
	how: Users<T>,
): Promise<Outcome[]> {
	const { dryRun } = run.settings;
	const known = new KnownUsers(rows, how);
	let unchanged = 0;
	const work = async ({ value }: Row<T>): Promise<IDataObject> => {
		const before = await known.get(value);
		const { body, changes } = compare(fields, value.body, before);
		const isSame = Object.keys(body).length === 0;
		if (isSame) unchanged++;
		if (dryRun) {
			known.set(value, { ...before, ...body });
			return { id: before.id, status: isSame ? 'unchanged' : 'planned', changes };
		}
		const now = isSame ? before : await how.write(value, before, body);
		known.set(value, now);
		return { ...now, changes };
	};
	const outcomes = await eachRow(run, rows, dryRun ? 'Compared' : 'Updated', work, how);
	hintAtUnchanged(run, unchanged, rows.length);
	return outcomes;
}
