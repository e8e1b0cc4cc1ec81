import type { Operation, Run } from '../../../shared/run/operation';
import { optionsProperty, SENDING_OPTIONS } from '../../../shared/form/options';
import { shown } from '../../../shared/form/parse';
import { confirmRows } from './confirm';
import { throwIfFailed, toOutcomes } from './output';
import { prepareRow } from './parseRow';
import { resolveRows, sameUserTwice } from './resolveUsers';
import { isOpen, type RowState } from './row';
import { sendInBatches } from './sendBatches';
import { corrections } from './headerTypos';
import { normalized } from '../matchColumns';

/** A sheet's headers are often the titles that people read: they would be ignored without a word. */
function hintAtMisspelled(run: Run, rows: readonly RowState[]): void {
	const names = new Set(rows.flatMap(({ misspelled }) => misspelled ?? []));
	if (names.size > 0) run.hint(`Input fields ignored for their spelling: ${corrections(names)}`);
}

/** Bulk Update Users: `PATCH /api/v2.0/users/_/bulk/update/`, an asynchronous task for each request. */
export const bulkUpdate: Operation<RowState> = {
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
						description: 'The column whose value says which user a row belongs to',
						hint: 'Which column says whose row it is. Usernames and email addresses are looked up first.',
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
				'A column that is left blank here is not written. An expression that gives an empty text or null empties the field.',
			name: 'byHandNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { '/columns.mappingMode': ['defineBelow'] } },
		},
		optionsProperty([
			'batchSize',
			'confirm',
			'confirmTimeout',
			'dryRun',
			'isolateBadRows',
			'maxBatchBytes',
			'output',
			'skipUnchanged',
			...SENDING_OPTIONS,
		]),
	],

	prepare: (item, settings) => prepareRow(item, settings.maxBatchBytes),

	clashes: (rows) =>
		sameUserTwice(
			rows,
			({ value }) => normalized(value.column, value.key),
			({ value }) => `The user ${shown(value.key)}`,
		),

	async run(run, prepared) {
		const { dryRun, confirm } = run.settings;
		const rows = prepared.map(({ value }) => value);
		hintAtMisspelled(run, rows);
		const checkpoint = () => {
			if (!run.continueOnFail) throwIfFailed(rows);
			return rows.filter(isOpen);
		};
		await resolveRows(run, rows, checkpoint);
		const open = checkpoint();
		if (!dryRun) await sendInBatches(run, open);
		checkpoint();
		const accepted = open.filter(({ status }) => status === 'accepted');
		if (confirm) await confirmRows(run, accepted);
		return toOutcomes(run, rows);
	},
};
