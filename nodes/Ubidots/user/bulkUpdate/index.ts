import type { Operation } from '../../../shared/run/operation';
import { columnsProperties } from './columns';
import { hintAtTypos } from './headerTypos';
import { type BulkOptions, OPTIONS } from './options';
import { toOutcomes } from './output';
import { parseRow } from './parseRow';
import { refuseRows } from './refuseRows';
import { resolveUsers } from './resolveUsers';
import type { BulkUpdate, Status } from './row';
import { writeRows } from './writeRows';

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
