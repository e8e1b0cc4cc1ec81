import type { IDataObject } from 'n8n-workflow';

import { hintAtDrift, hintAtNothingLeft, skipRows } from '../../../shared/applyChanges/hints';
import { CHANGES_PROPERTY, DIRECTION } from '../../../shared/applyChanges/parameters';
import { parseChangesRow } from '../../../shared/applyChanges/plan';
import { rowsByUser } from '../../../shared/applyChanges/steps';
import { changesText } from '../../../shared/form/compare';
import type { ValuesOf } from '../../../shared/form/parameters';
import { PLANNING_SETTINGS } from '../../../shared/form/settings';
import { ChangeCount, guardChanges } from '../../../shared/run/guard';
import type { Operation, Run } from '../../../shared/run/operation';
import { plannedOutcomes } from '../../../shared/run/outputItems';
import {
	checkpoint,
	isFailed,
	isOpen,
	itemsText,
	report,
	resultOf,
	sortRows,
} from '../../../shared/run/summary';
import { hintAtPlan } from '../../../shared/run/updateEach';
import { apiOf } from '../../pagination';
import { placeLocator, refuseOtherPlaces } from '../locators';
import { NOUNS } from '../operation';
import type { Place } from '../places/place';
import { Rosters } from '../roster';
import { fieldsOf, isAddition, planOf, refuseOtherWords } from './format';
import { type ChangesRow, type Plan, planChanges, type Requested, type Result } from './plan';
import { writePlans } from './write';

const SETTINGS = { ...DIRECTION, ...PLANNING_SETTINGS };

type Settings = ValuesOf<typeof SETTINGS>;

export type ApplyRun = Run<Settings>;

const byItem = (a: ChangesRow, b: ChangesRow) => (a.item ?? 0) - (b.item ?? 0);

const isUnchanged = ({ row }: Plan) => resultOf(row)?.status === 'unchanged';

/** @returns whether something may be written */
function guard(
	run: ApplyRun,
	place: Place,
	rows: readonly ChangesRow[],
	plans: readonly Plan[],
): boolean {
	const count = new ChangeCount();
	for (const plan of plans) {
		const { row, changes } = plan;
		if (isFailed(row) || isUnchanged(plan)) continue;
		count.addChanges(row.requested.value, fieldsOf(place), changes);
	}
	return guardChanges(run, rows, count) && !run.settings.dryRun;
}

function toJson(place: Place, { row, changes, person }: Partial<Plan> & Pick<Plan, 'row'>) {
	const { value } = row.requested;
	const { status, summary, user_id } = resultOf(row) ?? {};
	const email = person?.email ?? (value.includes('@') ? value : undefined);
	return {
		...(email !== undefined && { email }),
		status,
		summary: summary ?? changesText(fieldsOf(place), changes ?? {}),
		user_id: user_id ?? person?.user_id ?? (value.includes('@') ? null : value || null),
		...(changes && { changes }),
	} as IDataObject;
}

/** Apply Changes: carries out what a dry run has planned, or takes back what a run has written, where nothing was changed since. */
export function applyChangesOf(place: Place): Operation<Requested, Settings, Result> {
	const format = planOf(place);
	return {
		value: 'applyChanges',
		name: 'Apply Changes',
		action: `Apply or undo planned changes to ${NOUNS[place.kind]}s`,
		description: `Apply the output of a dry run to the users of ${place.kind === 'organization' ? 'an' : 'a'} ${place.kind}, or undo an earlier run. Removes nobody.`,
		properties: [
			placeLocator(place).property,
			{
				displayName: 'User',
				name: 'userId',
				type: 'string',
				required: true,
				default: '={{ $json.user_id }}',
				description:
					'ID or email address of the user, from the output of the dry run or the run. If empty, the email of the item is used: who is only invited has no ID.',
			},
			CHANGES_PROPERTY,
		],
		settings: SETTINGS,

		prepare(item, { direction }) {
			const requested = parseChangesRow(format, item, direction);
			if (direction === 'apply') refuseOtherWords(place, requested);
			return {
				...requested,
				where: placeLocator(place).get(item),
				isAddition: isAddition(item.json, requested.changes),
			};
		},

		refuse: (rows) => refuseOtherPlaces(place, rows),

		async run(run, rows) {
			const { direction, dryRun } = run.settings;
			const roster = new Rosters(apiOf(run), place).at(rows[0].requested.where);
			const skipped = skipRows(run, rows);
			const users = rowsByUser(format.fields, rows.filter(isOpen), direction);
			const leads = users.map(({ row }) => row);
			const all = [...skipped, ...users.flatMap(({ steps }) => steps)].sort(byItem);
			const plans = await planChanges(roster, leads, direction, dryRun);
			const nothing = { done: ['Nothing was written.'], hasBegun: false };
			checkpoint(run, all, () => report(all, nothing));
			hintAtDrift(run, leads);
			hintAtNothingLeft(run, leads, plans.filter(isUnchanged).length, direction);
			if (guard(run, place, all, plans)) await writePlans(run, roster, plans);
			checkpoint(run, all, () => {
				const done = [`Done: ${itemsText(sortRows(all).good.filter((row) => !isOpen(row)))}`];
				return report(all, { done, hasBegun: true, isOneByOne: true });
			});
			if (dryRun) hintAtPlan(run, all);
			const steps = new Map(users.map((user) => [user.row, user.steps]));
			const done = plans.flatMap((plan) =>
				(steps.get(plan.row) ?? []).map((row) => ({ ...plan, row })),
			);
			const others = skipped.map((row) => ({ row }));
			return plannedOutcomes(all, [...others, ...done], (plan) => toJson(place, plan));
		},
	};
}
