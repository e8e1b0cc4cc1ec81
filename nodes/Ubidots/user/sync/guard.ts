import { Failure } from '../../../shared/errors';
import type { Limit } from '../../../shared/form/parse';
import {
	ChangeCount,
	isOver,
	limitText,
	nothingWritten,
	overMaxChanges,
} from '../../../shared/run/guard';
import { counted } from '../../../shared/run/summary';
import { USER_FIELDS } from '../fields';
import type { Leaver, PersonPlan, SyncRun } from './settings';

/** A share of a small scope would not let anybody leave: so many may always, up to half of the scope, unless the share is 0. */
const ALWAYS_WITHIN_A_SHARE = 5;

const isFew = ({ most, isShare }: Limit, leavers: number, inScope: number) =>
	isShare && most > 0 && leavers <= ALWAYS_WITHIN_A_SHARE && leavers * 2 <= inScope;

function overMaxLeavers(
	{ settings: { maxLeavers, dryRun } }: SyncRun,
	leavers: readonly Leaver[],
	inScope: number,
): Failure | undefined {
	const [first] = leavers;
	if (!first || !maxLeavers || !isOver(maxLeavers, leavers.length, inScope)) return undefined;
	if (isFew(maxLeavers, leavers.length, inScope)) return undefined;
	const active = first.action === 'deactivate' ? 'active user' : 'user';
	const most = limitText(maxLeavers, counted(inScope, active));
	return new Failure(
		`${leavers.length} of the ${counted(inScope, active)} in the scope would be ${first.action}d: more than 'Max Leavers' allows (${most}). ${nothingWritten(dryRun)} Check that the list is complete; if it is, raise 'Max Leavers' in the options`,
		{ details: { code: 'maxLeavers' }, isOfRun: true },
	);
}

/** The failure of a run that would write more than its limits allow. */
export function overLimits(
	run: SyncRun,
	plans: readonly PersonPlan[],
	leavers: readonly Leaver[],
	inScope: number,
): Failure | undefined {
	const tooManyLeavers = overMaxLeavers(run, leavers, inScope);
	if (tooManyLeavers) return tooManyLeavers;
	const count = new ChangeCount();
	for (const plan of plans) {
		if (plan.action === 'create') count.add(plan.row.requested.value, 'created');
		else if (plan.action === 'update') count.addChanges(plan.id, USER_FIELDS, plan.changes ?? {});
	}
	for (const { action, id } of leavers) count.add(id, `${action}d`);
	const { maxChanges, dryRun } = run.settings;
	return overMaxChanges(count, maxChanges, run.items, dryRun);
}
