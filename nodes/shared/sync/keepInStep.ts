import type { IDataObject } from 'n8n-workflow';

import type { Field } from '../form/fields';
import type { Outcome, Row } from '../run/operation';
import { isFailed, isOpen, refuseAll } from '../run/summary';
import { hintAtCutList, keepAll, type Leavers, NO_LEAVERS } from './leavers';
import { overLimits } from './limits';
import { hintAtSums, outcomesOf, syncCheckpoint, whyKept, type Written } from './output';
import type { Leaver, PersonPlan } from './plans';
import type { SyncRun } from './settings';

/** What a service does to bring its users in step with a list. */
export interface ListWork<P extends PersonPlan, L extends Leaver> extends Written<P, L> {
	/** What is compared, for what a limit counts. */
	readonly fields: readonly Field[];
	/** Decides what is to be done for each row, and fails those for which nothing can be. Nothing is written. */
	plan(): Promise<readonly P[]>;
	/** Undefined where leavers are kept. */
	findLeavers?(plans: readonly P[]): Promise<Leavers<L>>;
	/** What is done for the people of the list, in this order: updates before additions. Each settles the rows of the plans that it takes up. */
	readonly writers: ReadonlyArray<(open: readonly P[]) => Promise<void>>;
	/** Comes last: what fails before may be a sign that the list is wrong. */
	removeLeavers(leavers: readonly L[]): Promise<void>;
	/** Reads back what was written. */
	confirm?(plans: readonly P[], leavers: readonly L[]): Promise<void>;
	toJson(plan: P | L): IDataObject;
}

const PLANNED = { status: 'planned' };

const isToDo = ({ row }: PersonPlan) => isOpen(row);

/** Leavers are left alone when a row has failed; in a dry run as well, because a refused row may be the one that names a leaver. */
function keepIfFailed(run: SyncRun, rows: readonly Row[], leavers: readonly Leaver[]) {
	const why = whyKept(run, rows);
	if (why !== undefined) keepAll(leavers, why);
}

/** Writes what is planned. */
async function carryOut<P extends PersonPlan, L extends Leaver>(
	run: SyncRun,
	rows: readonly Row[],
	plans: readonly P[],
	leavers: readonly L[],
	work: ListWork<P, L>,
): Promise<void> {
	for (const write of work.writers) {
		await write(plans.filter(isToDo));
		syncCheckpoint(run, rows, plans, leavers, work);
	}
	keepIfFailed(run, rows, leavers);
	await work.removeLeavers(leavers.filter(isToDo));
	syncCheckpoint(run, rows, plans, leavers, work);
	await work.confirm?.(plans, leavers);
}

/**
 * Brings the users of a service in step with a list of people: compares, guards, writes in a safe order, leavers last. It knows
 * neither the service nor what its users are users of.
 * @returns the output of all rows and leavers
 * @throws Failure that ends the run as a whole: a scope that cannot be read, more than a limit allows; RunFailure for a failed row
 * without Continue On Fail
 */
export async function keepInStep<P extends PersonPlan, L extends Leaver>(
	run: SyncRun,
	rows: readonly Row[],
	work: ListWork<P, L>,
): Promise<Outcome[]> {
	const { dryRun } = run.settings;
	const plans = await work.plan();
	syncCheckpoint(run, rows, plans, []);
	const found: Leavers<L> = (await work.findLeavers?.(plans)) ?? NO_LEAVERS;
	const { leavers } = found;
	hintAtCutList(run, leavers.length);
	syncCheckpoint(run, rows, plans, leavers);
	keepIfFailed(run, rows, leavers);
	const good = plans.filter(({ row }) => !isFailed(row));
	const tooMuch = overLimits(
		run,
		rows,
		good,
		{ ...found, leavers: leavers.filter(isToDo) },
		work.fields,
	);
	if (tooMuch && !dryRun) {
		refuseAll(run, rows, tooMuch);
		return outcomesOf(rows, [], [], work.toJson);
	}
	if (tooMuch) run.headline(tooMuch.message);
	if (dryRun) for (const { row } of [...plans, ...leavers].filter(isToDo)) row.result = PLANNED;
	else await carryOut(run, rows, plans, leavers, work);
	hintAtSums(run, rows, plans, leavers);
	return outcomesOf(rows, plans, leavers, work.toJson);
}
