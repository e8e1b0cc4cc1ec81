import type { IDataObject } from 'n8n-workflow';

import { asFailure, Failure } from '../../../shared/errors';
import { shown } from '../../../shared/form/parse';
import { hintAtUnchanged, reconcile } from '../../../shared/run/reconcile';
import { itemsText } from '../../../shared/run/summary';
import { USER_FIELDS } from '../fields';
import { theUser, UserLookup } from '../lookup';
import { groupBy } from './groupBy';
import { rowBytes } from './parseRow';
import { type BulkRow, type BulkRun, isOpen } from './row';

/** Fails rows that name the same user: no order is defined between them, so neither is sent. */
export function refuseDuplicates(
	rows: readonly BulkRow[],
	keyOf: (row: BulkRow) => string,
	describe: (row: BulkRow) => string,
): void {
	for (const duplicates of groupBy(rows, keyOf).values()) {
		if (duplicates.length === 1) continue;
		const where = itemsText(duplicates);
		for (const row of duplicates) {
			const message = `${describe(row)} is listed in ${where}: give each user only one row`;
			row.state = new Failure(message);
		}
	}
}

/** The users that rows were resolved to or compared with, as Ubidots holds them. */
type HeldUsers = (row: BulkRow) => IDataObject;

/**
 * Looks up the users of all rows by the column they are matched on.
 * @throws Failure when the service cannot be asked
 */
async function lookUpUsers(run: BulkRun, rows: readonly BulkRow[]): Promise<HeldUsers> {
	const { dryRun, skipUnchanged } = run.options;
	const [{ column }] = rows;
	const fields = new Set<string>();
	if (dryRun || skipUnchanged) {
		for (const { body } of rows) for (const name of Object.keys(body)) fields.add(name);
	}
	const keys = rows.map(({ key }) => key);
	const lookup = await UserLookup.byColumn(run, column, keys, { fields });
	return (row) => theUser(lookup, column, row.key);
}

/** Gives each row its user's id; rows whose user is not found, or found twice, get a failure. */
function resolveIds(rows: readonly BulkRow[], held: HeldUsers): void {
	for (const row of rows) {
		try {
			row.id = String(held(row).id);
			if (row.column !== 'id') row.bytes = rowBytes(row.id, row.body);
		} catch (error) {
			row.state = asFailure(error);
		}
	}
	const describe = ({ id, key }: BulkRow) => `The user ${id} (${shown(key)})`;
	refuseDuplicates(rows.filter(isOpen), ({ id }) => id, describe);
}

/** Compares each row with the user as Ubidots holds it now, and keeps only what differs. */
function keepWhatDiffers(run: BulkRun, rows: readonly BulkRow[], held: HeldUsers): void {
	let unchanged = 0;
	for (const row of rows) {
		const { body } = row;
		row.state = reconcile(USER_FIELDS, row, held(row), run.options);
		if (row.body !== body) row.bytes = rowBytes(row.id, row.body);
		if (row.state === 'unchanged') unchanged++;
	}
	hintAtUnchanged(run, unchanged, rows.length);
}

/**
 * Finds the users of rows that do not name them by ID, and compares each row with its user where that is asked for. The
 * users are forgotten again on return: there may be a hundred thousand.
 * @param checkpoint gives the rows that are still open, or ends the run
 * @throws Failure when the service cannot be asked
 */
export async function resolveUsers(
	run: BulkRun,
	rows: readonly BulkRow[],
	checkpoint: () => BulkRow[],
): Promise<void> {
	const mustCompare = run.options.dryRun || run.options.skipUnchanged;
	if (!mustCompare && rows[0].column === 'id') return;
	const held = await lookUpUsers(run, rows);
	resolveIds(rows, held);
	if (mustCompare) keepWhatDiffers(run, checkpoint(), held);
}
