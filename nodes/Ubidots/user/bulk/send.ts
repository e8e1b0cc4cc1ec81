import type { IDataObject } from 'n8n-workflow';

import { apiFailure, Failure, NotSent } from '../../../shared/errors';
import type { RequestApi } from '../../../shared/http/service';
import { asRecord, asText } from '../../../shared/objects';
import { ChangeCount, guardChanges } from '../../../shared/run/guard';
import { runBatches } from '../../../shared/run/runner';
import { counted, isOpen } from '../../../shared/run/summary';
import { USER_FIELDS } from '../fields';
import { Search, sendBatch } from './bisect';
import { confirmRows } from './confirm';
import { throwIfFailed } from './output';
import { type BatchRun, type BulkRow } from './rows';

/**
 * Cuts rows into consecutive requests of at most `batchSize` rows and `maxBytes` bytes of body. A row that is over the limit by
 * itself gets its own request; callers refuse it before.
 */
export function cutIntoBatches<T extends { bytes: number }>(
	rows: readonly T[],
	batchSize: number,
	maxBytes: number,
): T[][] {
	const batches: T[][] = [];
	let batch: T[] = [];
	let bytes = 0;
	for (const row of rows) {
		// A comma before it.
		bytes += row.bytes + 1;
		if (batch.length === 0 || batch.length >= batchSize || bytes > maxBytes) {
			batch = [];
			batches.push(batch);
			bytes = row.bytes + 2;
		}
		batch.push(row);
	}
	return batches;
}

/**
 * @param title for error texts: "request 2 of 3"
 * @returns the id of the task that will apply the update
 */
async function patchUsers(
	request: RequestApi,
	rows: readonly BulkRow[],
	title: string,
): Promise<string> {
	const users = `${counted(rows.length, 'user')} (${title})`;
	const { body } = await request({
		method: 'PATCH',
		path: '/users/_/bulk/update/',
		headers: { 'X-Bulk-Operation': 'True' },
		body: rows.map((row): IDataObject => ({ id: row.id, ...row.body })),
		// Absolute values: a second task with the same ones changes nothing more.
		idempotent: true,
		purpose: `update ${users}`,
		secrets: rows.map(({ body }) => asText(body.password)),
	});
	const task = asRecord(body.task).id;
	if (typeof task === 'string' && task !== '') return task;
	throw apiFailure(
		`Could not update ${users}: the response has no task ID. They may have been updated anyway → run it again, a bulk update can be repeated`,
	);
}

/**
 * Sends all rows in batches, at most `maxConcurrentRequests` at a time. Every row ends as accepted or with a failure: its own, that
 * of its request, or NotSent because of an earlier request.
 * @throws Failure of kind `canceled`
 */
export async function sendBatches(run: BatchRun, rows: readonly BulkRow[]): Promise<void> {
	const { batchSize, maxBatchBytes, maxConcurrentRequests, isolateBadRows } = run.options;
	const batches = cutIntoBatches(rows, batchSize, maxBatchBytes);
	let endedBy: Failure | undefined;
	const search = new Search();
	await runBatches<BulkRow, BulkRow[]>(run, {
		batches,
		rowsOf: (batch) => batch,
		concurrency: maxConcurrentRequests,
		async work(batch, request, index) {
			const title = `request ${index + 1} of ${batches.length}`;
			await sendBatch(batch, {
				isolate: isolateBadRows,
				search,
				patch: async (part) => await patchUsers(request, part, title),
				endedBy: () => endedBy,
			});
		},
		end(failure, wasThrown) {
			// Bad rows do not stop the others, unless the run ends at the first failure anyway.
			if (!wasThrown && run.continueOnFail && isolateBadRows) return undefined;
			endedBy ??= failure;
			const message = `an earlier request failed: ${failure.message}`;
			return new NotSent({ message, details: failure.details });
		},
	});
}

/**
 * The rows that are still open before anything is written.
 * @throws RunFailure without Continue On Fail, when a row has failed
 */
export function openRows<R extends BulkRow>(
	{ continueOnFail }: Pick<BatchRun, 'continueOnFail'>,
	rows: readonly R[],
): R[] {
	if (!continueOnFail) throwIfFailed(rows, false);
	return rows.filter(isOpen);
}

/**
 * Ends a run that would write more users than `maxChanges` allows.
 * @param compared those of the rows whose changes are known
 * @throws RunFailure without Continue On Fail
 */
export function guardRows(
	run: BatchRun,
	rows: readonly BulkRow[],
	compared: readonly BulkRow[],
): void {
	if (!run.options.maxChanges) return;
	const count = new ChangeCount();
	for (const { id, state, changes = {} } of compared) {
		const isChanging = state === undefined || state === 'planned';
		if (isChanging) count.addChanges(id, USER_FIELDS, changes);
	}
	guardChanges(run, rows, count);
}

/**
 * Sends the rows that are still open in batches, unless it is a dry run, and reads them back if the options ask for it.
 * @throws RunFailure without Continue On Fail, when a row has failed; Failure of kind `canceled`
 */
export async function writeRows(run: BatchRun, rows: readonly BulkRow[]): Promise<void> {
	const { dryRun, confirm } = run.options;
	const open = openRows(run, rows);
	if (!dryRun) await sendBatches(run, open);
	if (!run.continueOnFail) throwIfFailed(rows, !dryRun);
	const accepted = open.filter(({ state }) => state === 'accepted');
	if (confirm) await confirmRows(run, accepted);
}
