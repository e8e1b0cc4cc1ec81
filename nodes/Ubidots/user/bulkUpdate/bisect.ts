import { apiFailure, asFailure, Failure, NotSent } from '../../../shared/errors';
import { shown } from '../../../shared/form/parse';
import { fieldsText } from '../../../shared/http/errorBody';
import { RefusedRequest } from '../../../shared/http/errors';
import { type BulkRow, isOpen } from './row';

/** The most requests spent on finding the bad rows of one batch: enough for a dozen among a hundred, or for fifty in a row. */
const MOST_REQUESTS = 120;

/** The one documented 400 that no row is at fault for (bulk page): a proxy may take the header out. */
const HEADER_MISSING = /X-BULK-OPERATION/i;

/** How the bad rows of a refused batch are found. */
export interface Bisection {
	/** Whether to look for them at all. */
	isolate: boolean;
	/** Whether halves are worth a try: not when no row of an earlier batch was good, as the fault is none of single rows then. */
	mayHalve: boolean;
	/**
	 * Sends these rows as one request.
	 * @returns the task's ID
	 */
	patch(rows: readonly BulkRow[]): Promise<string>;
	/** What has ended the run meanwhile, if anything has. */
	endedBy(): Failure | undefined;
}

function fail(rows: readonly BulkRow[], failure: Failure): void {
	for (const row of rows) row.state = failure;
}

/** Messages for single rows, when the API gave one entry for each row sent. */
function rowMessages(error: RefusedRequest, rows: readonly BulkRow[]) {
	const { rows: said } = error.said;
	const isAligned = said?.length === rows.length;
	return isAligned && said.some((messages) => Object.keys(messages).length > 0) ? said : undefined;
}

/** Marks the rows that the API named, and returns the others. */
function failNamedRows(
	rows: readonly BulkRow[],
	said: ReadonlyArray<Record<string, string[]>>,
	error: RefusedRequest,
): BulkRow[] {
	return rows.filter((row, index) => {
		const fields = said[index];
		if (Object.keys(fields).length === 0) return true;
		row.state = apiFailure(`Ubidots refused the user ${shown(row.key)}: ${fieldsText(fields)}`, {
			...error.details,
			fields,
		});
		return false;
	});
}

const halves = (rows: readonly BulkRow[]) => {
	const middle = Math.ceil(rows.length / 2);
	return [rows.slice(0, middle), rows.slice(middle)];
};

/**
 * What to send next after these rows were refused; rows that are not sent again are failed.
 * @param requestsLeft for the batch
 */
function afterRefusal(
	rows: readonly BulkRow[],
	refused: RefusedRequest,
	{ isolate, mayHalve }: Bisection,
	requestsLeft: number,
): ReadonlyArray<readonly BulkRow[]> {
	const said = rowMessages(refused, rows);
	const others = said ? failNamedRows(rows, said, refused) : rows;
	const isFaultOfRows = !HEADER_MISSING.test(refused.said.text ?? '');
	const mayTry = isolate && isFaultOfRows && requestsLeft > 0;
	if (said && mayTry) return [others];
	if (!said && mayTry && mayHalve && requestsLeft > 1 && rows.length > 1) return halves(rows);
	const mightHaveHelped = isolate && isFaultOfRows && rows.length > 1;
	const why = mayHalve
		? `${MOST_REQUESTS} requests did not find the bad rows. Run these rows again, or lower 'Batch Size'`
		: 'every row of an earlier request was refused, so the rows of this one were not tried one by one';
	const text = said
		? 'Not updated: Ubidots refused the request because of other rows in it'
		: mightHaveHelped
			? `Not updated, it may be good or bad: ${why}. ${refused.message}`
			: refused.message;
	fail(others, apiFailure(text, refused.details));
	return [];
}

/** For a row that was in a refused request, and was to be sent once more without the bad rows. */
const notSentAgain = ({ message, details }: Failure) =>
	apiFailure(
		`Not updated: Ubidots refused the request because of other rows in it, and sending this row again was not possible: ${message}`,
		details,
	);

/**
 * Sends rows as one request; when they are refused, finds out which are at fault and sends the others, in parts.
 * @returns whether they were taken apart
 * @throws Failure when a request did not succeed for another reason than its rows; rows that were never sent stay open then
 */
export async function sendApart(batch: readonly BulkRow[], how: Bisection): Promise<boolean> {
	const parts: Array<readonly BulkRow[]> = [batch];
	let isTakenApart = false;
	for (let requestsLeft = MOST_REQUESTS; parts.length > 0; ) {
		const rows = parts.shift() ?? [];
		if (rows.length === 0) continue;
		requestsLeft--;
		try {
			const taskId = await how.patch(rows);
			for (const row of rows) Object.assign(row, { state: 'accepted', taskId });
		} catch (error) {
			if (error instanceof RefusedRequest && error.status === 400) {
				isTakenApart = true;
				parts.unshift(...afterRefusal(rows, error, how, requestsLeft));
				continue;
			}
			const failure = asFailure(error);
			if (failure.kind !== 'canceled' && !(failure instanceof NotSent)) fail(rows, failure);
			if (isTakenApart) fail(batch.filter(isOpen), notSentAgain(how.endedBy() ?? failure));
			throw failure;
		}
	}
	return isTakenApart;
}
