import { Failure } from '../../../shared/errors';
import {
	ChangeCount,
	isOver,
	limitText,
	nothingWritten,
	overMaxChanges,
} from '../../../shared/run/guard';
import { counted } from '../../../shared/run/summary';
import { USER_FIELDS } from '../fields';
import type { LeaverRow, PersonRow, SyncRun } from './row';

/** A share of a small scope would not let anybody leave. */
const ALWAYS_WITHIN_A_SHARE = 5;

function overMaxLeavers(
	{ options: { maxLeavers, dryRun } }: SyncRun,
	leavers: readonly LeaverRow[],
	inScope: number,
): Failure | undefined {
	const [first] = leavers;
	if (!first || !maxLeavers || !isOver(maxLeavers, leavers.length, inScope)) return undefined;
	if (maxLeavers.isShare && leavers.length <= ALWAYS_WITHIN_A_SHARE) return undefined;
	const most = limitText(maxLeavers, counted(inScope, 'user'));
	return new Failure(
		`${leavers.length} of the ${counted(inScope, 'user')} in the scope would be ${first.action}d: more than 'Max Leavers' allows (${most}). ${nothingWritten(dryRun)} Check that the list is complete; if it is, raise 'Max Leavers' in the options`,
		{ details: { code: 'maxLeavers' }, isOfRun: true },
	);
}

/** The failure of a run that would write more than its limits allow. */
export function overLimits(
	run: SyncRun,
	rows: readonly PersonRow[],
	leavers: readonly LeaverRow[],
	inScope: number,
): Failure | undefined {
	const tooManyLeavers = overMaxLeavers(run, leavers, inScope);
	if (tooManyLeavers) return tooManyLeavers;
	const count = new ChangeCount();
	for (const { action, id, key, changes = {} } of rows) {
		if (action === 'create') count.add(key, 'created');
		else if (action === 'update') count.addChanges(id, USER_FIELDS, changes);
	}
	for (const { action, id } of leavers) count.add(id, `${action}d`);
	const { maxChanges, dryRun } = run.options;
	return overMaxChanges(count, maxChanges, run.items, dryRun);
}
