import { beforeAnyRequest } from '../../../shared/errors';
import { stopBeforeWriting } from '../../../shared/run/guard';
import type { Operation, Outcome } from '../../../shared/run/operation';
import { isFailed } from '../../../shared/run/summary';
import { columnsProperties } from '../bulkUpdate/columns';
import { confirmRows } from '../bulkUpdate/confirm';
import { hintAtTypos } from '../bulkUpdate/headerTypos';
import { parseColumns } from '../bulkUpdate/parseRow';
import { refuseRows } from '../bulkUpdate/refuseRows';
import { type BulkRow, isOpen, type Status } from '../bulkUpdate/row';
import { sendBatches } from '../bulkUpdate/sendBatches';
import { createMissing } from './createMissing';
import { deleteLeavers } from './deleteLeavers';
import { overLimits } from './guard';
import { findLeavers, keepAll, namesOf } from './leavers';
import { OPTIONS, type SyncOptions } from './options';
import { hintAtSums, leaverOutcomes, personOutcomes, throwIfFailed, whyKept } from './output';
import { planPeople } from './people';
import { syncProperties } from './properties';
import type { LeaverRow, Person, SyncRun } from './row';
import { getSettings, type Settings } from './settings';

function parseSettings(run: SyncRun): Settings {
	try {
		return getSettings(run.parameters);
	} catch (error) {
		throw beforeAnyRequest(error);
	}
}

/** Sync users with a list: updates in bulk, creations, and last those who are not in the list. */
export const sync: Operation<Person, SyncOptions, Status> = {
	value: 'sync',
	name: 'Sync',
	action: 'Sync users with list',
	description:
		'Bring users in line with a list: update and create people, and deactivate or delete those who are not in it',
	properties: [...columnsProperties, ...syncProperties],
	options: OPTIONS,
	runParameters: ['scope', 'exceptUsers'],

	prepare: (item) => parseColumns(item, ['password']),

	refuse: refuseRows,

	async run(run, rows): Promise<Outcome[]> {
		const settings = parseSettings(run);
		const { dryRun, confirm } = run.options;
		hintAtTypos(run, rows);
		let leavers: LeaverRow[] = [];
		const checkpoint = (hasBegun: boolean) => {
			if (!run.continueOnFail) throwIfFailed(rows, leavers, hasBegun);
		};
		const names = namesOf(rows);
		await planPeople(run, rows, settings.createsMissing);
		checkpoint(false);
		let inScope = 0;
		if (settings.leavers) {
			({ leavers, inScope } = await findLeavers(run, settings.leavers, rows, names));
		}
		checkpoint(false);
		const keepIfFailed = () => {
			const why = whyKept(run, rows);
			// In a dry run as well: a refused row may be the one that names a leaver.
			if (why !== undefined) keepAll(leavers, why);
		};
		keepIfFailed();
		const good = rows.filter((row) => !isFailed(row));
		const tooMuch = overLimits(run, good, leavers.filter(isOpen), inScope);
		if (tooMuch && !dryRun) {
			stopBeforeWriting(run, rows, tooMuch);
			return [];
		}
		if (tooMuch) run.hint(tooMuch.message);
		if (dryRun) for (const leaver of leavers) leaver.state ??= 'planned';
		else await carryOut();
		hintAtSums(run, rows, leavers);
		return leaverOutcomes(leavers);

		/** Leavers come last: what fails before may be a sign that the list is wrong. */
		async function carryOut() {
			await sendBatches(
				run,
				rows.filter((row) => isOpen(row) && row.action === 'update'),
			);
			checkpoint(true);
			await createMissing(
				run,
				rows.filter((row) => isOpen(row) && row.action === 'create'),
			);
			checkpoint(true);
			keepIfFailed();
			const leaving = leavers.filter(isOpen);
			if (settings.leavers?.action === 'delete') await deleteLeavers(run, leaving);
			else await sendBatches(run, leaving);
			checkpoint(true);
			const accepted = [...rows, ...leavers].filter(({ state }) => state === 'accepted');
			if (confirm) await confirmRows(run, accepted as BulkRow[]);
		}
	},

	outcomes: personOutcomes,
};
