import { apiFailure, asFailure } from '../../../shared/errors';
import { isSameName } from '../../../shared/nameKey';
import { runBatches } from '../../../shared/run/runner';
import { hasEnded } from '../../../shared/run/summary';
import { shown } from '../../../shared/shown';
import { cancel } from '../invitations';
import { samePermissions } from '../places/permissions';
import type { Added, Invitation, Person } from '../places/place';
import { nameOf } from '../directory';
import { add } from '../addition';
import { change, remove } from '../write';
import type { Leaver, PersonPlan, PlaceNow } from './plan';
import type { PlaceRun } from './settings';

const rowsOf = <R>({ row }: { row: R }) => [row];

/** @throws Failure of kind `canceled` */
export async function changeEach(
	run: PlaceRun,
	{ roster }: PlaceNow,
	plans: readonly PersonPlan[],
): Promise<void> {
	await runBatches(run, {
		batches: plans,
		rowsOf,
		done: ' updated',
		async work({ row, person }, request) {
			const { permissions } = row.requested;
			if (!person || !permissions) return;
			await change(request, roster, person, [...permissions]);
			row.result = { status: 'applied' };
		},
	});
}

/** Somebody else may have added the person meanwhile, with other permissions. */
function checkAdded({ roster }: PlaceNow, { person }: Added, permissions: readonly string[]): void {
	if (!person || !roster.place.permissions || samePermissions(person.permissions, permissions))
		return;
	const has = person.permissions?.join(', ') ?? 'permissions that Upsun does not show';
	throw apiFailure(
		`${nameOf(person)} has come into ${roster.text} meanwhile, with other permissions (${has || 'none'}): run it again`,
	);
}

/** @throws Failure of kind `canceled` */
export async function addEach(
	run: PlaceRun,
	now: PlaceNow,
	plans: readonly PersonPlan[],
): Promise<void> {
	await runBatches(run, {
		batches: plans,
		rowsOf,
		done: ' added',
		async work({ row }, request) {
			const { by, value, permissions = [] } = row.requested;
			const wished = { [by]: value, permissions: [...permissions] };
			const added = await add(request, now.roster, wished);
			checkAdded(now, added, permissions);
			const { status, user_id, invitation_id } = added;
			const isThere = status === 'unchanged' && { summary: 'is there, or invited, already' };
			row.result = { status, user_id, invitation_id, ...isThere };
		},
	});
}

/** Who and what is there after somebody was said not to be. */
interface Seen {
	readonly people: readonly Person[];
	readonly invitations: readonly Invitation[];
	/** Why there may be more. */
	readonly gap?: string;
}

async function lookAgain({ roster }: PlaceNow): Promise<Seen> {
	roster.forget();
	try {
		const { people, gap } = await roster.people();
		const { invitations, gap: others } = await roster.invitations();
		return { people, invitations, gap: gap ?? others };
	} catch (error) {
		return { people: [], invitations: [], gap: asFailure(error).message };
	}
}

/** Why a leaver whom Upsun does not find may still have access; undefined for one who has none. */
function whyStillThere(
	{ person, invitation, name }: Leaver,
	now: PlaceNow,
	{ people, invitations, gap }: Seen,
): string | undefined {
	const { text } = now.roster;
	const isListed = person
		? people.some(({ user_id }) => user_id === person.user_id)
		: invitations.some(({ id }) => id === invitation?.id);
	if (isListed) return `Upsun still lists ${person ? shown(name) : 'it'}`;
	if (gap !== undefined) return `it cannot be told who is in ${text} now: ${gap}`;
	if (person) return undefined;
	const before = new Set(now.people.map(({ user_id }) => user_id));
	const fresh = people.filter(({ user_id }) => !before.has(user_id));
	if (fresh.some(({ email }) => isSameName(email, name)))
		return `${shown(name)} has accepted it and is in ${text} now`;
	return fresh.some(({ email = '' }) => email === '')
		? `somebody has come into ${text} whose address cannot be read`
		: undefined;
}

/** Whoever is not found has left already, or has just accepted, or is there all the same. */
async function checkGone(now: PlaceNow, gone: readonly Leaver[]): Promise<void> {
	if (gone.length === 0) return;
	const seen = await lookAgain(now);
	for (const leaver of gone) {
		const why = whyStillThere(leaver, now, seen);
		if (why === undefined) continue;
		const what = leaver.invitation ? 'The invitation of' : 'The user';
		leaver.row.result = apiFailure(
			`${what} ${shown(leaver.name)} was not found, but ${why}: run it again`,
		);
	}
}

/**
 * Cancels invitations, and removes people. Who is gone already is as they shall be.
 * @throws Failure of kind `canceled`
 */
export async function removeEach(
	run: PlaceRun,
	now: PlaceNow,
	leavers: readonly Leaver[],
): Promise<void> {
	const { roster } = now;
	const gone: Leaver[] = [];
	// Invitations first, or who is removed walks in again.
	for (const action of ['cancel', 'remove']) {
		if (hasEnded(run, leavers)) break;
		await runBatches(run, {
			batches: leavers.filter((leaver) => leaver.action === action),
			rowsOf,
			done: ' removed',
			async work(leaver, request) {
				const { row, person, invitation } = leaver;
				const id = await roster.id();
				const done = person
					? await remove(request, roster, person)
					: invitation && (await cancel({ request }, roster.place, id, invitation));
				if (done?.isNotFound) gone.push(leaver);
				row.result = { status: invitation ? 'cancelled' : 'removed' };
			},
		});
	}
	await checkGone(now, gone);
}
