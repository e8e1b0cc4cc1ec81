import type { Direction } from '../../../shared/applyChanges/format';
import { hintAtDrift, hintAtNothingLeft, skipRows } from '../../../shared/applyChanges/hints';
import { CHANGES_PROPERTY, DIRECTION } from '../../../shared/applyChanges/parameters';
import { parseChangesRow } from '../../../shared/applyChanges/plan';
import { rowsByUser } from '../../../shared/applyChanges/steps';
import type { ValuesOf } from '../../../shared/form/parameters';
import type { Operation } from '../../../shared/run/operation';
import { counted, isOpen, were } from '../../../shared/run/summary';
import { refuseTakenNames } from '../bulk/names';
import { plannedOutcomes } from '../../../shared/run/outputItems';
import { checkpointOf, plannedJson } from '../bulk/output';
import { guardRows, isUnchanged } from '../bulk/planRow';
import type { BatchRun, Planned, Result } from '../bulk/rows';
import { writeRows } from '../bulk/send';
import { BATCH_SETTINGS } from '../bulk/settings';
import { refuseLargeRows } from '../bulk/size';
import { PLAN_FIELDS } from '../fields';
import { type ChangesRow, compareUsers } from './compareUsers';
import { USER_PLAN } from './format';

const VALUES: Record<Direction, string> = { apply: 'new', undo: 'old' };

const byItem = (a: ChangesRow, b: ChangesRow) => (a.item ?? 0) - (b.item ?? 0);

/** Says above the output how many are written although they have the values. */
function hintAtWritten(
	run: BatchRun,
	rows: readonly ChangesRow[],
	planned: readonly Planned[],
	direction: Direction,
): void {
	const there = planned.filter(({ wasThere }) => wasThere).length;
	if (there === 0) return;
	const written = run.settings.dryRun ? 'would be written' : `${were(there)} written`;
	run.hint(
		`${there} of ${counted(rows.length, 'user')} had the ${VALUES[direction]} values already, and ${written} all the same: the run that the rows come from was only accepted, and may still be carried out. Confirm cannot see it`,
	);
}

const SETTINGS = { ...DIRECTION, ...BATCH_SETTINGS };

/** Apply Changes: carries out what a dry run has planned, or takes back what a run has written, where nothing was changed since. */
export const applyChanges: Operation<ChangesRow['requested'], ValuesOf<typeof SETTINGS>, Result> = {
	value: 'applyChanges',
	name: 'Apply Changes',
	action: 'Apply or undo planned changes to users',
	description:
		'Apply the output of a dry run, or undo an earlier run. Only changes existing users.',
	builderHint:
		'Input: the items of a dry run (direction apply), or of a run of sync, or of an update with skipUnchanged (direction undo).',
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
		CHANGES_PROPERTY,
	],
	settings: SETTINGS,

	prepare: (item, { direction }) => ({
		by: 'id',
		...parseChangesRow(USER_PLAN, item, direction),
	}),

	refuse: refuseLargeRows,

	async run(run, rows) {
		const { direction } = run.settings;
		const skipped = skipRows(run, rows);
		const users = rowsByUser(PLAN_FIELDS, rows.filter(isOpen), direction);
		const leads = users.map(({ row }) => row);
		const all = [...skipped, ...users.flatMap(({ steps }) => steps)].sort(byItem);
		const planned = await compareUsers(run, leads, direction);
		checkpointOf(run, all);
		hintAtDrift(run, leads);
		hintAtWritten(run, leads, planned, direction);
		hintAtNothingLeft(run, leads, planned.filter(isUnchanged).length, direction);
		await refuseTakenNames(run, planned);
		guardRows(run, all, planned);
		// Tags of a plan are those of before with changes to them, as in a row that changes single tags.
		await writeRows(run, all, planned, ({ body }) => 'tags' in body);
		const steps = new Map(users.map((user) => [user.row, user.steps]));
		const done = planned.flatMap((plan) =>
			(steps.get(plan.row) ?? []).map((row) => ({ ...plan, row })),
		);
		const undone = skipped.map((row) => ({ row, id: row.requested.value || undefined }));
		return plannedOutcomes(all, [...undone, ...done], plannedJson);
	},
};
