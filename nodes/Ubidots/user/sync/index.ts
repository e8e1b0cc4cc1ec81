import { beforeAnyRequest } from '../../../shared/errors';
import { stopBeforeWriting } from '../../../shared/run/guard';
import type { Operation, Outcome } from '../../../shared/run/operation';
import { isFailed, isOpen } from '../../../shared/run/summary';
import { columnsProperties } from '../bulk/columns';
import { confirmRows } from '../bulk/confirm';
import { hintAtTypos } from '../bulk/headerTypos';
import { parseColumns, refuseRows, type BulkRow, type Status } from '../bulk/rows';
import { sendBatches } from '../bulk/send';
import { createMissing, deleteLeavers } from './write';
import { overLimits } from './guard';
import { findLeavers, keepAll, namesOf } from './leavers';
import {
	OPTIONS,
	type SyncOptions,
	syncProperties,
	type LeaverRow,
	type Person,
	type PersonRow,
	type SyncRun,
	getSettings,
	type Settings,
} from './settings';
import { hintAtSums, leaverOutcomes, personOutcomes, throwIfFailed, whyKept } from './output';
import { planPeople } from './people';

function parseSettings(run: SyncRun): Settings {
	try {
		return getSettings(run.parameters);
	} catch (error) {
		throw beforeAnyRequest(error);
	}
}

/** Leavers are left alone when a row has failed; in a dry run as well, because a refused row may be the one that names a leaver. */
function keepIfFailed(run: SyncRun, rows: readonly PersonRow[], leavers: readonly LeaverRow[]) {
	const why = whyKept(run, rows);
	if (why !== undefined) keepAll(leavers, why);
}

/** @throws RunFailure without Continue On Fail, when something has failed */
function checkpoint(
	{ continueOnFail }: SyncRun,
	rows: readonly PersonRow[],
	leavers: readonly LeaverRow[],
	hasBegun: boolean,
): void {
	if (!continueOnFail) throwIfFailed(rows, leavers, hasBegun);
}

/** Writes what is planned. Leavers come last: what fails before may be a sign that the list is wrong. */
async function carryOut(
	run: SyncRun,
	rows: readonly PersonRow[],
	leavers: readonly LeaverRow[],
): Promise<void> {
	const open = (action: PersonRow['action']) =>
		rows.filter((row) => isOpen(row) && row.action === action);
	await sendBatches(run, open('update'));
	checkpoint(run, rows, leavers, true);
	await createMissing(run, open('create'));
	checkpoint(run, rows, leavers, true);
	keepIfFailed(run, rows, leavers);
	const leaving = leavers.filter(isOpen);
	if (leavers[0]?.action === 'delete') await deleteLeavers(run, leaving);
	else await sendBatches(run, leaving);
	checkpoint(run, rows, leavers, true);
	const accepted = [...rows, ...leavers].filter(({ state }) => state === 'accepted');
	if (run.options.confirm) await confirmRows(run, accepted as BulkRow[]);
}

/** Sync users with a list: updates in bulk, creations, and last those who are not in the list. */
export const sync: Operation<Person, SyncOptions, Status> = {
	value: 'sync',
	name: 'Sync',
	action: 'Sync users with list',
	description:
		'Bring users in line with a list: update and create people, and optionally deactivate or delete those not in it',
	properties: [...columnsProperties, ...syncProperties],
	options: OPTIONS,
	runParameters: ['scope', 'exceptUsers'],

	prepare: (item) => parseColumns(item, ['password']),

	refuse: refuseRows,

	async run(run, rows): Promise<Outcome[]> {
		const settings = parseSettings(run);
		const { dryRun } = run.options;
		hintAtTypos(run, rows);
		// Before bodies are cut down to what differs.
		const names = namesOf(rows);
		await planPeople(run, rows, settings.createsMissing);
		checkpoint(run, rows, [], false);
		const { leavers, inScope } = settings.leavers
			? await findLeavers(run, settings.leavers, rows, names)
			: { leavers: [], inScope: 0 };
		checkpoint(run, rows, leavers, false);
		keepIfFailed(run, rows, leavers);
		const good = rows.filter((row) => !isFailed(row));
		const tooMuch = overLimits(run, good, leavers.filter(isOpen), inScope);
		if (tooMuch && !dryRun) {
			stopBeforeWriting(run, rows, tooMuch);
			return [];
		}
		if (tooMuch) run.hint(tooMuch.message);
		if (dryRun) for (const leaver of leavers) leaver.state ??= 'planned';
		else await carryOut(run, rows, leavers);
		hintAtSums(run, rows, leavers);
		return leaverOutcomes(leavers);
	},

	outcomes: personOutcomes,
};
