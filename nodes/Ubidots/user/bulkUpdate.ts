import { asFailure } from '../../shared/errors';
import { refuseDuplicates } from '../../shared/mapper/duplicates';
import type { Operation } from '../../shared/run/operation';
import { isOpen } from '../../shared/run/summary';
import { comparesAll, hintAtUnchanged } from '../../shared/run/updateEach';
import { shown } from '../../shared/shown';
import { columnsProperties, hintAtColumns } from './bulk/columns';
import { refuseTakenNames } from './bulk/names';
import { checkpointOf, toOutcomes } from './bulk/output';
import { hintAtPlaceholders } from './bulk/placeholders';
import { guardRows, isUnchanged, planUpdate } from './bulk/planRow';
import {
	type BulkRow,
	type BulkRun,
	parseRow,
	type Planned,
	refuseRows,
	type Requested,
	type Result,
} from './bulk/rows';
import { writeRows } from './bulk/send';
import { BULK_SETTINGS, type BulkSettings } from './bulk/settings';
import { lookUpIn, theUser } from './lookup';
import { bodyFor, fieldsToRead, TagsToRemove } from './patch';
import type { UbidotsUser } from './userObject';

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
async function planUpdates(run: BulkRun, rows: readonly BulkRow[]): Promise<Planned[]> {
	const all = comparesAll(run.settings);
	const mustCompare = ({ requested }: BulkRow) => all || requested.patch.tags !== undefined;
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

/** Bulk Update Users: `PATCH /api/v2.0/users/_/bulk/update/`, an asynchronous task for each request. */
export const bulkUpdate: Operation<Requested, BulkSettings, Result> = {
	value: 'bulkUpdate',
	name: 'Bulk Update',
	action: 'Bulk update users',
	description:
		'Change fields of many existing users with few requests, one input item for each user',
	builderHint: 'Give it all items in one run: never in a loop over single items.',
	properties: columnsProperties,
	settings: BULK_SETTINGS,

	prepare: parseRow,

	refuse: refuseRows,

	async run(run, rows) {
		const planned = await planUpdates(run, rows);
		hintAtPlaceholders(run, rows);
		await writeRows(run, rows, planned);
		hintAtColumns(run, rows);
		return toOutcomes(run, rows, planned);
	},
};
