import { Failure } from '../errors';
import type { Field } from '../form/fields';
import {
	allowedRoundedUp,
	ChangeCount,
	limitText,
	nothingWritten,
	overMaxChanges,
} from '../run/guard';
import type { Row } from '../run/operation';
import { counted } from '../run/summary';
import type { Leavers } from './leavers';
import { doneWord, type Leaver, type PersonPlan } from './plans';
import type { SyncRun } from './settings';

function overMaxLeavers(
	{ settings: { maxLeavers, dryRun } }: SyncRun,
	leavers: readonly Leaver[],
	canLeave: number,
): Failure | undefined {
	const [first] = leavers;
	const ways = [...new Set(leavers.map(({ action }) => doneWord(action)))].join(' or ');
	if (!first || !maxLeavers || leavers.length <= allowedRoundedUp(maxLeavers, canLeave)) {
		return undefined;
	}
	const user = first.action === 'deactivate' ? 'active user' : 'user';
	const most = limitText(maxLeavers, counted(canLeave, user));
	return new Failure(
		`${leavers.length} of the ${counted(canLeave, user)} in the scope would be ${ways}: more than 'Max Leavers' allows (${most}). ${nothingWritten(dryRun)} Check that the list is complete; if it is, raise 'Max Leavers' in the options`,
		{ details: { code: 'maxLeavers' }, isOfRun: true },
	);
}

/** Leavers of all kinds together first, then those of one kind among their own. */
function overAnyMaxLeavers(
	run: SyncRun,
	{ leavers, canLeave, canLeaveBy = new Map() }: Leavers<Leaver>,
): Failure | undefined {
	const ofKinds = [...canLeaveBy].map(([action, count]) =>
		overMaxLeavers(
			run,
			leavers.filter((leaver) => leaver.action === action),
			count,
		),
	);
	return [overMaxLeavers(run, leavers, canLeave), ...ofKinds].find(Boolean);
}

/** The failure of a run that would write more than its limits allow. */
export function overLimits(
	run: SyncRun,
	rows: readonly Row[],
	plans: readonly PersonPlan[],
	found: Leavers<Leaver>,
	fields: readonly Field[],
): Failure | undefined {
	const tooManyLeavers = overAnyMaxLeavers(run, found);
	if (tooManyLeavers) return tooManyLeavers;
	const count = new ChangeCount();
	for (const { action, id, row, changes = {} } of plans) {
		if (action === 'none') continue;
		if (id === undefined) count.add(`item ${row.item}`, doneWord(action));
		else count.addChanges(id, fields, changes);
	}
	for (const { action, id } of found.leavers) count.add(id, doneWord(action));
	const { maxChanges, dryRun } = run.settings;
	return overMaxChanges(count, maxChanges, rows, run.items, dryRun);
}
