import type { IDataObject } from 'n8n-workflow';

import { Failure } from '../errors';
import { groupBy } from '../groupBy';
import { DRY_RUN } from '../run/guard';
import type { Outcome, Row } from '../run/operation';
import { plannedOutcomes } from '../run/outputItems';
import {
	checkpoint,
	counted,
	isFailed,
	isNotSent,
	isOpen,
	linesBy,
	report,
	resultOf,
} from '../run/summary';
import { shown } from '../shown';
import {
	type Action,
	actionNoun,
	ALL_ACTIONS,
	doneWord,
	type Leaver,
	type PersonPlan,
} from './plans';
import type { SyncRun } from './settings';

const leaverText = ({ name, id }: Leaver) => `${shown(name)} (ID ${id})`;

/** The leavers of one request have its failure, which names none of them: whoever still has access shall be named. */
function named(leaver: Leaver, failure: Failure): Failure {
	const { message, kind, details } = failure;
	if (message.includes(shown(leaver.name))) return failure;
	const text = `The user ${leaverText(leaver)} was to be ${doneWord(leaver.action)}. ${message}`;
	return new Failure(text, { kind, details });
}

/** The output of all rows, and that of the leavers, of whom a failed one is named. */
export function outcomesOf<P extends PersonPlan, L extends Leaver>(
	rows: readonly Row[],
	plans: readonly P[],
	leavers: readonly L[],
	toJson: (plan: P | L) => IDataObject,
): Outcome[] {
	const ofLeavers = leavers.flatMap((leaver) =>
		plannedOutcomes([leaver.row], [leaver], toJson).map((outcome) =>
			'failure' in outcome ? { ...outcome, failure: named(leaver, outcome.failure) } : outcome,
		),
	);
	return plannedOutcomes(rows, plans, toJson).concat(ofLeavers);
}

/** A person reads it. */
const MOST_NAMED = 20;

/** A person and an invitation do not leave in the same way. */
const byAction = (leavers: readonly Leaver[]) => groupBy(leavers, ({ action }) => action);

/** Of what is only known to be accepted: whether it was done is seen later. */
const isAccepted = ({ row }: PersonPlan | Leaver) =>
	['accepted', 'pending'].includes(resultOf(row)?.status ?? '');

/** `Leavers removed: 2 of 3 (a, b)` */
function leaverLine(action: Action, leavers: readonly Leaver[]): string {
	const good = leavers.filter(({ row }) => resultOf(row) !== undefined);
	const what = good.some(isAccepted)
		? `${actionNoun(action)}s accepted`
		: `leavers ${doneWord(action)}`;
	const names = good.slice(0, MOST_NAMED).map(({ name }) => name);
	if (good.length > MOST_NAMED) names.push(`and ${good.length - MOST_NAMED} more`);
	const who = names.length > 0 ? ` (${names.join(', ')})` : '';
	return `${what[0].toUpperCase()}${what.slice(1)}: ${good.length} of ${leavers.length}${who}`;
}

/** All who may still have access, and why where the error itself does not say so. */
function stillThereLines(leavers: readonly Leaver[]): string[] {
	const failed = leavers.filter(({ row }) => isFailed(row) && !isNotSent(row));
	const notSent = leavers.filter(({ row }) => isOpen(row) || isNotSent(row));
	const lines = (some: readonly Leaver[], what: string) =>
		[...byAction(some)].map(
			([action, group]) =>
				`To be ${doneWord(action)}, but ${what}: ${group.map(leaverText).join(', ')}`,
		);
	const reasons = linesBy(
		failed.map(({ row }) => row).filter(isFailed),
		({ result }) => result.message,
		(message, group) => `${counted(group.length, 'leaver')} failed: ${message}`,
	);
	return [
		...lines(failed, 'failed'),
		...(reasons.length > 1 ? reasons : []),
		...lines(notSent, 'not sent'),
	];
}

/** What a service says of what it has written. */
export interface Written<P extends PersonPlan, L extends Leaver> {
	/** What was done, a line each. */
	doneLines(rows: readonly Row[]): string[];
	/** How it can be taken back. */
	undoLines(plans: ReadonlyArray<P | L>): string[];
}

/**
 * Between two phases of a sync.
 * @param written undefined before anything was
 * @throws RunFailure without Continue On Fail that says what was done, what was not, and how to take it back
 */
export function syncCheckpoint<P extends PersonPlan, L extends Leaver>(
	run: SyncRun,
	rows: readonly Row[],
	plans: readonly P[],
	leavers: readonly L[],
	written?: Written<P, L>,
): void {
	const leaverRows = leavers.map((leaver) => {
		const { row } = leaver;
		// Who was not sent is not why the run ends.
		return isFailed(row) && !isNotSent(row) ? { ...row, result: named(leaver, row.result) } : row;
	});
	checkpoint(run, [...rows, ...leaverRows], () => {
		if (!written) return report(rows, { done: ['Nothing was written.'], hasBegun: false });
		const done = [
			...written.doneLines(rows),
			...[...byAction(leavers)].map(([action, group]) => leaverLine(action, group)),
		];
		const lines = [...stillThereLines(leavers), ...written.undoLines([...plans, ...leavers])];
		return [report(rows, { done, hasBegun: true }), ...lines].join('\n');
	});
}

/** What was done of one sort: `3 updated`, `2 updates accepted`, `4 invited`. */
function doneTexts(
	action: (typeof ALL_ACTIONS)[number],
	plans: ReadonlyArray<PersonPlan | Leaver>,
) {
	const counts = new Map<string, number>();
	const done = plans.filter((plan) => !isAccepted(plan));
	for (const { row } of done) {
		const status = resultOf(row)?.status ?? '';
		const word = status === 'applied' ? doneWord(action) : status;
		counts.set(word, (counts.get(word) ?? 0) + 1);
	}
	const accepted = plans.length - done.length;
	return [
		...[...counts].map(([word, count]) => `${count} ${word}`),
		...(accepted > 0 ? [`${counted(accepted, actionNoun(action))} accepted`] : []),
	];
}

const isKept = ({ row }: Leaver) => isFailed(row) && row.result.details.code === 'leaversKept';

/** `12 to create, 30 to update, 3 to deactivate, 955 up to date`, or what was done. */
export function hintAtSums(
	{ settings: { dryRun }, refused, headline }: SyncRun,
	rows: readonly Row[],
	plans: readonly PersonPlan[],
	leavers: readonly Leaver[],
): void {
	const good = [...plans, ...leavers].filter(({ row }) => !isOpen(row) && !isFailed(row));
	const texts = ALL_ACTIONS.flatMap((action) => {
		const plansOf = good.filter((plan) => plan.action === action);
		if (!dryRun) return doneTexts(action, plansOf);
		return plansOf.length > 0 ? [`${plansOf.length} to ${action}`] : [];
	});
	texts.push(`${good.filter(({ action }) => action === 'none').length} up to date`);
	const kept = leavers.filter(isKept).length;
	const leaverRows = leavers.map(({ row }) => row);
	const failed = [...rows, ...leaverRows].filter(isFailed).length - kept + refused;
	if (failed > 0) texts.push(`${failed} failed`);
	if (kept > 0) texts.push(`${counted(kept, 'leaver')} left alone because of it`);
	headline((dryRun ? `${DRY_RUN} ` : '') + texts.join(', '));
}

/** Why leavers are kept; undefined when nothing has failed. */
export function whyKept(run: SyncRun, rows: readonly Row[]): string | undefined {
	const count = run.refused + rows.filter(isFailed).length;
	return count > 0 ? `${counted(count, 'row')} of the list failed` : undefined;
}
