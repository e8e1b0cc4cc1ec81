import type { Operation } from '../../../shared/run/operation';
import { hintAtUnchanged } from '../../../shared/run/reconcile';
import { counted } from '../../../shared/run/summary';
import { BATCH_OPTIONS, type BatchOptions } from '../bulkUpdate/options';
import { userOutcomes } from '../bulkUpdate/output';
import { refuseRows } from '../bulkUpdate/refuseRows';
import type { Status } from '../bulkUpdate/row';
import { guardRows, openRows, writeRows } from '../bulkUpdate/writeRows';
import { compareUsers } from './compareUsers';
import { getDirection, parsePlannedUpdate } from './plan';
import type { PlannedUpdate } from './row';

/** Apply Changes: carries out what a dry run has planned, or takes back what a run has written, where nothing was changed since. */
export const applyChanges: Operation<PlannedUpdate, BatchOptions, Status> = {
	value: 'applyChanges',
	name: 'Apply Changes',
	action: 'Apply planned changes to users',
	description: 'Carry out the output of a dry run, or take a run back (undo)',
	properties: [
		{
			displayName: 'User ID',
			name: 'userId',
			type: 'string',
			required: true,
			default: '={{ $json.id }}',
			description: 'ID of the user, as in the output of the dry run or of the run',
		},
		{
			displayName: 'Changes',
			name: 'changes',
			type: 'json',
			required: true,
			default: '={{ $json.changes }}',
			description:
				'What the dry run or the run gave out as changes for the user, as an object or as JSON text, for example from a sheet',
		},
		{
			displayName: 'Direction',
			name: 'direction',
			type: 'options',
			noDataExpression: true,
			options: [
				{
					name: 'Apply',
					value: 'apply',
					description: 'Write the new values, where users still have the old ones',
				},
				{
					name: 'Undo',
					value: 'undo',
					description: 'Write the old values back, where users still have the new ones',
				},
			],
			default: 'apply',
			description:
				'Whether to carry the changes out or to take them back. A user that was changed since is left alone.',
		},
	],
	options: BATCH_OPTIONS,
	runParameters: ['direction'],

	prepare: parsePlannedUpdate,

	refuse: refuseRows,

	async run(run, rows) {
		const drifted = await compareUsers(run, rows, getDirection(run.parameters));
		openRows(run, rows);
		if (drifted > 0) {
			const users = counted(rows.length, 'user');
			run.hint(
				`${drifted} of ${users} ${drifted === 1 ? 'was' : 'were'} changed since, and left alone`,
			);
		}
		const unchanged = rows.filter(({ state }) => state === 'unchanged').length;
		hintAtUnchanged(run, unchanged, rows.length);
		guardRows(run, rows, rows);
		await writeRows(run, rows);
	},

	outcomes: (_, rows) => userOutcomes(rows),
};
