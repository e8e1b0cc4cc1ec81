import { monotonicMs, waitUntil } from '../../../shared/waiting';
import { Failure, orFailure } from '../../../shared/errors';
import { canBeSeen, compare } from '../../../shared/form/compare';
import { counted, resultOf } from '../../../shared/run/summary';
import { USER_FIELDS } from '../fields';
import { type Found, type FoundUsers, lookUp } from '../lookup';
import { hintAtCreated } from '../requests';
import type { BatchRun, Planned, Result } from './rows';

const FIRST_INTERVAL_MS = 500;
const LONGEST_INTERVAL_MS = 10_000;

/**
 * Looks at growing intervals until the time is over.
 * @param look returns whether there is nothing more to wait for
 * @throws Failure of kind `canceled`
 */
export async function lookUntil(
	{ client }: Pick<BatchRun, 'client'>,
	deadline: number,
	look: () => Promise<boolean>,
): Promise<void> {
	for (let intervalMs = FIRST_INTERVAL_MS; ; intervalMs *= 1.6) {
		const now = monotonicMs();
		if (now >= deadline) return;
		const nextLook = now + Math.min(intervalMs, LONGEST_INTERVAL_MS);
		await waitUntil(Math.min(deadline, nextLook), client.canceled);
		if (await look()) return;
	}
}

const isCreated = ({ row }: Planned) => resultOf(row)?.status === 'created';

/**
 * @param status of an update; a user who was created stays so
 * @param notVisible fields that were not seen; those of the last look where there was no other
 */
function settle(planned: Planned, status: Result['status'], notVisible?: string[]): void {
	const { notVisible: before = [], ...result } = resultOf(planned.row) ?? {};
	const unseen = notVisible ?? before;
	planned.row.result = {
		...result,
		status: isCreated(planned) ? 'created' : status,
		...(unseen.length > 0 && { notVisible: unseen }),
	};
}

/** @returns whether there is nothing more to wait for */
function checkRow(planned: Planned, found: Exclude<Found, { failure: Failure }>): boolean {
	const { body } = planned;
	const sent = Object.keys(body);
	const { changes, unknown } =
		'user' in found
			? compare(USER_FIELDS, body, found.user)
			: { changes: body, unknown: [] as string[] };
	const missing = Object.keys(changes).filter((name) => !unknown.includes(name));
	const notVisible = missing.length > 0 ? missing : unknown;
	// A row of which nothing is shown stays `accepted`.
	const isApplied = missing.length === 0 && unknown.length < sent.length;
	settle(planned, isApplied ? 'applied' : 'accepted', notVisible);
	return missing.length === 0;
}

/** The users of these rows as Ubidots shows them now, or the reason why they cannot be read this time. */
async function fetchCurrentUsers(
	{ client, settings }: BatchRun,
	rows: readonly Planned[],
	deadline: number,
): Promise<FoundUsers | Failure> {
	const ids = rows.map(({ id }) => id);
	const fields = new Set(rows.flatMap(({ body }) => Object.keys(body)));
	const { request } = client;
	const concurrency = settings.maxConcurrentRequests;
	return await orFailure(
		async () => await lookUp({ request, concurrency, deadline }, 'id', ids, fields),
	);
}

const isRefused = ({ details }: Failure) => details.httpCode === '401';

/** A row that changes single tags: the next run would read those of before, and its tags would be all that is left. */
const changesTags = ({ row }: Planned) => row.requested.patch.tags !== undefined;

/**
 * Reads the users of rows that were accepted or created back where `confirm` asks for it, or the row changes single tags: at growing
 * intervals until every change is visible or `confirmTimeout` is over, because the API documents no status of a task. Rows end as
 * `applied`, or as `pending` when the time is over. A row that cannot be read stays as it was and holds back no other; a failed look is
 * followed by the next. A row whose user had all of it before stays `accepted` as well.
 * @param mustConfirm which rows are read back without `confirm`
 * @throws Failure of kind `canceled`
 */
export async function confirmRows(
	run: BatchRun,
	planned: readonly Planned[],
	mustConfirm: (planned: Planned) => boolean = changesTags,
): Promise<void> {
	const { confirm, confirmTimeout } = run.settings;
	const isAccepted = ({ row }: Planned) => resultOf(row)?.status === 'accepted';
	const accepted = planned
		.filter(({ wasThere }) => !wasThere)
		.filter((one) =>
			confirm ? isAccepted(one) || isCreated(one) : isAccepted(one) && mustConfirm(one),
		);
	const deadline = monotonicMs() + confirmTimeout * 1000;
	let waiting = accepted.filter(({ body }) => canBeSeen(USER_FIELDS, body));
	const unseen = accepted.length - waiting.length;
	if (unseen > 0)
		run.hint(`${counted(unseen, 'user')} could not be confirmed: passwords cannot be read back`);
	const unreadable: Array<{ planned: Planned; failure: Failure }> = [];
	/** Why the last look failed, if it did. */
	let failedLook: Failure | undefined;
	run.progress?.begin(' confirmed', waiting.length, false);
	const look = async () => {
		const found = await fetchCurrentUsers(run, waiting, deadline);
		failedLook = found instanceof Failure ? found : undefined;
		// Every further look would be refused as well.
		if (found instanceof Failure) return isRefused(found);
		const before = waiting.length;
		waiting = waiting.filter((planned) => {
			const one = found.get(planned.id);
			// The time was over before this one was looked at.
			if (!one) return true;
			if (!('failure' in one)) return !checkRow(planned, one);
			unreadable.push({ planned, failure: one.failure });
			return false;
		});
		run.progress?.advance(before - waiting.length);
		return waiting.length === 0;
	};
	if (waiting.length > 0) await lookUntil(run, deadline, look);
	const unconfirmed = [...waiting, ...unreadable.map(({ planned: one }) => one)];
	hintAtCreated(
		run,
		unconfirmed.filter(isCreated).map(({ row }) => resultOf(row)?.notVisible ?? []),
	);
	if (failedLook && isRefused(failedLook)) {
		run.hint(`The updates were accepted but not confirmed. ${failedLook.message}`);
		return;
	}
	for (const one of waiting) settle(one, 'pending');
	if (unreadable.length > 0) {
		const users = counted(unreadable.length, 'user');
		run.hint(
			`${users} could not be confirmed, although the update was accepted. ${unreadable[0].failure.message}`,
		);
	}
	if (waiting.length === 0) return;
	const why = failedLook ? `. They were accepted but not confirmed. ${failedLook.message}` : '';
	const users = `${waiting.length} of ${counted(accepted.length, 'user')}`;
	run.hint(`Still pending after ${confirmTimeout} s: ${users}${why}`);
}
