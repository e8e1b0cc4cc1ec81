import { shown } from '../../../shared/form/parse';
import type { Operation } from '../../../shared/run/operation';
import { normalized } from '../matchColumns';
import { confirmRows } from './confirm';
import { corrections } from './headerTypos';
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
	properties: [
		{
			displayName: 'Columns',
			name: 'columns',
			type: 'resourceMapper',
			noDataExpression: true,
			default: { mappingMode: 'autoMapInputData', value: null },
			required: true,
			typeOptions: {
				resourceMapper: {
					resourceMapperMethod: 'getUserColumns',
					mode: 'update',
					fieldWords: { singular: 'field', plural: 'fields' },
					addAllFields: false,
					multiKeyMatch: false,
					supportAutoMap: true,
					matchingFieldsLabels: {
						title: 'Match Users By',
						description: 'The column whose value identifies the user of a row',
						hint: 'The column that identifies the user of each row. Usernames and email addresses are looked up first.',
					},
				},
			},
		},
		{
			displayName:
				'Input fields named exactly like a field of a Ubidots user (such as firstName, isActive or tags) are written, all others are ignored. An empty value empties the field.',
			name: 'autoMapNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { '/columns.mappingMode': ['autoMapInputData'] } },
		},
		{
			displayName:
				'A column that is left blank here is not written. An expression that returns an empty text or null empties the field.',
			name: 'byHandNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { '/columns.mappingMode': ['defineBelow'] } },
		},
	],
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
		// The headers of a sheet are often titles, which would be ignored silently.
		const ignored = new Set(rows.flatMap(({ misspelled }) => misspelled ?? []));
		if (ignored.size > 0)
			run.hint(`Input fields ignored because of their spelling: ${corrections(ignored)}`);
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
