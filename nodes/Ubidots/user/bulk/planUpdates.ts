import { asFailure } from '../../../shared/errors';
import { refuseDuplicates } from '../../../shared/mapper/duplicates';
import { shown } from '../../../shared/shown';
import { comparesAll, hintAtUnchanged } from '../../../shared/run/updateEach';
import { isOpen } from '../../../shared/run/summary';
import { lookUpIn, theUser } from '../lookup';
import { bodyFor, editsTags, fieldsToRead, TagsToRemove } from '../patch';
import type { UbidotsUser } from '../userObject';
import { checkpointOf } from './output';
import { refuseTakenNames } from './names';
import { guardRows, isUnchanged, planUpdate } from './planRow';
import { type BulkRow, type BulkRun, type Planned } from './rows';

/**
 * Looks the users of these rows up. Fails rows whose user is not found, or found twice.
 * @returns the user of a row that has not failed
 * @throws Failure when the users cannot be looked up
 */
async function resolve(
	run: BulkRun,
	rows: readonly BulkRow[],
	mustCompare: (row: BulkRow) => boolean,
): Promise<(row: BulkRow) => UbidotsUser> {
	const [{ by }] = rows.map(({ requested }) => requested);
	const compared = rows.filter(mustCompare);
	const fields = new Set(compared.flatMap(({ requested }) => fieldsToRead(requested.patch)));
	const values = rows.map(({ requested }) => requested.value);
	const found = await lookUpIn(run, by, values, fields);
	const userOf = ({ requested: { value } }: BulkRow) => theUser(found.get(value), by, value);
	for (const row of rows) {
		try {
			userOf(row);
		} catch (error) {
			row.result = asFailure(error);
		}
	}
	refuseDuplicates(
		rows.filter(isOpen),
		(row) => row,
		(row) => userOf(row).id,
		(row) => `The user ${userOf(row).id} (${shown(row.requested.value)})`,
	);
	return userOf;
}

/**
 * Finds the users of rows that are not matched by ID, and compares rows with their users if the options or the rows ask for it. The
 * users are not kept in memory afterwards: there may be a hundred thousand.
 * @returns what is to be written, in the order of the rows
 * @throws Failure when the users cannot be looked up, or more of them than `maxChanges` would be written; RunFailure without
 * Continue On Fail, when a user is not found
 */
export async function planUpdates(run: BulkRun, rows: readonly BulkRow[]): Promise<Planned[]> {
	const all = comparesAll(run.settings);
	const mustCompare = ({ requested }: BulkRow) => all || editsTags(requested.patch);
	const mustRead = (row: BulkRow) => row.requested.by !== 'id' || mustCompare(row);
	const toRead = rows.filter(mustRead);
	const userOf = toRead.length > 0 ? await resolve(run, toRead, mustCompare) : undefined;
	checkpointOf(run, rows);
	const open = rows.filter(isOpen);
	const planned: Planned[] = [];
	const toRemove = new TagsToRemove();
	for (const row of open) {
		const user = mustRead(row) ? userOf?.(row) : undefined;
		const { patch, value } = row.requested;
		if (user) toRemove.note(patch, user);
		try {
			const isCompared = user && mustCompare(row);
			planned.push(
				isCompared
					? planUpdate(row, user, run.settings)
					: { row, id: user?.id ?? value, body: bodyFor(patch, user) },
			);
		} catch (error) {
			row.result = asFailure(error);
		}
	}
	toRemove.hint(run);
	const compared = planned.filter(({ changes }) => changes !== undefined);
	hintAtUnchanged(run, compared.filter(isUnchanged).length, open.filter(mustCompare).length);
	await refuseTakenNames(run, planned);
	guardRows(run, rows, compared);
	return planned;
}
