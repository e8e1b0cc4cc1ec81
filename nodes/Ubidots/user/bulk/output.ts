import type { IDataObject } from 'n8n-workflow';

import { changesText } from '../../../shared/form/compare';
import { groupBy } from '../../../shared/groupBy';
import type { Outcome } from '../../../shared/run/operation';
import {
	failedOutcomes,
	isInDoubt,
	itemsOf,
	plannedOutcomes,
} from '../../../shared/run/outputItems';
import {
	checkpoint,
	isFailed,
	itemsText,
	linesBy,
	report,
	resultOf,
} from '../../../shared/run/summary';
import { PLAN_FIELDS } from '../fields';
import type { BatchRun, BulkRow, BulkRun, Planned, Status } from './rows';

const taskOf = (row: BulkRow) => resultOf(row)?.taskId;

const hasStatus = (row: BulkRow, status: Status) => resultOf(row)?.status === status;

/** The output of a row that has not failed, what a person reads first; the ID of a user who is still to be created is null. */
export function plannedJson({
	row,
	id,
	changes,
}: Pick<Planned, 'row' | 'changes'> & { id?: string }): IDataObject {
	const { by, value } = row.requested;
	const result = resultOf(row);
	const { status, taskId, notVisible, id: createdId = null } = result ?? {};
	const summary = result?.summary ?? (changes && changesText(PLAN_FIELDS, changes));
	return {
		...(by !== 'id' && { [by]: value }),
		status,
		...(summary !== undefined && { summary }),
		id: id ?? createdId,
		...(changes && { changes }),
		...(taskId !== undefined && { task: { id: taskId } }),
		...(notVisible && { notVisible }),
	};
}

/** The status of a batch is that of its slowest row. */
const SLOWEST_FIRST: Status[] = ['pending', 'accepted', 'applied', 'unchanged'];

/** One output item for each request, and one for the users without a request. */
function batchOutcomes(planned: readonly Planned[], confirmsAll: boolean): Outcome[] {
	return [...groupBy(planned, ({ row }) => taskOf(row))].map(([taskId, batch]): Outcome => {
		const confirmed = confirmsAll || batch.some(({ row }) => !hasStatus(row, 'accepted'));
		const withStatus = (status: Status) => batch.filter(({ row }) => hasStatus(row, status));
		const pending = withStatus('pending').map(({ id }) => id);
		const slowest = SLOWEST_FIRST.find((status) => withStatus(status).length > 0);
		return {
			items: batch.flatMap(({ row }) => itemsOf(row)),
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

/** The output of all rows as the option `output` says; failed rows have one item each. */
export function toOutcomes(
	run: BulkRun,
	rows: readonly BulkRow[],
	planned: readonly Planned[],
): Outcome[] {
	const { output, dryRun, confirm } = run.settings;
	if (output !== 'batches' || dryRun) return plannedOutcomes(rows, planned, plannedJson);
	const good = planned.filter(({ row }) => !isFailed(row));
	return failedOutcomes(rows, planned).concat(batchOutcomes(good, confirm));
}

/** What was done, a line for each result and request. */
export function doneLines(rows: readonly BulkRow[]): string[] {
	const sent = rows.filter((row) => taskOf(row) !== undefined);
	// Nothing but organizations, which have no task.
	const applied = rows.filter((row) => hasStatus(row, 'applied') && !taskOf(row));
	const created = rows.filter((row) => hasStatus(row, 'created'));
	const unchanged = rows.filter((row) => hasStatus(row, 'unchanged'));
	return [
		`Accepted: ${itemsText(sent)}`,
		...linesBy(sent, taskOf, (taskId, batch) => `Task ${taskId}: ${itemsText(batch)}`),
		...(applied.length > 0 ? [`Applied: ${itemsText(applied)}`] : []),
		...(created.length > 0 ? [`Created: ${itemsText(created)}`] : []),
		...(unchanged.length > 0 ? [`Unchanged: ${itemsText(unchanged)}`] : []),
	];
}

/** Characters of changes in an error's description. */
const LONGEST_CHANGES = 20_000;

/**
 * What may have been written, for Apply Changes: n8n throws away the output of a node that has failed. With the status of what may still
 * come, or it would be taken for undone as long as its task has not begun.
 */
export function undoLines(planned: readonly Planned[]): string[] {
	const isApplied = ({ row }: Planned) => hasStatus(row, 'applied') && !taskOf(row);
	const written = planned.filter(
		(plan) => taskOf(plan.row) !== undefined || isApplied(plan) || isInDoubt(plan),
	);
	const texts = written.flatMap((plan) => {
		const { id, changes } = plan;
		const status = isApplied(plan) ? 'applied' : 'accepted';
		return changes && Object.keys(changes).length > 0
			? JSON.stringify({ id, status, changes })
			: [];
	});
	if (texts.length === 0) return [];
	let length = 0;
	const fitting = texts.filter((text) => (length += text.length + 1) <= LONGEST_CHANGES);
	const left = texts.length - fitting.length;
	const more = left > 0 ? ` and ${left} more, which are too long for this text` : '';
	return [`To take it back, give Apply Changes with Direction Undo: [${fitting.join(',')}]${more}`];
}

/**
 * Between two phases of a bulk run.
 * @param planned what may have been sent; undefined before anything was
 * @throws RunFailure without Continue On Fail that says which items were accepted, failed or were not sent
 */
export function checkpointOf(
	run: BatchRun,
	rows: readonly BulkRow[],
	planned?: readonly Planned[],
): void {
	const hasBegun = planned !== undefined;
	const done = hasBegun ? doneLines(rows) : ['No update was sent.'];
	checkpoint(run, rows, () =>
		[report(rows, { done, hasBegun }), ...undoLines(planned ?? [])].join('\n'),
	);
}
