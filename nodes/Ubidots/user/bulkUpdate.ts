import type { Operation } from '../../shared/run/operation';
import { columnsProperties } from './bulk/columns';
import { hintAtTypos } from './bulk/headerTypos';
import { type BulkOptions, OPTIONS } from './bulk/options';
import { toOutcomes } from './bulk/output';
import { parseRow, refuseRows, type BulkUpdate, type Status } from './bulk/rows';
import { resolveUsers } from './bulk/resolve';
import { writeRows } from './bulk/send';

/** Bulk Update Users: `PATCH /api/v2.0/users/_/bulk/update/`, an asynchronous task for each request. */
export const bulkUpdate: Operation<BulkUpdate, BulkOptions, Status> = {
	value: 'bulkUpdate',
	name: 'Bulk Update',
	action: 'Bulk update users',
	description:
		'Change fields of many existing users with few requests, one input item for each user',
	properties: columnsProperties,
	options: OPTIONS,

	prepare: parseRow,

	refuse: refuseRows,

	async run(run, rows) {
		hintAtTypos(run, rows);
		await resolveUsers(run, rows);
		await writeRows(run, rows);
	},

	outcomes: toOutcomes,
};
