import { refuseAll } from '../../../shared/run/checkpoint';
import type { Operation } from '../../../shared/run/operation';
import { isFailed, isOpen, resultOf } from '../../../shared/run/summary';
import { columnsProperties } from '../bulk/columns';
import { confirmRows } from '../bulk/confirm';
import { hintAtColumns } from '../bulk/headersOfRun';
import { hintAtPlaceholders } from '../bulk/placeholders';
import { PLANNED } from '../bulk/planRow';
import { type BulkRow, parseColumns, refuseRows, type Requested, type Result } from '../bulk/rows';
import { sendBatches } from '../bulk/send';
import { overLimits } from './guard';
import { hintAtCutList, hintAtOutside } from './hints';
import { findLeavers, keepAll, NO_LEAVERS } from './leavers';
import { checkpointOf, hintAtSums, outcomesOf, whyKept } from './output';
import { hintAtInactive, isCreation, isUpdate, planPeople } from './people';
import {
	type Leaver,
	type LeaverRules,
	leaverRules,
	type PersonPlan,
	SYNC_SETTINGS,
	syncProperties,
	type SyncRun,
	type SyncSettings,
} from './settings';
import { confirmDeletions, createMissing, deleteLeavers } from './createAndDelete';

/** Leavers are left alone when a row has failed; in a dry run as well, because a refused row may be the one that names a leaver. */
function keepIfFailed(run: SyncRun, rows: readonly BulkRow[], leavers: readonly Leaver[]) {
	const why = whyKept(run, rows);
	if (why !== undefined) keepAll(leavers, why);
}

/** Writes what is planned. Leavers come last: what fails before may be a sign that the list is wrong. */
async function carryOut(
	run: SyncRun,
	rules: LeaverRules | undefined,
	rows: readonly BulkRow[],
	plans: readonly PersonPlan[],
	leavers: readonly Leaver[],
): Promise<void> {
	const open = plans.filter(({ row }) => isOpen(row));
	const updates = open.filter(isUpdate);
	await sendBatches(run, updates, ' updated');
	checkpointOf(run, rows, leavers, plans);
	const creations = open.filter(isCreation);
	await createMissing(run, creations);
	checkpointOf(run, rows, leavers, plans);
	keepIfFailed(run, rows, leavers);
	const leaving = leavers.filter(({ row }) => isOpen(row));
	if (rules?.action === 'delete') await deleteLeavers(run, rules.scope, leaving);
	else await sendBatches(run, leaving, ' deactivated');
	checkpointOf(run, rows, leavers, plans);
	const isDeleted = ({ row }: Leaver) => resultOf(row)?.status === 'deleted';
	if (rules && run.settings.confirm) {
		await confirmDeletions(run, rules.scope, leaving.filter(isDeleted));
	}
	const created = creations.map((plan) => ({ ...plan, id: resultOf(plan.row)?.id ?? '' }));
	await confirmRows(run, [...updates, ...created, ...leaving]);
}

/** Sync users with a list: updates in bulk, creations, and last those who are not in the list. */
export const sync: Operation<Requested, SyncSettings, Result> = {
	value: 'sync',
	name: 'Sync',
	action: 'Sync users with list',
	description:
		'Bring users in line with a list: update and create people, and optionally deactivate or delete those not in it',
	builderHint:
		'Needs the whole list in one run: never in a loop or in parts. Only plans until dryRun is false.',
	properties: [...columnsProperties, ...syncProperties],
	settings: SYNC_SETTINGS,

	prepare: (item) => parseColumns(item, ['password']),

	refuse: refuseRows,

	async run(run, rows) {
		const { dryRun, missingUsers } = run.settings;
		const people = await planPeople(run, rows, missingUsers === 'create');
		const { plans } = people;
		hintAtPlaceholders(run, rows);
		hintAtInactive(run, plans);
		checkpointOf(run, rows, []);
		const rules = leaverRules(run.settings);
		const { leavers, canLeave, inScope } = rules
			? await findLeavers(run, rules, rows, people)
			: NO_LEAVERS;
		hintAtCutList(run, leavers.length);
		hintAtOutside(run, rules?.scope ?? {}, plans, inScope);
		checkpointOf(run, rows, leavers);
		keepIfFailed(run, rows, leavers);
		const good = plans.filter(({ row }) => !isFailed(row));
		const leaving = leavers.filter(({ row }) => isOpen(row));
		const tooMuch = overLimits(run, rows, good, leaving, canLeave);
		if (tooMuch && !dryRun) {
			refuseAll(run, rows, tooMuch);
			hintAtColumns(run, rows);
			return outcomesOf(rows, [], []);
		}
		if (tooMuch) run.headline(tooMuch.message);
		if (dryRun) for (const { row } of leaving) row.result = PLANNED;
		else await carryOut(run, rules, rows, plans, leavers);
		hintAtSums(run, rows, plans, leavers);
		hintAtColumns(run, rows);
		return outcomesOf(rows, plans, leavers);
	},
};
