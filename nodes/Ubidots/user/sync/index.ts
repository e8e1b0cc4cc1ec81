import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../../shared/run/operation';
import { resultOf } from '../../../shared/run/summary';
import { keepInStep } from '../../../shared/sync/keepInStep';
import { hintAtColumns, SYNC_COLUMNS, syncColumnsProperties } from '../bulk/columns';
import { confirmRows } from '../bulk/confirm';
import { doneLines, plannedJson, undoLines } from '../bulk/output';
import { hintAtPlaceholders } from '../bulk/placeholders';
import { parseColumns, refuseRows, type Requested, type Result } from '../bulk/rows';
import { sendBatches, writeUsers } from '../bulk/send';
import { PLAN_FIELDS } from '../fields';
import { confirmDeletions, createMissing, deleteLeavers } from './createAndDelete';
import { hintAtLost, hintAtOutside } from './hints';
import { findUbidotsLeavers } from './leavers';
import { hintAtInactive, isCreation, isUpdate, type People, planPeople } from './people';
import {
	type Creation,
	type Leaver,
	leaverRules,
	type PersonPlan,
	SYNC_SETTINGS,
	type SyncRun,
	type SyncSettings,
} from './settings';

/** What a person reads first. */
function toJson(plan: PersonPlan | Leaver): IDataObject {
	const isNamed = 'name' in plan && plan.row.requested.by === 'id';
	return {
		action: plan.action,
		...(isNamed && { username: plan.name }),
		...plannedJson(plan),
	};
}

/** Of somebody who was there before, whose changes can be taken back. */
const isOfUser = (plan: PersonPlan | Leaver): plan is Exclude<typeof plan, Creation> =>
	plan.action !== 'create';

/** Reads back whoever was written. */
async function confirmSync(
	run: SyncRun,
	plans: readonly PersonPlan[],
	leavers: readonly Leaver[],
): Promise<void> {
	const rules = leaverRules(run.settings);
	const deleted = leavers.filter(({ row }) => resultOf(row)?.status === 'deleted');
	if (rules && run.settings.confirm) await confirmDeletions(run, rules.scope, deleted);
	const created = plans
		.filter(isCreation)
		.map((plan) => ({ ...plan, id: resultOf(plan.row)?.id ?? '' }));
	await confirmRows(run, [...plans.filter(isUpdate), ...created, ...leavers]);
}

/** Sync users with a list: updates in bulk, creations, and last those who are not in the list. */
export const sync: Operation<Requested, SyncSettings, Result> = {
	value: 'sync',
	name: 'Sync',
	action: 'Sync users with list',
	description:
		'Bring users in line with a list: update and create people, and optionally deactivate or delete those not in it',
	builderHint:
		'Needs the whole list in one run: never in a loop or in parts. Only plans until dryRun is false.',
	properties: syncColumnsProperties,
	settings: SYNC_SETTINGS,

	prepare: (item) => parseColumns(item, SYNC_COLUMNS, ['password']),

	refuse: (rows, settings) => refuseRows(rows, settings, SYNC_COLUMNS),

	async run(run, rows) {
		const rules = leaverRules(run.settings);
		let people: People;
		let planned: readonly PersonPlan[] = [];
		const outcomes = await keepInStep<PersonPlan, Leaver>(run, rows, {
			fields: PLAN_FIELDS,
			async plan() {
				people = await planPeople(run, rows);
				planned = people.plans;
				hintAtPlaceholders(run, rows);
				hintAtInactive(run, people.plans);
				return people.plans;
			},
			...(rules && {
				async findLeavers(plans) {
					const { named, inScope } = people;
					const found = await findUbidotsLeavers(run, rules, inScope, rows, named);
					hintAtOutside(run, rules.scope, plans, new Set(inScope.users.map(({ id }) => id)));
					return found;
				},
			}),
			writers: [
				async (open) => await writeUsers(run, open.filter(isUpdate), ' updated'),
				async (open) => await createMissing(run, open.filter(isCreation)),
			],
			async removeLeavers(leavers) {
				if (rules?.action === 'delete') await deleteLeavers(run, rules.scope, leavers);
				else await sendBatches(run, leavers, ' deactivated');
			},
			confirm: async (plans, leavers) => await confirmSync(run, plans, leavers),
			toJson,
			doneLines: () => doneLines(rows),
			undoLines: (plans) => undoLines(plans.filter(isOfUser)),
		});
		hintAtLost(run, planned);
		hintAtColumns(run, rows);
		return outcomes;
	},
};
