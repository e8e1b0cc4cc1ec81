import type { IDataObject } from 'n8n-workflow';

import { apiFailure, type Failure, NotSent } from '../../../shared/errors';
import { MAYBE_APPLIED } from '../../../shared/http/errors';
import type { RequestApi } from '../../../shared/http/service';
import { asRecord } from '../../../shared/objects';
import { path } from '../../../shared/path';
import { runBatches } from '../../../shared/run/runner';
import { counted, hasEnded, isOpen } from '../../../shared/run/summary';
import { hintAtPlan } from '../../../shared/run/updateEach';
import { writeMemberships } from '../organizations/write';
import { IsolationBudget, sendBatch } from './bisect';
import { confirmRows } from './confirm';
import { checkpointOf } from './output';
import type { BatchRun, BulkRow, Planned } from './rows';
import { rowBytes } from './size';

/**
 * Cuts rows into consecutive requests of at most `batchSize` rows and `maxBytes` bytes of body. A row that is over the limit by
 * itself gets its own request; callers refuse it before.
 */
export function cutIntoBatches<T>(
	rows: readonly T[],
	bytesOf: (row: T) => number,
	batchSize: number,
	maxBytes: number,
): T[][] {
	const batches: T[][] = [];
	let batch: T[] = [];
	let bytes = 0;
	for (const row of rows) {
		const added = bytesOf(row);
		// A comma before it.
		bytes += added + 1;
		if (batch.length === 0 || batch.length >= batchSize || bytes > maxBytes) {
			batch = [];
			batches.push(batch);
			bytes = added + 2;
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
	planned: readonly Planned[],
	title: string,
): Promise<string> {
	const users = `${counted(planned.length, 'user')} (${title})`;
	const { body } = await request({
		method: 'PATCH',
		path: path`/users/_/bulk/update/`,
		headers: { 'X-Bulk-Operation': 'True' },
		body: planned.map(({ id, body: fields }): IDataObject => ({ id, ...fields })),
		// Absolute values: a second task with the same ones changes nothing more.
		idempotent: true,
		purpose: `update ${users}`,
	});
	const task = asRecord(body.task).id;
	if (typeof task === 'string' && task !== '') return task;
	throw apiFailure(
		`Could not update ${users}: the response has no task ID${MAYBE_APPLIED} → run it again, a bulk update can be repeated`,
	);
}

/**
 * Sends all rows in batches, at most `maxConcurrentRequests` at a time. Every row ends as accepted or with a failure: its own, that
 * of its request, or NotSent because of an earlier request.
 * @param done for those who wait: ` deactivated`
 * @throws Failure of kind `canceled`
 */
export async function sendBatches(
	run: BatchRun,
	planned: readonly Planned[],
	done?: string,
): Promise<void> {
	const { batchSize, maxBatchBytes, isolateBadRows } = run.settings;
	const bytesOf = ({ id, body }: Planned) => rowBytes(id, body);
	const batches = cutIntoBatches(planned, bytesOf, batchSize, maxBatchBytes);
	let endedBy: Failure | undefined;
	const budget = new IsolationBudget();
	await runBatches<Planned[]>(run, {
		batches,
		rowsOf: (batch) => batch.map(({ row }) => row),
		done,
		async work(batch, request, index) {
			const title = `request ${index + 1} of ${batches.length}`;
			await sendBatch(batch, {
				isolate: isolateBadRows,
				budget,
				patch: async (part) => await patchUsers(request, part, title),
				endedBy: () => endedBy,
			});
		},
		end(failure, isTolerated) {
			// Bad rows that are found do not stop the others.
			if (!failure || (isTolerated && isolateBadRows)) return undefined;
			endedBy ??= failure;
			const message = `an earlier request failed: ${failure.message}`;
			return new NotSent({ message, details: failure.details });
		},
	});
}

/**
 * Writes the fields of users in bulk, and then their organizations, person by person.
 * @param done for those who wait: ` updated`
 * @throws Failure of kind `canceled`
 */
export async function writeUsers(
	run: BatchRun,
	open: readonly Planned[],
	done?: string,
): Promise<void> {
	await sendBatches(
		run,
		open.filter(({ body }) => Object.keys(body).length > 0),
		done,
	);
	if (!hasEnded(run, open)) await writeMemberships(run, open);
}

/**
 * Sends the rows that are still open in batches, and reads them back, see `confirmRows`; in a dry run there are none.
 * @throws RunFailure without Continue On Fail, when a row has failed; Failure of kind `canceled`
 */
export async function writeRows(
	run: BatchRun,
	rows: readonly BulkRow[],
	planned: readonly Planned[],
	mustConfirm?: (planned: Planned) => boolean,
): Promise<void> {
	checkpointOf(run, rows);
	if (run.settings.dryRun) return hintAtPlan(run, rows);
	const open = planned.filter(({ row }) => isOpen(row));
	await writeUsers(run, open);
	checkpointOf(run, rows, planned);
	await confirmRows(run, open, mustConfirm);
}
