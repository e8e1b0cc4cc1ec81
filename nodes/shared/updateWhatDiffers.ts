import type { IDataObject } from 'n8n-workflow';

import { compare } from './diff';
import { eachRow } from './eachRow';
import type { Field } from './fields';
import type { Outcome, Row, Run } from './operation';
import { counted } from './ranges';

/** How a service reads and writes one user. */
interface Users<T> {
	/** Rows with the same key are about the same user. */
	keyOf(value: T): string;
	/**
	 * The user as the service holds it now.
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

/** Keys that occur more than once. */
function repeated(keys: Iterable<string>): Set<string> {
	const seen = new Set<string>();
	const twice = new Set<string>();
	for (const key of keys) (seen.has(key) ? twice : seen).add(key);
	return twice;
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
	{ keyOf, read, write }: Users<T>,
): Promise<Outcome[]> {
	const { dryRun } = run.settings;
	const cameTwice = repeated(rows.map(({ value }) => keyOf(value)));
	/** As it was last seen, of users that a later row may name again. */
	const known = new Map<string, IDataObject>();
	let unchanged = 0;
	const work = async ({ value }: Row<T>): Promise<IDataObject> => {
		const key = keyOf(value);
		const before = known.get(key) ?? (await read(value));
		const { body, changes } = compare(fields, value.body, before);
		const isSame = Object.keys(body).length === 0;
		if (isSame) unchanged++;
		const now = dryRun || isSame ? before : await write(value, before, body);
		if (cameTwice.has(key)) known.set(key, now);
		if (dryRun) return { id: before.id, status: isSame ? 'unchanged' : 'planned', changes };
		return { ...now, changes };
	};
	const outcomes = await eachRow(run, rows, dryRun ? 'Compared' : 'Updated', work, keyOf);
	hintAtUnchanged(run, unchanged, rows.length);
	return outcomes;
}
