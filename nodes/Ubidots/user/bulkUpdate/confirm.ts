import { compare } from '../../../shared/form/diff';
import { asFailure } from '../../../shared/errors';
import type { Run } from '../../../shared/run/operation';
import { counted } from '../../../shared/run/summary';
import { waitUntil } from '../../../shared/http/abort';
import { USER_FIELDS } from '../fields';
import { UserLookUp } from '../lookup';
import type { RowState } from './row';

const FIRST_LOOK_AFTER_MS = 500;
const LONGEST_INTERVAL_MS = 10_000;

/** Looks at one row; true when there is nothing more to wait for. */
function look(row: RowState, lookUp: UserLookUp): boolean {
	const [user] = lookUp.usersWith(row.id);
	if (!user) {
		row.notVisible = Object.keys(row.body);
		return false;
	}
	const { changes, unknown } = compare(USER_FIELDS, row.body, user);
	const missing = Object.keys(changes).filter((name) => !unknown.includes(name));
	row.status = missing.length === 0 ? 'applied' : 'pending';
	row.notVisible = missing.length === 0 ? unknown : missing;
	if (row.notVisible.length === 0) row.notVisible = undefined;
	return row.status === 'applied';
}

/** Passwords and the like are never shown: a row with nothing else stays `accepted`. */
const canBeSeen = (row: RowState) => {
	const { unknown } = compare(USER_FIELDS, row.body, {});
	return Object.keys(row.body).some((name) => !unknown.includes(name));
};

/**
 * Reads the accepted users back until every change is visible or `confirmTimeout` is over, with growing intervals: the API
 * documents no way to ask how a task went. Rows end as `applied` or `pending`; one that cannot be read back ends the
 * waiting, not the run, because the updates were accepted.
 * @throws Failure of kind `canceled`
 */
export async function confirmRows(run: Run, accepted: readonly RowState[]): Promise<void> {
	const { confirmTimeoutMs, maxConcurrentRequests } = run.settings;
	const deadline = Date.now() + confirmTimeoutMs;
	let waiting = accepted.filter(canBeSeen);
	const unseen = accepted.length - waiting.length;
	if (unseen > 0)
		run.hint(`${counted(unseen, 'user')} could not be confirmed: passwords cannot be read back`);
	for (const row of waiting) row.status = 'pending';
	for (let intervalMs = FIRST_LOOK_AFTER_MS; waiting.length > 0; intervalMs *= 1.6) {
		const now = Date.now();
		if (now >= deadline) break;
		const nextLook = now + Math.min(intervalMs, LONGEST_INTERVAL_MS);
		await waitUntil(Math.min(deadline, nextLook), run.sender.signal);
		const ids = waiting.map(({ id }) => id);
		const fields = new Set(waiting.flatMap(({ body }) => Object.keys(body)));
		const lookUp = await UserLookUp.byColumn(run.sender, maxConcurrentRequests, 'id', ids, {
			fields,
			giveUpAt: deadline,
		}).catch((error: unknown) => {
			const failure = asFailure(error);
			if (failure.kind === 'canceled') throw failure;
			run.hint(`The updates were accepted but not confirmed. ${failure.message}`);
			return undefined;
		});
		if (!lookUp) return;
		waiting = waiting.filter((row) => !look(row, lookUp));
		const refused = waiting.map(({ id }) => lookUp.failureOf(id)).find(Boolean);
		if (refused) return run.hint(`The updates were accepted but not confirmed. ${refused.message}`);
	}
	if (waiting.length > 0) {
		run.hint(
			`Still pending after ${confirmTimeoutMs / 1000} s: ${waiting.length} of ${counted(accepted.length, 'user')}`,
		);
	}
}
