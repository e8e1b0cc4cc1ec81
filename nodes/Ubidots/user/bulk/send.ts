import type { IDataObject } from 'n8n-workflow';

import { apiFailure, Failure, NotSent } from '../../../shared/errors';
import type { RequestApi } from '../../../shared/http/service';
import { asRecord, asText } from '../../../shared/objects';
import { runBatches } from '../../../shared/run/runner';
import { counted } from '../../../shared/run/summary';
import { cutIntoBatches } from './batches';
import { Search, sendBatch } from './bisect';
import type { BulkRow, BatchRun } from './row';

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
