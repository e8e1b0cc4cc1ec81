import type { IDataObject } from 'n8n-workflow';

import { apiFailure, Failure, NotSent } from '../../../shared/errors';
import { asRecord } from '../../../shared/objects';
import type { RequestApi } from '../../../shared/http/service';
import { runBatches } from '../../../shared/run/runner';
import { counted } from '../../../shared/run/summary';
import { cutIntoBatches } from './batches';
import { Search, sendApart } from './bisect';
import type { BulkRow, BulkRun } from './row';

const passwordsOf = (rows: readonly BulkRow[]) =>
	rows.flatMap(({ body }) => (typeof body.password === 'string' ? [body.password] : []));

/**
 * Bulk Update Users: `PATCH /api/v2.0/users/_/bulk/update/` with the header X-Bulk-Operation.
 * @param title `request 2 of 3`, for error texts
 * @returns the id of the task that will carry the update out
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
		secrets: passwordsOf(rows),
	});
	const task = asRecord(body.task).id;
	if (typeof task === 'string' && task !== '') return task;
	throw apiFailure(
		`Could not update ${users}: the response has no task ID. They may have been updated anyway → run it again, a bulk update can be repeated`,
	);
}

/**
 * Sends all rows in batches, at most `maxConcurrentRequests` at a time. Every row ends as accepted or with a failure:
 * its own, that of its request, or that an earlier request failed and it was not sent.
 * @throws Failure of kind `canceled`
 */
export async function sendBatches(run: BulkRun, rows: readonly BulkRow[]): Promise<void> {
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
			await sendApart(batch, {
				isolate: isolateBadRows,
				search,
				patch: async (part) => await patchUsers(request, part, title),
				endedBy: () => endedBy,
			});
		},
		end(failure, wasThrown) {
			// Rows at fault hold nobody else back, unless the run is to end at the first failure anyway.
			if (!wasThrown && run.continueOnFail && isolateBadRows) return undefined;
			endedBy ??= failure;
			const message = `an earlier request failed: ${failure.message}`;
			return new NotSent({ message, details: failure.details });
		},
	});
}
