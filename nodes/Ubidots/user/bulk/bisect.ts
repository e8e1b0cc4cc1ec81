import { apiFailure, asFailure, Failure, NotSent } from '../../../shared/errors';
import { shown } from '../../../shared/shown';
import { fieldsText } from '../../../shared/http/errorBody';
import {
	MAYBE_APPLIED,
	mayBeApplied,
	RefusedRequest,
	withoutWarning,
} from '../../../shared/http/errors';
import { isOpen } from '../../../shared/run/summary';
import type { Planned, Result } from './rows';

/**
 * For finding the bad rows of one batch: enough for a dozen among a hundred, or for fifty in a row. A run may spend as many, and one
 * more for each accepted row.
 */
const MOST_REQUESTS = 120;

/** When this many rows are all refused, the cause is not in single rows, and other requests have it as well. */
const MIN_ROWS_TO_GIVE_UP = 20;

/** The one documented 400 that is not about a row (bulk page): a proxy may drop the header. */
const HEADER_MISSING = /X-BULK-OPERATION/i;

/** What a run has spent on finding bad rows, and what came of it. */
export class Search {
	private spent = 0;
	private accepted = 0;
	/** Rows of batches that were taken apart for nothing, since one was accepted. */
	private refused = 0;

	get requestsLeft(): number {
		return MOST_REQUESTS + this.accepted - this.spent;
	}

	/** Whether every row of the batches before was refused, so that taking others apart would bring nothing either. */
	get isInVain(): boolean {
		return this.refused >= MIN_ROWS_TO_GIVE_UP;
	}

	spend(requests: number): void {
		this.spent += requests;
	}

	accept(rows: readonly Planned[]): void {
		this.accepted += rows.length;
		this.refused = 0;
	}

	/** A batch was taken apart, and none of its rows was good. */
	refuse(rows: readonly Planned[]): void {
		this.refused += rows.length;
	}
}

/** How the bad rows of a refused batch are found. */
export interface Bisection {
	isolate: boolean;
	/** What the whole run has spent on it. */
	search: Search;
	/**
	 * Sends these rows as one request.
	 * @returns the task's ID
	 */
	patch(rows: readonly Planned[]): Promise<string>;
	/** The failure that has ended the run meanwhile. */
	endedBy(): Failure | undefined;
}

function settle(rows: readonly Planned[], result: Result | Failure): void {
	for (const { row } of rows) row.result = result;
}

/** Messages for single rows, when the API sent one entry for each row. */
function rowMessages(error: RefusedRequest, rows: readonly Planned[]) {
	const { rows: said } = error.said;
	const isAligned = said?.length === rows.length;
	return isAligned && said.some((messages) => Object.keys(messages).length > 0) ? said : undefined;
}

/** Fails the rows that the API named, and returns the others. */
function failNamedRows(
	rows: readonly Planned[],
	said: ReadonlyArray<Record<string, string[]>>,
	error: RefusedRequest,
): Planned[] {
	return rows.filter(({ row }, index) => {
		const fields = said[index];
		if (Object.keys(fields).length === 0) return true;
		const user = shown(row.requested.value);
		row.result = apiFailure(`Ubidots refused the user ${user}: ${fieldsText(fields)}`, {
			...error.details,
			fields,
		});
		return false;
	});
}

/**
 * The parts to send next after these rows were refused; rows that are not sent again are failed.
 * @param leftForBatch how many requests may still be spent on this batch
 */
function afterRefusal(
	rows: readonly Planned[],
	refused: RefusedRequest,
	{ isolate, search }: Bisection,
	leftForBatch: number,
): ReadonlyArray<readonly Planned[]> {
	const said = rowMessages(refused, rows);
	const others = said ? failNamedRows(rows, said, refused) : rows;
	const isAboutRows = !HEADER_MISSING.test(refused.said.text ?? '');
	const requestsLeft = Math.min(leftForBatch, search.requestsLeft);
	const mayTry = isolate && isAboutRows && requestsLeft > 0;
	const mayHalve = !search.isInVain;
	if (said && mayTry) return [others];
	if (!said && mayTry && mayHalve && requestsLeft > 1 && rows.length > 1) {
		const middle = Math.ceil(rows.length / 2);
		return [rows.slice(0, middle), rows.slice(middle)];
	}
	const mightHaveHelped = isolate && isAboutRows && rows.length > 1;
	const why = mayHalve
		? "the requests allowed for it did not find the bad rows. Run these rows again, or lower 'Batch Size'"
		: 'every row of an earlier request was refused, so the rows of this one were not tried one by one';
	const text = said
		? 'Not updated: Ubidots refused the request because of other rows in it'
		: mightHaveHelped
			? `Not updated, although the row may be fine: ${why}. ${refused.message}`
			: refused.message;
	settle(others, apiFailure(text, refused.details));
	return [];
}

/** For a row of a refused request that could not be sent again without the bad rows. */
const notSentAgain = ({ message, details }: Failure) =>
	apiFailure(
		`Not updated: Ubidots refused the request because of other rows in it, and this row could not be sent again: ${withoutWarning(message)}`,
		details,
	);

/** A request with these rows may have been applied before a repeat of it was refused: each failed row has to say so. */
function warn(rows: readonly Planned[]): void {
	for (const { row } of rows) {
		const { result } = row;
		if (!(result instanceof Failure) || mayBeApplied(result)) continue;
		row.result = apiFailure(result.message.replace(/\.$/, '') + MAYBE_APPLIED, result.details);
	}
}

/**
 * Sends rows as one request; when they are refused, finds the bad ones and sends the others in parts.
 * @throws Failure when a request failed for another reason than its rows; rows that were never sent stay open
 */
export async function sendBatch(batch: readonly Planned[], how: Bisection): Promise<void> {
	const { search, patch, endedBy } = how;
	const parts: Array<readonly Planned[]> = [batch];
	let requests = 0;
	let hasGoodRows = false;
	let maybeApplied = false;
	while (parts.length > 0) {
		const rows = parts.shift() ?? [];
		if (rows.length === 0) continue;
		requests++;
		try {
			settle(rows, { status: 'accepted', taskId: await patch(rows) });
			search.accept(rows);
			hasGoodRows = true;
		} catch (error) {
			if (error instanceof RefusedRequest && error.status === 400) {
				maybeApplied ||= error.maybeApplied;
				const next = afterRefusal(rows, error, how, MOST_REQUESTS - requests);
				search.spend(next.length);
				parts.unshift(...next);
				continue;
			}
			const failure = asFailure(error);
			if (failure.kind !== 'canceled' && !(failure instanceof NotSent)) settle(rows, failure);
			const left = batch.filter(({ row }) => isOpen(row));
			if (requests > 1) settle(left, notSentAgain(endedBy() ?? failure));
			if (maybeApplied) warn(batch);
			throw failure;
		}
	}
	if (maybeApplied) warn(batch);
	if (!hasGoodRows) search.refuse(batch);
}
