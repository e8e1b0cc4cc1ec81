import { Failure, NotSent } from '../../../shared/errors';
import type { RequestApi } from '../../../shared/http/service';
import { runBatches } from '../../../shared/run/runner';
import { isFailed, resultOf } from '../../../shared/run/summary';
import { shown } from '../../../shared/shown';
import type { BatchRun, BulkRow, Planned, Result } from '../bulk/rows';
import { membershipText } from './memberships';
import { assign, removeFrom } from './requests';

/** What of a row was written before its organizations failed, as a sentence; undefined for nothing. */
function writtenOf(
	{ memberships }: Planned,
	accepted: Result | undefined,
	isAssigned: boolean,
): string | undefined {
	const texts = [
		...(accepted ? ['its other fields were accepted'] : []),
		...(isAssigned ? [`it is in ${memberships?.assign.map(membershipText).join(', ')}`] : []),
	];
	return texts.length > 0 ? `Of this user ${texts.join(', and ')}` : undefined;
}

/** The failure of a row of which a part was written, with what takes it back. */
function halfDone({ row, changes }: Planned, failure: Failure, written: string): Failure {
	const { kind, details, isConsequence } = failure;
	const message =
		failure instanceof NotSent
			? `The organizations of the user ${shown(row.requested.value)} were not all written, because ${failure.reason}`
			: failure.message;
	return new Failure(`${message}. ${written}`, {
		kind,
		isConsequence,
		details: { ...details, ...(changes && { changes }) },
	});
}

/**
 * Assigns and removes the organizations of users who have not failed, one request a person for each. Rows with nothing else to write
 * end as applied: the service answers when it is done, and who was taken out is read again.
 * @throws Failure of kind `canceled`
 */
export async function writeMemberships(run: BatchRun, plans: readonly Planned[]): Promise<void> {
	const due = plans.filter(({ row, memberships }) => memberships && !isFailed(row));
	if (due.length === 0) return;
	const before = new Map<BulkRow, Result | undefined>();
	for (const { row } of due) {
		before.set(row, resultOf(row));
		row.result = undefined;
	}
	const assigned = new Set<BulkRow>();
	const write = async ({ row, id, memberships }: Planned, request: RequestApi) => {
		const key = { by: 'id' as const, value: id };
		const { value } = row.requested;
		if (memberships && memberships.assign.length > 0) {
			await assign(request, key, memberships.assign, value);
			assigned.add(row);
		}
		if (memberships && memberships.remove.length > 0) {
			await removeFrom(request, key, memberships.remove, value);
		}
		row.result = before.get(row) ?? { status: 'applied' };
	};
	await runBatches(run, {
		batches: due,
		rowsOf: ({ row }) => [row],
		done: ' assigned to organizations',
		work: write,
	});
	for (const plan of due) {
		const { row } = plan;
		if (!isFailed(row)) continue;
		const written = writtenOf(plan, before.get(row), assigned.has(row));
		if (written !== undefined) row.result = halfDone(plan, row.result, written);
	}
}
