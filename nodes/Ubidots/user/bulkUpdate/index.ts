import { shown } from '../../../shared/form/parse';
import type { Operation } from '../../../shared/run/operation';
import { normalized } from '../matchColumns';
import { confirmRows } from './confirm';
import { columnsProperties } from './columns';
import { hintAtTypos } from './headerTypos';
import { type BulkOptions, OPTIONS } from './options';
import { throwIfFailed, toOutcomes } from './output';
import { checkSize, parseRow } from './parseRow';
import { refuseDuplicates, resolveUsers } from './resolveUsers';
import { type BulkUpdate, isOpen, type Status } from './row';
import { sendBatches } from './sendBatches';

/** Bulk Update Users: `PATCH /api/v2.0/users/_/bulk/update/`, an asynchronous task for each request. */
export const bulkUpdate: Operation<BulkUpdate, BulkOptions, Status> = {
	value: 'bulkUpdate',
	name: 'Bulk Update',
	action: 'Bulk update users',
	description: 'Change fields of many users with few requests, one input item for each user',
	properties: columnsProperties,
	options: OPTIONS,

	prepare: parseRow,

	refuse(rows, { maxBatchBytes }) {
		for (const row of rows) row.state = checkSize(row, maxBatchBytes);
		refuseDuplicates(
			rows.filter(isOpen),
			({ column, key }) => normalized(column, key),
			({ key }) => `The user ${shown(key)}`,
		);
	},

	async run(run, rows) {
		const { dryRun, confirm } = run.options;
		hintAtTypos(run, rows);
		const checkpoint = () => {
			if (!run.continueOnFail) throwIfFailed(rows, false);
			return rows.filter(isOpen);
		};
		await resolveUsers(run, rows, checkpoint);
		const open = checkpoint();
		if (!dryRun) await sendBatches(run, open);
		if (!run.continueOnFail) throwIfFailed(rows, !dryRun);
		const accepted = open.filter(({ state }) => state === 'accepted');
		if (confirm) await confirmRows(run, accepted);
	},

	outcomes: toOutcomes,
};
