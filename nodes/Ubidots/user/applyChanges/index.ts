import { choice, type ValuesOf } from '../../../shared/form/parameters';
import type { Operation } from '../../../shared/run/operation';
import { hintAtUnchanged } from '../../../shared/run/updateEach';
import { counted } from '../../../shared/run/summary';
import { refuseTakenNames } from '../bulk/names';
import { checkpointOf, plannedJson, userOutcomes } from '../bulk/output';
import { guardRows, isUnchanged } from '../bulk/planRow';
import { refuseRows, type Result } from '../bulk/rows';
import { writeRows } from '../bulk/send';
import { BATCH_SETTINGS } from '../bulk/settings';
import { asksForChanges, compareUsers, hasDrifted } from './compareUsers';
import { type Direction, parseChangesRow, type RequestedChanges } from './plan';

/** For a run in the wrong direction, or for the second time: it would look like a success. */
const NOTHING_LEFT: Record<Direction, string> = {
	apply: "All users have the new values already. To undo an earlier run, set 'Direction' to Undo",
	undo: 'All users have the old values already: the run was undone before, or never written',
};

const SETTINGS = {
	direction: choice<Direction>({
		displayName: 'Direction',
		noDataExpression: true,
		choices: [
			{
				name: 'Apply',
				value: 'apply',
				description: 'Write the new values where users still have the old ones',
			},
			{
				name: 'Undo',
				value: 'undo',
				description: 'Write the old values back where users still have the new ones',
			},
		],
		default: 'apply',
		description:
			'Whether to apply the changes or undo them. Users changed in the meantime are left alone.',
	}),
	...BATCH_SETTINGS,
};

/** Apply Changes: carries out what a dry run has planned, or takes back what a run has written, where nothing was changed since. */
export const applyChanges: Operation<RequestedChanges, ValuesOf<typeof SETTINGS>, Result> = {
	value: 'applyChanges',
	name: 'Apply Changes',
	action: 'Apply or undo planned changes to users',
	description:
		'Apply the output of a dry run, or undo an earlier run. Only changes existing users.',
	properties: [
		{
			displayName: 'User ID',
			name: 'userId',
			type: 'string',
			required: true,
			default: '={{ $json.id }}',
			description:
				'ID of the user, from the output of the dry run or the run. A data table has an ID of its own for each row: map the column in which you stored the ID of the user.',
		},
		{
			displayName: 'Changes',
			name: 'changes',
			type: 'json',
			required: true,
			default: '={{ $json.changes }}',
			description:
				'What to change, from the output of a dry run or an earlier run, as an object or JSON text',
		},
	],
	settings: SETTINGS,

	prepare: (item, { direction }) => parseChangesRow(item, direction),

	refuse: refuseRows,

	async run(run, rows) {
		const { direction } = run.settings;
		const planned = await compareUsers(run, rows, direction);
		checkpointOf(run, rows, false);
		const drifted = rows.filter(hasDrifted).length;
		if (drifted > 0) {
			const users = counted(rows.length, 'user');
			run.hint(
				`${drifted} of ${users} ${drifted === 1 ? 'was' : 'were'} changed since, and left alone`,
			);
		}
		const unchanged = planned.filter(isUnchanged).length;
		hintAtUnchanged(run, unchanged, rows.length);
		if (unchanged === rows.length && rows.some(asksForChanges)) run.hint(NOTHING_LEFT[direction]);
		await refuseTakenNames(run, planned);
		guardRows(run, rows, planned);
		// Tags of a plan are those of before with changes to them, as in a row that changes single tags.
		await writeRows(run, rows, planned, ({ body }) => 'tags' in body);
		return userOutcomes(rows, planned, plannedJson);
	},
};
