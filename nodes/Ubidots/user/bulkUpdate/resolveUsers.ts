import type { IDataObject } from 'n8n-workflow';

import { compare } from '../../../shared/form/diff';
import { asFailure, Failure } from '../../../shared/errors';
import { groupBy } from './groupBy';
import type { Run } from '../../../shared/run/operation';
import { itemsText } from '../../../shared/run/summary';
import { shown } from '../../../shared/form/parse';
import { hintAtUnchanged } from '../../../shared/run/reconcile';
import { USER_FIELDS } from '../fields';
import { theUser, UserLookUp } from '../lookup';
import { rowBytes } from './parseRow';
import { isOpen, type RowState } from './row';

/** Rows that name the same user: no order is defined between them, so neither is sent. */
export function sameUserTwice<T extends { itemIndex: number }>(
	rows: readonly T[],
	keyOf: (row: T) => string,
	describe: (row: T) => string,
): Map<number, Failure> {
	const clashes = new Map<number, Failure>();
	for (const twins of groupBy(rows, keyOf).values()) {
		if (twins.length === 1) continue;
		const where = itemsText(twins.map(({ itemIndex }) => itemIndex));
		for (const twin of twins) {
			clashes.set(
				twin.itemIndex,
				new Failure(`${describe(twin)} stands in ${where}: give each user only one row`),
			);
		}
	}
	return clashes;
}

/** The users that rows were resolved to or compared with, as Ubidots holds them. */
type HeldUsers = (row: RowState) => IDataObject;

/**
 * Looks up the users of all rows by the column they are matched on.
 * @throws Failure when the service cannot be asked
 */
async function lookUpUsers(run: Run, rows: readonly RowState[]): Promise<HeldUsers> {
	const { dryRun, skipUnchanged, maxConcurrentRequests } = run.settings;
	const [{ column }] = rows;
	const fields = new Set<string>();
	if (dryRun || skipUnchanged) {
		for (const { body } of rows) for (const name of Object.keys(body)) fields.add(name);
	}
	const keys = rows.map(({ key }) => key);
	const lookUp = await UserLookUp.byColumn(run.sender, maxConcurrentRequests, column, keys, {
		fields,
	});
	return (row) => theUser(lookUp, column, row.key);
}

/** Gives each row its user's id; rows whose user is not found, or found twice, get a failure. */
function resolveIds(rows: readonly RowState[], held: HeldUsers): void {
	for (const row of rows) {
		settle(row, () => {
			row.id = String(held(row).id);
			if (row.column !== 'id') row.bytes = rowBytes(row.id, row.body);
		});
	}
	const resolved = rows.filter(isOpen);
	const describe = ({ id, key }: RowState) => `The user ${id} (${shown(key)})`;
	const clashes = sameUserTwice(resolved, ({ id }) => id, describe);
	for (const row of resolved) row.failure = clashes.get(row.itemIndex);
}

function settle(row: RowState, work: () => void): void {
	try {
		work();
	} catch (error) {
		row.failure = asFailure(error);
	}
}

/** Compares each row with the user as Ubidots holds it now, and keeps only what differs. */
function keepWhatDiffers(run: Run, rows: readonly RowState[], held: HeldUsers): void {
	let unchanged = 0;
	for (const row of rows) {
		settle(row, () => {
			const { body, changes } = compare(USER_FIELDS, row.body, held(row));
			row.changes = changes;
			const left = Object.keys(body).length;
			if (left < Object.keys(row.body).length) {
				row.body = body;
				row.bytes = rowBytes(row.id, body);
			}
			if (left === 0) {
				row.status = 'unchanged';
				unchanged++;
			} else if (run.settings.dryRun) row.status = 'planned';
		});
	}
	hintAtUnchanged(run, unchanged, rows.length);
}

/**
 * Finds the users of rows that do not name them by ID, and compares each row with its user where that is asked for. The
 * users are forgotten again on return: there may be a hundred thousand.
 * @param checkpoint gives the rows that are still open, or ends the run
 * @throws Failure when the service cannot be asked
 */
export async function resolveRows(
	run: Run,
	rows: readonly RowState[],
	checkpoint: () => RowState[],
): Promise<void> {
	const mustCompare = run.settings.dryRun || run.settings.skipUnchanged;
	if (!mustCompare && rows[0].column === 'id') return;
	const held = await lookUpUsers(run, rows);
	resolveIds(rows, held);
	if (mustCompare) keepWhatDiffers(run, checkpoint(), held);
}
