import { apiFailure, asFailure } from '../../../shared/errors';
import { nameKey } from '../../../shared/nameKey';
import { settleEach } from '../../../shared/run/runner';
import { shown } from '../../../shared/shown';
import { cancel } from '../invitations';
import { add, change, remove } from '../write';
import type { Leaver, PersonPlan, PlaceNow } from './plan';
import type { PlaceRun } from './settings';

const rowOf = <R>({ row }: { row: R }) => row;

/** @throws Failure of kind `canceled` */
export async function changeEach(
	run: PlaceRun,
	{ roster }: PlaceNow,
	plans: readonly PersonPlan[],
): Promise<void> {
	await settleEach(run, {
		entries: plans,
		rowOf,
		done: ' updated',
		async work({ row, person }, request) {
			const { permissions } = row.requested;
			if (!person || !permissions) return;
			await change(request, roster, person, [...permissions]);
			row.result = { status: 'applied' };
		},
	});
}

/** @throws Failure of kind `canceled` */
export async function addEach(
	run: PlaceRun,
	{ roster }: PlaceNow,
	plans: readonly PersonPlan[],
): Promise<void> {
	await settleEach(run, {
		entries: plans,
		rowOf,
		done: ' added',
		async work({ row }, request) {
			const { by, value, permissions = [] } = row.requested;
			const wished = { [by]: value, permissions: [...permissions] };
			const { status, user_id, invitation_id } = await add(request, roster, wished);
			row.result = { status, user_id, invitation_id };
		},
	});
}

/** An invitation that is gone may have been accepted just now: whoever did still has access. */
async function checkAccepted({ roster }: PlaceNow, gone: readonly Leaver[]): Promise<void> {
	if (gone.length === 0) return;
	roster.forget();
	const why = (text: string) => `is gone, but ${text}`;
	try {
		const { people, gap } = await roster.people();
		const there = new Set(people.map(({ email = '' }) => nameKey(email)));
		for (const { row, name } of gone) {
			const isThere = there.has(nameKey(name));
			if (!isThere && gap === undefined) continue;
			const text = isThere
				? `${shown(name)} has accepted it and is in ${roster.text} now: run it again`
				: `it cannot be told whether it was accepted: ${gap}`;
			row.result = apiFailure(`The invitation of ${shown(name)} ${why(text)}`);
		}
	} catch (error) {
		const { message } = asFailure(error);
		for (const { row, name } of gone) {
			row.result = apiFailure(
				`The invitation of ${shown(name)} ${why(`it cannot be told whether it was accepted. ${message}`)}`,
			);
		}
	}
}

/**
 * Removes people, and cancels invitations. One that is gone already is as it shall be.
 * @throws Failure of kind `canceled`
 */
export async function removeEach(
	run: PlaceRun,
	now: PlaceNow,
	leavers: readonly Leaver[],
): Promise<void> {
	const { roster } = now;
	const gone: Leaver[] = [];
	// First of all, or who is removed walks in again.
	const inOrder = [...leavers].sort((a, b) => a.action.localeCompare(b.action));
	await settleEach(run, {
		entries: inOrder,
		rowOf,
		done: ' removed',
		async work(leaver, request) {
			const { row, person, invitation } = leaver;
			if (person) await remove(request, roster, person);
			else if (invitation) {
				const { cancelled } = await cancel(run.client, roster.place, await roster.id(), invitation);
				if (!cancelled) gone.push(leaver);
			}
			row.result = { status: invitation ? 'cancelled' : 'removed' };
		},
	});
	await checkAccepted(now, gone);
}
