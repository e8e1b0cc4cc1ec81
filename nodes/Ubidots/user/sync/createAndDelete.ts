import { randomBytes } from 'crypto';

import { monotonicMs } from '../../../shared/waiting';
import { apiFailure, Failure, orFailure } from '../../../shared/errors';
import { shown, shownList } from '../../../shared/shown';
import { MAYBE_APPLIED } from '../../../shared/http/errors';
import type { RequestApi } from '../../../shared/http/service';
import { runBatches } from '../../../shared/run/runner';
import { resultOf } from '../../../shared/run/summary';
import { lookUntil } from '../bulk/confirm';
import { fetchUsers } from '../../pagination';
import { assignToNew } from '../organizations/requests';
import { createUser, deleteById, differingFields, hintAtCreated } from '../requests';
import { hasId } from '../userObject';
import type { Scope } from './scope';
import type { Creation, Leaver, SyncRun } from './settings';

/** For a user that nobody has chosen a password for. It has every kind of character that a password policy may ask for. */
const randomPassword = () => `${randomBytes(32).toString('base64url')}aA1!`;

const rowsOf = ({ row }: Creation | Leaver) => [row];

/**
 * Creates users, whose rows end as created or with a failure.
 * @throws Failure of kind `canceled`
 */
export async function createMissing(run: SyncRun, creations: readonly Creation[]): Promise<void> {
	const create = async ({ row, body, memberships }: Creation, request: RequestApi) => {
		const created = await createUser(request, { password: randomPassword(), ...body });
		if (!hasId(created)) {
			throw apiFailure(
				`Could not create the user ${shown(row.requested.value)}: the response has no 'id'${MAYBE_APPLIED}`,
			);
		}
		if (memberships) {
			// Not the request of the row, which ends with the run: the user is there.
			await assignToNew(run.client.request, created, memberships.assign, row.requested.value);
		}
		const notVisible = differingFields(body, created);
		row.result = {
			status: 'created',
			id: created.id,
			...(notVisible.length > 0 && { notVisible }),
		};
	};
	await runBatches(run, { batches: creations, rowsOf, done: ' created', work: create });
	// Those that are read back may still become as they shall be.
	if (run.settings.confirm) return;
	hintAtCreated(
		run,
		creations.map(({ row }) => resultOf(row)?.notVisible ?? []),
	);
}

/**
 * Who is in the list of the scope now: it has shown the leavers, so it is what tells whether they are gone.
 * @returns the IDs, or why they cannot be known
 * @throws Failure of kind `canceled`
 */
async function fetchListed({ client }: SyncRun, scope: Scope): Promise<Set<unknown> | Failure> {
	return await orFailure(async () => {
		const { users, gap } = await fetchUsers(client.request, { ...scope, fields: 'id' });
		if (gap !== undefined) throw apiFailure(`Could not list users: ${gap}`);
		return new Set(users.map(({ id }) => id));
	});
}

/** A 404 is of a user who is gone already, or of one whom the token cannot delete. */
async function checkGone(run: SyncRun, scope: Scope, leavers: readonly Leaver[]): Promise<void> {
	if (leavers.length === 0) return;
	const listed = await fetchListed(run, scope);
	for (const { id, name, row } of leavers) {
		if (!(listed instanceof Failure) && !listed.has(id)) continue;
		const what =
			listed instanceof Failure
				? `and it cannot be told whether the user is still there. ${listed.message}`
				: 'but the user is still there';
		const text = `Could not delete the user ${shown(name)}: Ubidots answered 404, ${what}`;
		row.result = apiFailure(text, { httpCode: '404' });
	}
}

/**
 * Deletes users one by one. One that is gone already is as it shall be.
 * @throws Failure of kind `canceled`
 */
export async function deleteLeavers(
	run: SyncRun,
	scope: Scope,
	leavers: readonly Leaver[],
): Promise<void> {
	const notFound: Leaver[] = [];
	const remove = async (leaver: Leaver, request: RequestApi) => {
		const { status } = await deleteById(request, leaver.id, leaver.name);
		if (status === 404) notFound.push(leaver);
		leaver.row.result = { status: 'deleted' };
	};
	await runBatches(run, { batches: leavers, rowsOf, done: ' deleted', work: remove });
	await checkGone(run, scope, notFound);
}

/**
 * Looks at the list until it has none of those who were deleted, or `confirmTimeout` is over: who is still in it then is pending.
 * @throws Failure of kind `canceled`
 */
export async function confirmDeletions(
	run: SyncRun,
	scope: Scope,
	deleted: readonly Leaver[],
): Promise<void> {
	const { confirmTimeout } = run.settings;
	let left = deleted;
	let failedLook: Failure | undefined;
	const look = async (): Promise<boolean> => {
		const listed = await fetchListed(run, scope);
		failedLook = listed instanceof Failure ? listed : undefined;
		if (!(listed instanceof Failure)) left = left.filter(({ id }) => listed.has(id));
		return left.length === 0;
	};
	if (left.length === 0 || (await look())) return;
	await lookUntil(run, monotonicMs() + confirmTimeout * 1000, look);
	if (left.length === 0) return;
	for (const { row } of left) row.result = { status: 'pending' };
	const names = shownList(left.map(({ name }) => name));
	run.hint(
		failedLook
			? `It could not be confirmed that these users are deleted: ${names}. ${failedLook.message}`
			: `Still there ${confirmTimeout} s after they were deleted: ${names}`,
	);
}
