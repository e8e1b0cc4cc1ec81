import type { IDataObject } from 'n8n-workflow';

import { Failure } from '../../../shared/errors';
import { type Outcome, RunFailure } from '../../../shared/run/operation';
import { itemsText, sortRows } from '../../../shared/run/summary';
import { groupBy } from './groupBy';
import type { BulkRow, BulkRun, Status } from './row';

/** One output item for one row. */
function rowJson({ id, column, key, state, taskId, changes, notVisible }: BulkRow): IDataObject {
	return {
		id,
		...(column !== 'id' && { [column]: key }),
		status: state as Status,
		...(taskId !== undefined && { task: { id: taskId } }),
		...(changes && { changes }),
		...(notVisible && { notVisible }),
	};
}

/** A batch is only as far as the row that is least far. */
const WEAKEST_FIRST: Status[] = ['pending', 'accepted', 'applied', 'unchanged'];

/** One output item for each request, and one for the users that needed none. */
function batchOutcomes(rows: readonly BulkRow[], confirmed: boolean): Outcome[] {
	return [...groupBy(rows, ({ taskId }) => taskId)].map(([taskId, batch]): Outcome => {
		const pending = batch.filter(({ state }) => state === 'pending').map(({ id }) => id);
		const weakest = WEAKEST_FIRST.find((status) => batch.some(({ state }) => state === status));
		return {
			items: batch.map(({ itemIndex }) => itemIndex),
			json: {
				...(taskId === undefined ? { status: weakest } : { task: { id: taskId } }),
				users: batch.length,
				ids: batch.map(({ id }) => id),
				...(confirmed && taskId !== undefined && { status: weakest }),
				...(pending.length > 0 && { pending }),
			},
		};
	});
}

/** Outcomes of all rows, in the form that `output` asks for; failed rows always stand alone. */
export function toOutcomes(run: BulkRun, rows: readonly BulkRow[]): Outcome[] {
	const { output, dryRun, confirm } = run.options;
	const outcomes: Outcome[] = [];
	const good: BulkRow[] = [];
	for (const row of rows) {
		const { itemIndex, state } = row;
		if (state instanceof Failure) outcomes.push({ items: [itemIndex], failure: state });
		else good.push(row);
	}
	if (output === 'batches' && !dryRun) return outcomes.concat(batchOutcomes(good, confirm));
	for (const row of good) outcomes.push({ items: [row.itemIndex], json: rowJson(row) });
	return outcomes;
}

/** A description is read by a person: so many lines of one sort, and the number of the others. */
const MOST_LINES = 20;

function firstFew<T>(entries: readonly T[], line: (entry: T) => string): string[] {
	const lines = entries.slice(0, MOST_LINES).map(line);
	const left = entries.length - lines.length;
	return left > 0 ? [...lines, `… and ${left} more like this`] : lines;
}

/**
 * Without Continue On Fail, a failed row ends the run.
 * @throws RunFailure that says what was accepted, what failed and what was not sent
 */
export function throwIfFailed(rows: readonly BulkRow[]): void {
	const { good, failed, notSent } = sortRows(rows);
	const [first] = failed;
	if (!first) return;
	const sent = rows.filter(({ taskId }) => taskId !== undefined);
	const untouched = good.filter(({ taskId }) => taskId === undefined);
	const lines = [
		sent.length === 0 && notSent.length === 0
			? 'No update was sent.'
			: `Accepted: ${itemsText(sent)}`,
		...firstFew(
			[...groupBy(sent, ({ taskId }) => taskId)],
			([taskId, batch]) => `Task ${taskId}: ${itemsText(batch)}`,
		),
		...firstFew(
			[...groupBy(failed, ({ state }) => state.message)],
			([message, batch]) => `Failed: ${itemsText(batch)}: ${message}`,
		),
	];
	if (notSent.length > 0) lines.push(`Not sent: ${itemsText(notSent)}`);
	else if (sent.length > 0 && untouched.length > 0)
		lines.push(`Unchanged: ${itemsText(untouched)}`);
	const isOne = failed.filter(({ state }) => state === first.state).length === 1;
	throw new RunFailure(first.state, isOne ? first.itemIndex : undefined, lines.join('\n'));
}
