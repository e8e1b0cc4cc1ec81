import type { IDataObject } from 'n8n-workflow';

import { ChangeCount, guardChanges } from '../../../shared/run/guard';
import { type Difference, differenceOf } from '../../../shared/form/compare';
import { isFailed } from '../../../shared/run/summary';
import { PLAN_FIELDS } from '../fields';
import { changeOf } from '../organizations/change';
import { bodyFor, separate } from '../patch';
import type { UbidotsUser } from '../userObject';
import type { BatchSettings } from './settings';
import type { BatchRun, BulkRow, Planned, Result } from './rows';
import { checkSize } from './size';

const UNCHANGED: Result = { status: 'unchanged' };
/** What a row ends with in a dry run that would write it. */
export const PLANNED: Result = { status: 'planned' };

/** Whether the row was compared, and nothing is to be written for it. */
export const isUnchanged = ({ row }: Pick<Planned, 'row'>) => row.result === UNCHANGED;

type RowSettings = Pick<BatchSettings, 'dryRun' | 'maxBatchBytes'>;

/**
 * Settles a row with nothing to write, with too much for a request, or in a dry run.
 * @param user as `withMemberships` gives it
 * @throws Failure when an organization to remove is not shown as is needed for it
 */
export function planDifference<R extends BulkRow>(
	row: R,
	user: UbidotsUser,
	{ body: differing, changes }: Difference,
	settings: RowSettings,
): Planned<R> {
	const { body, organizations } = separate(differing);
	const memberships = organizations && changeOf(organizations, user);
	const isNothing = Object.keys(body).length === 0 && !memberships;
	const settled = isNothing ? UNCHANGED : settings.dryRun ? PLANNED : undefined;
	row.result = checkSize(row.requested, user.id, body, settings) ?? settled;
	return { row, id: user.id, body, changes, ...(memberships && { memberships }) };
}

/**
 * What differs between a row and its user.
 * @param patch with all organizations that the user shall have
 */
export function planUpdate<R extends BulkRow>(
	row: R,
	user: UbidotsUser,
	settings: RowSettings,
	patch = row.requested.patch,
): Planned<R> {
	const { organizations } = patch;
	const body = bodyFor(patch, user);
	const wanted: IDataObject = organizations ? { ...body, organizations } : body;
	return planDifference(row, user, differenceOf(PLAN_FIELDS, wanted, user), settings);
}

/** For a row that asks for nothing. */
export function planNothing<R extends BulkRow>(row: R): Planned<R> {
	row.result = UNCHANGED;
	return { row, id: row.requested.value, body: separate({}).body, changes: {} };
}

/**
 * Ends a run that would write more users than `maxChanges` allows.
 * @param compared what is planned for those of the rows whose users were compared
 * @throws Failure without Continue On Fail
 */
export function guardRows(
	run: BatchRun,
	rows: readonly BulkRow[],
	compared: readonly Planned[],
): void {
	if (!run.settings.maxChanges) return;
	const count = new ChangeCount();
	for (const { row, id, changes = {} } of compared) {
		if (!isFailed(row) && !isUnchanged({ row })) count.addChanges(id, PLAN_FIELDS, changes);
	}
	guardChanges(run, rows, count);
}
