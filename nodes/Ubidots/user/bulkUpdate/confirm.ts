import { asFailure } from '../../../shared/errors';
import { compare } from '../../../shared/form/diff';
import { counted } from '../../../shared/run/summary';
import { waitUntil } from '../../../shared/http/abort';
import { USER_FIELDS } from '../fields';
import { UserLookup } from '../lookup';
import type { BulkRow, BulkRun } from './row';

const FIRST_LOOK_AFTER_MS = 500;
const LONGEST_INTERVAL_MS = 10_000;

/** Looks at one row; true when there is nothing more to wait for. */
function look(row: BulkRow, lookup: UserLookup): boolean {
	const [user] = lookup.usersWith(row.id);
	if (!user) {
		row.notVisible = Object.keys(row.body);
		return false;
	}
	const { changes, unknown } = compare(USER_FIELDS, row.body, user);
	const missing = Object.keys(changes).filter((name) => !unknown.includes(name));
	row.state = missing.length === 0 ? 'applied' : 'pending';
	row.notVisible = missing.length === 0 ? unknown : missing;
	if (row.notVisible.length === 0) row.notVisible = undefined;
	return row.state === 'applied';
}

/** Passwords and the like are never shown: a row with nothing else stays `accepted`. */
const canBeSeen = (row: BulkRow) => {
	const { unknown } = compare(USER_FIELDS, row.body, {});
	return Object.keys(row.body).some((name) => !unknown.includes(name));
};

/**
 * Reads the accepted users back until every change is visible or `confirmTimeout` is over, with growing intervals: the API
 * documents no way to ask how a task went. Rows end as `applied` or `pending`; one that cannot be read back ends the
 * waiting, not the run, because the updates were accepted.
 * @throws Failure of kind `canceled`
 */
export async function confirmRows(run: BulkRun, accepted: readonly BulkRow[]): Promise<void> {
	const { confirmTimeout } = run.options;
	const deadline = Date.now() + confirmTimeout * 1000;
	let waiting = accepted.filter(canBeSeen);
	const unseen = accepted.length - waiting.length;
	if (unseen > 0)
		run.hint(`${counted(unseen, 'user')} could not be confirmed: passwords cannot be read back`);
	for (const row of waiting) row.state = 'pending';
	for (let intervalMs = FIRST_LOOK_AFTER_MS; waiting.length > 0; intervalMs *= 1.6) {
		const now = Date.now();
		if (now >= deadline) break;
		const nextLook = now + Math.min(intervalMs, LONGEST_INTERVAL_MS);
		await waitUntil(Math.min(deadline, nextLook), run.client.signal);
		const ids = waiting.map(({ id }) => id);
		const fields = new Set(waiting.flatMap(({ body }) => Object.keys(body)));
		let lookup: UserLookup;
		try {
			lookup = await UserLookup.byColumn(run, 'id', ids, { fields, deadline });
		} catch (error) {
			const failure = asFailure(error);
			if (failure.kind === 'canceled') throw failure;
			return run.hint(`The updates were accepted but not confirmed. ${failure.message}`);
		}
		waiting = waiting.filter((row) => !look(row, lookup));
		const refused = waiting.map(({ id }) => lookup.failureOf(id)).find(Boolean);
		if (refused) return run.hint(`The updates were accepted but not confirmed. ${refused.message}`);
	}
	if (waiting.length > 0) {
		run.hint(
			`Still pending after ${confirmTimeout} s: ${waiting.length} of ${counted(accepted.length, 'user')}`,
		);
	}
}
