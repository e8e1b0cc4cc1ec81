import type { IDataObject } from 'n8n-workflow';

import { Failure } from '../../../shared/errors';
import { groupBy } from './groupBy';
import { type Outcome, type Run, RunFailure } from '../../../shared/run/operation';
import { itemsText } from '../../../shared/run/summary';
import type { RowState } from './row';
import { NotSent } from './sendBatches';

/** One output item for one row. */
function rowJson(row: RowState): IDataObject {
	const { id, column, key, status, taskId, changes, notVisible } = row;
	return {
		id,
		...(column !== 'id' && { [column]: key }),
		status,
		...(taskId !== undefined && { task: { id: taskId } }),
		...(changes && { changes }),
		...(notVisible && { notVisible }),
	};
}

/** A batch is only as far as the row that is least far. */
const WEAKEST_FIRST = ['pending', 'accepted', 'applied', 'unchanged'];

/** One output item for each request, and one for the users that needed none. */
function batchOutcomes(rows: readonly RowState[], confirmed: boolean): Outcome[] {
	return [...groupBy(rows, ({ taskId }) => taskId)].map(([taskId, batch]): Outcome => {
		const pending = batch.filter(({ status }) => status === 'pending').map(({ id }) => id);
		const weakest = WEAKEST_FIRST.find((status) => batch.some((row) => row.status === status));
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
export function toOutcomes(run: Run, rows: readonly RowState[]): Outcome[] {
	const { output, dryRun, confirm } = run.settings;
	const outcomes: Outcome[] = [];
	const good: RowState[] = [];
	for (const row of rows) {
		if (row.failure) outcomes.push({ items: [row.itemIndex], failure: row.failure });
		else good.push(row);
	}
	if (output === 'batches' && !dryRun) return outcomes.concat(batchOutcomes(good, confirm));
	for (const row of good) outcomes.push({ items: [row.itemIndex], json: rowJson(row) });
	return outcomes;
}

/** A description is read by a person: so many lines of one kind, and the number of the others. */
const MOST_LINES = 20;

function firstFew<T>(entries: readonly T[], line: (entry: T) => string): string[] {
	const lines = entries.slice(0, MOST_LINES).map(line);
	const left = entries.length - lines.length;
	return left > 0 ? [...lines, `… and ${left} more like this`] : lines;
}

/** Without Continue On Fail, a failed row ends the run: says what was accepted, what failed and what was not sent. */
export function throwIfFailed(rows: readonly RowState[]): void {
	const failed = rows.filter(({ failure }) => failure);
	if (failed.length === 0) return;
	const notSent = failed.filter(({ failure }) => failure instanceof NotSent);
	const ownFault = failed.filter(({ failure }) => !(failure instanceof NotSent));
	const sent = rows.filter(({ taskId }) => taskId !== undefined);
	const untouched = rows.filter(({ failure, taskId }) => !failure && taskId === undefined);
	const numbers = (some: readonly RowState[]) => itemsText(some.map(({ itemIndex }) => itemIndex));
	const lines = [
		sent.length === 0 && notSent.length === 0
			? 'No update was sent.'
			: `Accepted: ${numbers(sent)}`,
		...firstFew(
			[...groupBy(sent, ({ taskId }) => taskId)],
			([taskId, batch]) => `Task ${taskId}: ${numbers(batch)}`,
		),
		...firstFew(
			[...groupBy(ownFault, ({ failure }) => failure?.message)],
			([message, batch]) => `Failed: ${numbers(batch)}: ${message}`,
		),
	];
	if (notSent.length > 0) lines.push(`Not sent: ${numbers(notSent)}`);
	else if (sent.length > 0 && untouched.length > 0) lines.push(`Unchanged: ${numbers(untouched)}`);
	const [first] = ownFault;
	const isOne = ownFault.filter(({ failure }) => failure === first.failure).length === 1;
	throw new RunFailure(
		first.failure as Failure,
		isOne ? first.itemIndex : undefined,
		lines.join('\n'),
	);
}
