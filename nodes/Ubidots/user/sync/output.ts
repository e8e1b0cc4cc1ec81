import { type Outcome, RunFailure } from '../../../shared/run/operation';
import {
	counted,
	failedLines,
	isFailed,
	isOpen,
	itemsText,
	sortRows,
} from '../../../shared/run/summary';
import { acceptedLines, rowJson } from '../bulk/output';
import type { LeaverRow, PersonRow, SyncRun } from './settings';

function toOutcome(row: PersonRow | LeaverRow, items: number[]): Outcome {
	if (isFailed(row)) return { items, failure: row.state };
	const { id, action } = row;
	return {
		items,
		json: {
			action,
			...rowJson(row),
			// A planned creation has none yet.
			id: id === '' ? null : id,
			...('name' in row && row.column === 'id' && { username: row.name }),
		},
	};
}

export const personOutcomes = (_: SyncRun, rows: readonly PersonRow[]): Outcome[] =>
	rows.map((row) => toOutcome(row, [row.itemIndex]));

/** Leavers come from no item. */
export const leaverOutcomes = (leavers: readonly LeaverRow[]): Outcome[] =>
	leavers.map((leaver) => toOutcome(leaver, []));

/** A person reads it. */
const MOST_NAMED = 20;

function leaverLine(leavers: readonly LeaverRow[]): string[] {
	if (leavers.length === 0) return [];
	const { good } = sortRows(leavers.filter((leaver) => !isOpen(leaver)));
	const what = leavers[0].action === 'delete' ? 'Leavers deleted' : 'Deactivations accepted';
	const names = good.slice(0, MOST_NAMED).map(({ name }) => name);
	if (good.length > MOST_NAMED) names.push(`and ${good.length - MOST_NAMED} more`);
	const who = names.length > 0 ? ` (${names.join(', ')})` : '';
	return [`${what}: ${good.length} of ${leavers.length}${who}`];
}

/**
 * @param hasBegun whether anything may have been written
 * @throws RunFailure that says what was done and what was not
 */
export function throwIfFailed(
	rows: readonly PersonRow[],
	leavers: readonly LeaverRow[],
	hasBegun: boolean,
): void {
	const { failed, notSent } = sortRows(rows);
	const [first] = failed;
	const failedLeavers = sortRows(leavers).failed;
	const failure = first?.state ?? failedLeavers[0]?.state;
	if (!failure) return;
	const created = rows.filter(({ state }) => state === 'created');
	const unchanged = rows.filter(({ state }) => state === 'unchanged');
	const left = [...notSent, ...rows.filter(isOpen)];
	const lines = hasBegun ? acceptedLines(rows) : ['Nothing was written.'];
	if (created.length > 0) lines.push(`Created: ${itemsText(created)}`);
	lines.push(...failedLines(failed));
	if (hasBegun) {
		if (left.length > 0) lines.push(`Not sent: ${itemsText(left)}`);
		if (unchanged.length > 0) lines.push(`Unchanged: ${itemsText(unchanged)}`);
		lines.push(...leaverLine(leavers));
	}
	throw new RunFailure(
		failure,
		failed.length === 1 ? first.itemIndex : undefined,
		lines.join('\n'),
	);
}

/** Of what is done later, and is only known to be accepted until it is confirmed. */
const LATER: Record<string, string> = { update: 'update', deactivate: 'deactivation' };

const isConfirmed = ({ state, action }: PersonRow | LeaverRow) =>
	state === 'applied' || LATER[String(action)] === undefined;

/** What was done of one sort: `3 updated`, `2 updates accepted`. */
function doneTexts(action: string, rows: ReadonlyArray<PersonRow | LeaverRow>): string[] {
	const done = rows.filter(isConfirmed).length;
	const accepted = rows.length - done;
	return [
		...(done > 0 ? [`${done} ${action}d`] : []),
		...(accepted > 0 ? [`${counted(accepted, LATER[action])} accepted`] : []),
	];
}

const isKept = (leaver: LeaverRow) =>
	isFailed(leaver) && leaver.state.details.code === 'leaversKept';

/** `12 to create, 30 to update, 3 to deactivate, 955 in step`, or what was done. */
export function hintAtSums(
	{ options: { dryRun }, refused, hint }: SyncRun,
	rows: readonly PersonRow[],
	leavers: readonly LeaverRow[],
): void {
	const good = [...rows, ...leavers].filter((row) => !isOpen(row) && !isFailed(row));
	const of = (action: string) => good.filter((row) => row.action === action);
	const actions = ['create', 'update', 'deactivate', 'delete'];
	const texts = actions.flatMap((action) => {
		const rowsOf = of(action);
		if (!dryRun) return doneTexts(action, rowsOf);
		return rowsOf.length > 0 ? [`${rowsOf.length} to ${action}`] : [];
	});
	texts.push(`${of('none').length} in step`);
	const kept = leavers.filter(isKept).length;
	const failed = [...rows, ...leavers].filter((row) => isFailed(row)).length - kept + refused;
	if (failed > 0) texts.push(`${failed} failed`);
	if (kept > 0) texts.push(`${counted(kept, 'leaver')} left alone because of it`);
	hint(texts.join(', ') + (dryRun ? ' (dry run)' : ''));
}

/** Why leavers are kept; undefined when nothing has failed. */
export function whyKept(run: SyncRun, rows: readonly PersonRow[]): string | undefined {
	const count = run.refused + rows.filter((row) => isFailed(row)).length;
	return count > 0 ? `${counted(count, 'row')} of the list failed` : undefined;
}
