import type { IDataObject } from 'n8n-workflow';

import { Failure } from '../../../shared/errors';
import { checkpoint } from '../../../shared/run/checkpoint';
import { DRY_RUN } from '../../../shared/run/guard';
import type { Outcome } from '../../../shared/run/operation';
import {
	counted,
	isFailed,
	isNotSent,
	isOpen,
	linesBy,
	report,
	resultOf,
} from '../../../shared/run/summary';
import { shown } from '../../../shared/shown';
import { doneLines, plannedJson, undoLines, userOutcomes } from '../bulk/output';
import type { BulkRow, Status } from '../bulk/rows';
import { isUpdate } from './people';
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

const leaverText = ({ name, id }: Leaver) => `${shown(name)} (ID ${id})`;

/** The leavers of one request have its failure, which names none of them: whoever still has access shall be named. */
function named(leaver: Leaver, failure: Failure): Failure {
	const { message, kind, details } = failure;
	if (message.includes(shown(leaver.name))) return failure;
	const text = `The user ${leaverText(leaver)} was to be ${leaver.action}d. ${message}`;
	return new Failure(text, { kind, details });
}

const leaverOutcomes = (leaver: Leaver): Outcome[] =>
	userOutcomes([leaver.row], [leaver], leaverJson).map((outcome) =>
		'failure' in outcome ? { ...outcome, failure: named(leaver, outcome.failure) } : outcome,
	);

export const outcomesOf = (
	rows: readonly BulkRow[],
	plans: readonly PersonPlan[],
	leavers: readonly Leaver[],
): Outcome[] => [...userOutcomes(rows, plans, planJson), ...leavers.flatMap(leaverOutcomes)];

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

/** All who may still have access, and why where the error itself does not say so. */
function stillThereLines(leavers: readonly Leaver[]): string[] {
	const failed = leavers.filter(({ row }) => isFailed(row) && !isNotSent(row));
	const notSent = leavers.filter(({ row }) => isOpen(row) || isNotSent(row));
	const line = (group: readonly Leaver[], what: string) =>
		group.length > 0
			? [`To be ${group[0].action}d, but ${what}: ${group.map(leaverText).join(', ')}`]
			: [];
	const reasons = linesBy(
		failed.map(({ row }) => row).filter(isFailed),
		({ result }) => result.message,
		(message, group) => `${counted(group.length, 'leaver')} failed: ${message}`,
	);
	return [
		...line(failed, 'failed'),
		...(reasons.length > 1 ? reasons : []),
		...line(notSent, 'not sent'),
	];
}

/**
 * Between two phases of a sync.
 * @param plan what may have been written; undefined before anything was
 * @throws RunFailure without Continue On Fail that says what was done, what was not, and how to take it back
 */
export function checkpointOf(
	run: SyncRun,
	rows: readonly BulkRow[],
	leavers: readonly Leaver[],
	plans?: readonly PersonPlan[],
): void {
	const leaverRows = leavers.map((leaver) => {
		const { row } = leaver;
		// Who was not sent is not why the run ends.
		return isFailed(row) && !isNotSent(row) ? { ...row, result: named(leaver, row.result) } : row;
	});
	checkpoint(run, [...rows, ...leaverRows], () => {
		if (!plans) return report(rows, { done: ['Nothing was written.'], hasBegun: false });
		const done = [...doneLines(rows), ...leaverLine(leavers)];
		const lines = [
			...stillThereLines(leavers),
			...undoLines([...plans.filter(isUpdate), ...leavers]),
		];
		return [report(rows, { done, hasBegun: true }), ...lines].join('\n');
	});
}

/** Of what is done later, and is only known to be accepted until it is confirmed. */
const LATER: Record<string, string> = {
	update: 'update',
	deactivate: 'deactivation',
	delete: 'deletion',
};

const DONE: Array<Status | undefined> = ['applied', 'created', 'deleted'];

const isConfirmed = ({ row }: PersonPlan | Leaver) => DONE.includes(resultOf(row)?.status);

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
	{ settings: { dryRun }, refused, headline }: SyncRun,
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
	headline((dryRun ? `${DRY_RUN} ` : '') + texts.join(', '));
}

/** Why leavers are kept; undefined when nothing has failed. */
export function whyKept(run: SyncRun, rows: readonly BulkRow[]): string | undefined {
	const count = run.refused + rows.filter(isFailed).length;
	return count > 0 ? `${counted(count, 'row')} of the list failed` : undefined;
}
