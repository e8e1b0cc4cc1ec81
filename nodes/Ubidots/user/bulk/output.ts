import type { IDataObject } from 'n8n-workflow';

import { type Outcome, RunFailure } from '../../../shared/run/operation';
import { groupBy } from '../../../shared/run/groupBy';
import { failedLines, isFailed, itemsText, linesBy, sortRows } from '../../../shared/run/summary';
import type { BulkRow, BulkRun, Status } from './rows';

/** The output of a row that has not failed. */
export function rowJson({
	id,
	column,
	key,
	state,
	taskId,
	changes,
	notVisible,
}: BulkRow): IDataObject {
	return {
		id,
		...(column !== 'id' && { [column]: key }),
		status: state as Status,
		...(taskId !== undefined && { task: { id: taskId } }),
		...(changes && { changes }),
		...(notVisible && { notVisible }),
	};
}

/** The status of a batch is that of its slowest row. */
const SLOWEST_FIRST: Status[] = ['pending', 'accepted', 'applied', 'unchanged'];

/** One output item for each request, and one for the users without a request. */
function batchOutcomes(rows: readonly BulkRow[], confirmed: boolean): Outcome[] {
	return [...groupBy(rows, ({ taskId }) => taskId)].map(([taskId, batch]): Outcome => {
		const pending = batch.filter(({ state }) => state === 'pending').map(({ id }) => id);
		const slowest = SLOWEST_FIRST.find((status) => batch.some(({ state }) => state === status));
		return {
			items: batch.map(({ itemIndex }) => itemIndex),
			json: {
				...(taskId === undefined ? { status: slowest } : { task: { id: taskId } }),
				users: batch.length,
				ids: batch.map(({ id }) => id),
				...(confirmed && taskId !== undefined && { status: slowest }),
				...(pending.length > 0 && { pending }),
			},
		};
	});
}

/** One output item for each row. */
export const userOutcomes = (rows: readonly BulkRow[]): Outcome[] =>
	rows.map((row): Outcome => {
		const items = [row.itemIndex];
		return isFailed(row) ? { items, failure: row.state } : { items, json: rowJson(row) };
	});

/** The output of all rows as the option `output` says; failed rows have one item each. */
export function toOutcomes(run: BulkRun, rows: readonly BulkRow[]): Outcome[] {
	const { output, dryRun, confirm } = run.options;
	if (output !== 'batches' || dryRun) return userOutcomes(rows);
	const good = rows.filter((row) => !isFailed(row));
	return userOutcomes(rows.filter(isFailed)).concat(batchOutcomes(good, confirm));
}

/** The rows that were accepted, with their tasks. */
export function acceptedLines(rows: readonly BulkRow[]): string[] {
	const sent = rows.filter(({ taskId }) => taskId !== undefined);
	return [
		`Accepted: ${itemsText(sent)}`,
		...linesBy(
			sent,
			({ taskId }) => taskId,
			(taskId, batch) => `Task ${taskId}: ${itemsText(batch)}`,
		),
	];
}

/**
 * @param hasBegun whether any update may have been sent
 * @throws RunFailure that says which items were accepted, failed or were not sent
 */
export function throwIfFailed(rows: readonly BulkRow[], hasBegun: boolean): void {
	const { failed, notSent } = sortRows(rows);
	const [first] = failed;
	if (!first) return;
	const unchanged = rows.filter(({ state }) => state === 'unchanged');
	const lines = [
		...(hasBegun ? acceptedLines(rows) : ['No update was sent.']),
		...failedLines(failed),
	];
	if (notSent.length > 0) lines.push(`Not sent: ${itemsText(notSent)}`);
	if (hasBegun && unchanged.length > 0) lines.push(`Unchanged: ${itemsText(unchanged)}`);
	const isOne = failed.filter(({ state }) => state === first.state).length === 1;
	throw new RunFailure(first.state, isOne ? first.itemIndex : undefined, lines.join('\n'));
}
