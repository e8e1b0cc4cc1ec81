import { apiFailure } from '../../../shared/errors';
import type { RequestApi } from '../../../shared/http/service';
import { runBatches } from '../../../shared/run/runner';
import { isOpen } from '../../../shared/run/summary';
import { shown } from '../../../shared/shown';
import { cancel } from '../invitations';
import type { Person } from '../places/place';
import type { Roster } from '../roster';
import { add } from '../addition';
import { change } from '../write';
import type { ApplyRun } from './index';
import { type Plan, type Result, whoOf } from './plan';

/**
 * Takes an invitation back.
 * @throws Failure for one that somebody has accepted meanwhile
 */
async function takeBack(request: RequestApi, roster: Roster, plan: Plan): Promise<Result> {
	const { invitation, row } = plan;
	if (!invitation) return { status: 'unchanged' };
	const { cancelled } = await cancel({ request }, roster.place, await roster.id(), invitation);
	if (!cancelled) {
		roster.forget();
		const { directory, gap } = await roster.people();
		const isThere = directory.find(whoOf(row.requested)).length > 0;
		if (isThere || gap !== undefined) {
			throw apiFailure(
				`The invitation of ${shown(invitation.email)} is gone, and the user ${isThere ? 'is' : 'may be'} in ${roster.text} now: remove the user with Remove`,
				{ code: 'changed' },
			);
		}
	}
	return { status: 'cancelled' };
}

async function writeOne(request: RequestApi, roster: Roster, plan: Plan): Promise<Result> {
	const { person, invitation, row, body } = plan;
	const permissions = (body.permissions ?? []) as string[];
	if (person) return await changeOne(request, roster, person, permissions);
	if (invitation) return await takeBack(request, roster, plan);
	const { status, user_id } = await add(request, roster, { ...whoOf(row.requested), permissions });
	return { status, ...(user_id !== undefined && { user_id }) };
}

async function changeOne(
	request: RequestApi,
	roster: Roster,
	person: Person,
	permissions: string[],
): Promise<Result> {
	await change(request, roster, person, permissions);
	return { status: 'applied' };
}

/** Writes what is planned, and settles the rows. */
export async function writePlans(
	run: ApplyRun,
	roster: Roster,
	plans: readonly Plan[],
): Promise<void> {
	await runBatches(run, {
		batches: plans.filter(({ row }) => isOpen(row)),
		rowsOf: ({ row }) => [row],
		async work(plan, request) {
			plan.row.result = await writeOne(request, roster, plan);
		},
	});
}
