import { choice, type ValuesOf } from '../../../shared/form/parameters';
import type { Operation } from '../../../shared/run/operation';
import { hintAtUnchanged } from '../../../shared/run/updateEach';
import { counted, isOpen, were } from '../../../shared/run/summary';
import { refuseTakenNames } from '../bulk/names';
import { plannedOutcomes } from '../../../shared/run/outputItems';
import { checkpointOf, plannedJson } from '../bulk/output';
import { guardRows, isUnchanged } from '../bulk/planRow';
import type { BatchRun, Planned, Result } from '../bulk/rows';
import { writeRows } from '../bulk/send';
import { BATCH_SETTINGS } from '../bulk/settings';
import { refuseLargeRows } from '../bulk/size';
import { asksForChanges, compareUsers, hasDrifted } from './compareUsers';
import { type ChangesRow, type Direction, parseChangesRow, type RequestedChanges } from './plan';
import { rowsByUser } from './steps';

/** For a run in the wrong direction, or for the second time: it would look like a success. */
const NOTHING_LEFT: Record<Direction, string> = {
	apply: "All users have the new values already. To undo an earlier run, set 'Direction' to Undo",
	undo: 'All users have the old values already: the run was undone before, or never written. If it ended just now, it may still be carried out: look again in a minute',
};

const VALUES: Record<Direction, string> = { apply: 'new', undo: 'old' };

const byItem = (a: ChangesRow, b: ChangesRow) => (a.item ?? 0) - (b.item ?? 0);

/** Settles the rows for which nothing can be done. */
function skipRows(run: BatchRun, rows: readonly ChangesRow[]): ChangesRow[] {
	const skipped = rows.filter(({ requested }) => requested.skipped !== undefined);
	for (const row of skipped) {
		row.result = { status: 'skipped', summary: row.requested.skipped };
	}
	if (skipped.length > 0) {
		run.hint(
			`${skipped.length} of ${counted(rows.length, 'row')} ${were(skipped.length)} skipped: 'summary' says why, and whose it is`,
		);
	}
	return skipped;
}

/** What the comparison has found, besides what is to be written. */
function hintAtUsers(
	run: BatchRun,
	rows: readonly ChangesRow[],
	planned: readonly Planned[],
	direction: Direction,
): void {
	const drifted = rows.filter(hasDrifted).length;
	const users = counted(rows.length, 'user');
	if (drifted > 0) {
		run.hint(`${drifted} of ${users} ${were(drifted)} changed since, and left alone`);
	}
	const there = planned.filter(({ wasThere }) => wasThere).length;
	if (there > 0) {
		const written = run.settings.dryRun ? 'would be written' : `${were(there)} written`;
		run.hint(
			`${there} of ${users} had the ${VALUES[direction]} values already, and ${written} all the same: the run that the rows come from was only accepted, and may still be carried out. Confirm cannot see it`,
		);
	}
	const unchanged = planned.filter(isUnchanged).length;
	const isNothingLeft = unchanged === rows.length && rows.some(asksForChanges);
	if (isNothingLeft) run.hint(NOTHING_LEFT[direction]);
	else hintAtUnchanged(run, unchanged, rows.length);
}

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

	refuse: refuseLargeRows,

	async run(run, rows) {
		const { direction } = run.settings;
		const skipped = skipRows(run, rows);
		const users = rowsByUser(rows.filter(isOpen), direction);
		const leads = users.map(({ row }) => row);
		const all = [...skipped, ...users.flatMap(({ steps }) => steps)].sort(byItem);
		const planned = await compareUsers(run, leads, direction);
		checkpointOf(run, all);
		hintAtUsers(run, leads, planned, direction);
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
