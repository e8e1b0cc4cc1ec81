import type { IDataObject } from 'n8n-workflow';

import { checkpoint } from '../../../shared/run/checkpoint';
import { DRY_RUN } from '../../../shared/run/guard';
import type { Outcome } from '../../../shared/run/operation';
import { counted, isFailed, isOpen, report, resultOf } from '../../../shared/run/summary';
import { doneLines, plannedJson, userOutcomes } from '../bulk/output';
import type { BulkRow } from '../bulk/rows';
import type { Leaver, PersonPlan, SyncRun } from './settings';

const planJson = (plan: PersonPlan): IDataObject => ({
	action: plan.action,
	...plannedJson(plan),
});

const leaverJson = (leaver: Leaver): IDataObject => ({
	action: leaver.action,
	...(leaver.row.requested.by === 'id' && { username: leaver.name }),
	...plannedJson(leaver),
});

export const outcomesOf = (
	rows: readonly BulkRow[],
	plans: readonly PersonPlan[],
	leavers: readonly Leaver[],
): Outcome[] => [
	...userOutcomes(rows, plans, planJson),
	...leavers.flatMap((leaver) => userOutcomes([leaver.row], [leaver], leaverJson)),
];

/** A person reads it. */
const MOST_NAMED = 20;

function leaverLine(leavers: readonly Leaver[]): string[] {
	if (leavers.length === 0) return [];
	const good = leavers.filter(({ row }) => resultOf(row) !== undefined);
	const what = leavers[0].action === 'delete' ? 'Leavers deleted' : 'Deactivations accepted';
	const names = good.slice(0, MOST_NAMED).map(({ name }) => name);
	if (good.length > MOST_NAMED) names.push(`and ${good.length - MOST_NAMED} more`);
	const who = names.length > 0 ? ` (${names.join(', ')})` : '';
	return [`${what}: ${good.length} of ${leavers.length}${who}`];
}

/**
 * Between two phases of a sync.
 * @param hasBegun whether anything may have been written
 * @throws RunFailure without Continue On Fail that says what was done and what was not
 */
export function checkpointOf(
	run: SyncRun,
	rows: readonly BulkRow[],
	leavers: readonly Leaver[],
	hasBegun: boolean,
): void {
	const leaverRows = leavers.map(({ row }) => row);
	checkpoint(run, [...rows, ...leaverRows], () =>
		report(rows, {
			done: hasBegun ? [...doneLines(rows), ...leaverLine(leavers)] : ['Nothing was written.'],
			hasBegun,
		}),
	);
}

/** Of what is done later, and is only known to be accepted until it is confirmed. */
const LATER: Record<string, string> = { update: 'update', deactivate: 'deactivation' };

const isConfirmed = ({ row, action }: PersonPlan | Leaver) =>
	resultOf(row)?.status === 'applied' || LATER[action] === undefined;

/** What was done of one sort: `3 updated`, `2 updates accepted`. */
function doneTexts(action: string, plans: ReadonlyArray<PersonPlan | Leaver>): string[] {
	const done = plans.filter(isConfirmed).length;
	const accepted = plans.length - done;
	return [
		...(done > 0 ? [`${done} ${action}d`] : []),
		...(accepted > 0 ? [`${counted(accepted, LATER[action])} accepted`] : []),
	];
}

const isKept = ({ row }: Leaver) => isFailed(row) && row.result.details.code === 'leaversKept';

/** `12 to create, 30 to update, 3 to deactivate, 955 in step`, or what was done. */
export function hintAtSums(
	{ settings: { dryRun }, refused, hint }: SyncRun,
	rows: readonly BulkRow[],
	plans: readonly PersonPlan[],
	leavers: readonly Leaver[],
): void {
	const good = [...plans, ...leavers].filter(({ row }) => !isOpen(row) && !isFailed(row));
	const of = (action: string) => good.filter((plan) => plan.action === action);
	const actions = ['create', 'update', 'deactivate', 'delete'];
	const texts = actions.flatMap((action) => {
		const plansOf = of(action);
		if (!dryRun) return doneTexts(action, plansOf);
		return plansOf.length > 0 ? [`${plansOf.length} to ${action}`] : [];
	});
	texts.push(`${of('none').length} in step`);
	const kept = leavers.filter(isKept).length;
	const leaverRows = leavers.map(({ row }) => row);
	const failed = [...rows, ...leaverRows].filter(isFailed).length - kept + refused;
	if (failed > 0) texts.push(`${failed} failed`);
	if (kept > 0) texts.push(`${counted(kept, 'leaver')} left alone because of it`);
	hint((dryRun ? `${DRY_RUN} ` : '') + texts.join(', '));
}

/** Why leavers are kept; undefined when nothing has failed. */
export function whyKept(run: SyncRun, rows: readonly BulkRow[]): string | undefined {
	const count = run.refused + rows.filter(isFailed).length;
	return count > 0 ? `${counted(count, 'row')} of the list failed` : undefined;
}
