import type { IDataObject } from 'n8n-workflow';

import { asFailure, Failure } from '../../../shared/errors';
import { shown } from '../../../shared/form/parse';
import { groupBy } from '../../../shared/run/groupBy';
import { hintAtUnchanged, reconcile } from '../../../shared/run/reconcile';
import { itemsText } from '../../../shared/run/summary';
import { USER_FIELDS } from '../fields';
import { theUser, UserLookup } from '../lookup';
import { rowBytes } from './parseRow';
import { type BulkRow, type BulkRun, isOpen } from './row';

/** Fails all rows of a user with several rows: their order would not be defined. */
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

/** Gets the user that Ubidots has for a row. */
type CurrentUsers = (row: BulkRow) => IDataObject;

/** @throws Failure when the users cannot be looked up */
async function lookUpUsers(run: BulkRun, rows: readonly BulkRow[]): Promise<CurrentUsers> {
	const { dryRun, skipUnchanged } = run.options;
	const [{ column }] = rows;
	const compared = dryRun || skipUnchanged ? rows : [];
	const fields = new Set(compared.flatMap(({ body }) => Object.keys(body)));
	const keys = rows.map(({ key }) => key);
	const lookup = await UserLookup.byColumn(run, column, keys, { fields });
	return (row) => theUser(lookup, column, row.key);
}

/** Sets each row's id; fails rows whose user is not found, or found twice. */
function resolveIds(rows: readonly BulkRow[], current: CurrentUsers): void {
	for (const row of rows) {
		try {
			row.id = String(current(row).id);
			if (row.column !== 'id') row.bytes = rowBytes(row.id, row.body);
		} catch (error) {
			row.state = asFailure(error);
		}
	}
	const describe = ({ id, key }: BulkRow) => `The user ${id} (${shown(key)})`;
	refuseDuplicates(rows.filter(isOpen), ({ id }) => id, describe);
}

function keepWhatDiffers(run: BulkRun, rows: readonly BulkRow[], current: CurrentUsers): void {
	let unchanged = 0;
	for (const row of rows) {
		const { body } = row;
		row.state = reconcile(USER_FIELDS, row, current(row), run.options);
		if (row.body !== body) row.bytes = rowBytes(row.id, row.body);
		if (row.state === 'unchanged') unchanged++;
	}
	hintAtUnchanged(run, unchanged, rows.length);
}

/**
 * Finds the users of rows that are not matched by ID, and compares rows with their users if the options ask for it. The users are
 * not kept in memory afterwards: there may be a hundred thousand.
 * @param checkpoint returns the rows that are still open, or ends the run
 * @throws Failure when the users cannot be looked up
 */
export async function resolveUsers(
	run: BulkRun,
	rows: readonly BulkRow[],
	checkpoint: () => BulkRow[],
): Promise<void> {
	const mustCompare = run.options.dryRun || run.options.skipUnchanged;
	if (!mustCompare && rows[0].column === 'id') return;
	const current = await lookUpUsers(run, rows);
	resolveIds(rows, current);
	if (mustCompare) keepWhatDiffers(run, checkpoint(), current);
}
