import type { IDataObject } from 'n8n-workflow';

import { asFailure } from '../../../shared/errors';
import { shown } from '../../../shared/form/parse';
import { comparesAll, hintAtUnchanged, reconcile } from '../../../shared/run/reconcile';
import { isOpen } from '../../../shared/run/summary';
import { USER_FIELDS } from '../fields';
import { theUser, UserLookup } from '../lookup';
import { fieldsToRead, hasTagEdits, withTags } from '../tagEdits';
import { checkSize, rowBytes, refuseDuplicates, type BulkRow, type BulkRun } from './rows';
import { guardRows, openRows } from './send';

/** Gets the user that Ubidots has for a row. */
type CurrentUsers = (row: BulkRow) => IDataObject;

/** @throws Failure when the users cannot be looked up */
async function lookUpUsers(
	run: BulkRun,
	rows: readonly BulkRow[],
	mustCompare: (row: BulkRow) => boolean,
): Promise<CurrentUsers> {
	const [{ column }] = rows;
	const fields = new Set(rows.filter(mustCompare).flatMap(({ body }) => fieldsToRead(body)));
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
	const { maxBatchBytes } = run.options;
	for (const row of rows) {
		const { body } = row;
		const user = current(row);
		try {
			row.body = withTags(body, user);
			row.state = reconcile(USER_FIELDS, row, user, run.options);
			if (row.body === body) continue;
			row.bytes = rowBytes(row.id, row.body);
			row.state = checkSize(row, maxBatchBytes) ?? row.state;
		} catch (error) {
			row.state = asFailure(error);
		}
	}
}

/**
 * Finds the users of rows that are not matched by ID, and compares rows with their users if the options or the rows ask for it. The
 * users are not kept in memory afterwards: there may be a hundred thousand.
 * @throws Failure when the users cannot be looked up, or more of them than `maxChanges` would be written; RunFailure without
 * Continue On Fail, when a user is not found
 */
export async function resolveUsers(run: BulkRun, rows: readonly BulkRow[]): Promise<void> {
	const all = comparesAll(run.options);
	const mustCompare = ({ body }: BulkRow) => all || hasTagEdits(body);
	const toRead = rows[0].column === 'id' ? rows.filter(mustCompare) : rows;
	if (toRead.length === 0) return;
	const current = await lookUpUsers(run, toRead, mustCompare);
	resolveIds(toRead, current);
	const compared = openRows(run, rows).filter(mustCompare);
	keepWhatDiffers(run, compared, current);
	const unchanged = compared.filter(({ state }) => state === 'unchanged').length;
	hintAtUnchanged(run, unchanged, compared.length);
	guardRows(run, rows, compared);
}
