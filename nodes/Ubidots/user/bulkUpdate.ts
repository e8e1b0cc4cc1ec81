import type { Operation } from '../../shared/run/operation';
import { columnsProperties, hintAtColumns } from './bulk/columns';
import { BULK_SETTINGS, type BulkSettings } from './bulk/settings';
import { toOutcomes } from './bulk/output';
import { hintAtPlaceholders } from './bulk/placeholders';
import { planUpdates } from './bulk/planUpdates';
import { parseRow, refuseRows, type Requested, type Result } from './bulk/rows';
import { writeRows } from './bulk/send';

/** Bulk Update Users: `PATCH /api/v2.0/users/_/bulk/update/`, an asynchronous task for each request. */
export const bulkUpdate: Operation<Requested, BulkSettings, Result> = {
	value: 'bulkUpdate',
	name: 'Bulk Update',
	action: 'Bulk update users',
	description:
		'Change fields of many existing users with few requests, one input item for each user',
	builderHint: 'Give it all items in one run: never in a loop over single items.',
	properties: columnsProperties,
	settings: BULK_SETTINGS,

	prepare: parseRow,

	refuse: refuseRows,

	async run(run, rows) {
		const planned = await planUpdates(run, rows);
		hintAtPlaceholders(run, rows);
		await writeRows(run, rows, planned);
		hintAtColumns(run, rows);
		return toOutcomes(run, rows, planned);
	},
};
