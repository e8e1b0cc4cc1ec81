import { Failure, NotSent } from '../errors';
import { groupBy } from '../groupBy';
import type { Row, Run } from './operation';

/** More parts are only counted: the text may be in thousands of error items. */
const MOST_PARTS = 20;

/** `0-99, 101` */
export function ranges(numbers: readonly number[]): string {
	const sorted = [...numbers].sort((a, b) => a - b);
	const parts: string[] = [];
	let start = 0;
	while (start < sorted.length && parts.length < MOST_PARTS) {
		let end = start;
		while (sorted[end + 1] === sorted[end] + 1) end++;
		parts.push(start === end ? `${sorted[start]}` : `${sorted[start]}-${sorted[end]}`);
		start = end + 1;
	}
	const left = sorted.length - start;
	return parts.join(', ') + (left > 0 ? ` and ${left} more` : '');
}

/** `items 0-99 (100)`, or `no item`. */
export function itemsText(rows: readonly Row[]): string {
	const noun = rows.length === 1 ? 'item' : 'items';
	const numbers = rows.flatMap(({ item }) => item ?? []);
	return rows.length === 0 ? 'no item' : `${noun} ${ranges(numbers)} (${rows.length})`;
}

/** `1 user`, `12 users`. */
export const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** The verb behind so many. */
export const were = (count: number) => (count === 1 ? 'was' : 'were');

/** Not settled yet. */
export const isOpen = ({ result }: Row) => result === undefined;

/** Including rows that were not sent. */
export const isFailed = <R extends Row>(row: R): row is R & { result: Failure } =>
	row.result instanceof Failure;

export const isNotSent = ({ result }: Row) => result instanceof NotSent;

/** The result of a row that is settled and has not failed. */
export const resultOf = <R>({ result }: Row<unknown, R>): R | undefined =>
	result instanceof Failure ? undefined : result;

/** Settled rows by their result, in order. */
export function sortRows<R extends Row>(rows: readonly R[]) {
	const failed = rows.filter((row) => isFailed(row));
	return {
		good: rows.filter((row) => !isFailed(row)),
		failed: failed.filter((row) => !isNotSent(row)),
		notSent: failed.filter(isNotSent),
	};
}

/** A person reads it: so many lines of one sort, and the number of the others. */
const MOST_LINES = 20;

/** A line for each group of entries with the same key, for the first groups. */
export function linesBy<T, K>(
	entries: readonly T[],
	keyOf: (entry: T) => K,
	line: (key: K, group: T[]) => string,
): string[] {
	const groups = [...groupBy(entries, keyOf)];
	const lines = groups.slice(0, MOST_LINES).map(([key, group]) => line(key, group));
	const left = groups.length - lines.length;
	return left > 0 ? [...lines, `… and ${left} more like this`] : lines;
}

/** `Failed: items 3, 7 (2): reason`, a line for each reason. */
export const failureLines = (failed: ReadonlyArray<Row & { result: Failure }>) =>
	linesBy(
		failed,
		({ result }) => result.message,
		(message, group) => `Failed: ${itemsText(group)}: ${message}`,
	);

/** What became of the rows of a run that has ended early. */
interface Ending {
	/** What was done, a line each; or that nothing was. */
	done: readonly string[];
	/** Whether anything may have been written: only then it is worth saying what was not. */
	hasBegun: boolean;
	/** Each row has a request of its own: what is done and what is not gets a line even for no row, a single reason is the message. */
	isOneByOne?: boolean;
}

/** The lines of what was done, then what failed, see `failureLines`, and `Not sent: item 8 (1)`. */
export function report(
	rows: readonly Row[],
	{ done, hasBegun, isOneByOne = false }: Ending,
): string {
	const { failed, notSent } = sortRows(rows);
	const reasons = failureLines(failed);
	const left = [...notSent, ...rows.filter(isOpen)];
	return [
		...done,
		...(isOneByOne && reasons.length === 1 ? [`Failed: ${itemsText(failed)}`] : reasons),
		...(isOneByOne || (hasBegun && left.length > 0) ? [`Not sent: ${itemsText(left)}`] : []),
	].join('\n');
}

/** A row's failure that has ended the run, or that of several for one reason; its description says what became of the rows. */
export class RunFailure extends Failure {
	constructor(
		{
			message,
			details,
			kind,
			stackOfBug,
		}: Pick<Failure, 'message' | 'details' | 'kind' | 'stackOfBug'>,
		/** The number of the only item that it is about. */
		readonly item: number | undefined,
		description: string,
	) {
		super(message, { description, details, kind, stackOfBug });
	}
}

/**
 * Between two phases of a run: a failed row ends it, unless Continue On Fail is on. Within a phase, the `end` of `runBatches` says so.
 * @param describe what became of the rows, see `report`
 * @throws RunFailure
 */
export function checkpoint(
	{ continueOnFail }: Pick<Run, 'continueOnFail'>,
	rows: readonly Row[],
	describe: () => string,
): void {
	if (continueOnFail) return;
	const [first, ...others] = rows.filter(isFailed).filter(({ result }) => !result.isConsequence);
	if (!first) return;
	const { result: failure, item } = first;
	// One failure of many rows, such as that of their request, says by itself whose it is.
	if (others.some(({ result }) => result === failure))
		throw new RunFailure(failure, undefined, describe());
	const alike = others.filter(({ result }) => result.message === failure.message);
	const numbers = [first, ...alike].flatMap((row) => row.item ?? []);
	if (alike.length === 0 || numbers.length < 2) throw new RunFailure(failure, item, describe());
	const message = `Items ${ranges(numbers)}: ${failure.message}`;
	throw new RunFailure({ ...failure, message }, undefined, describe());
}

/** Whether a failed row has ended the run, which the next checkpoint says: for what comes between two of them. */
export const hasEnded = (
	{ continueOnFail }: Pick<Run, 'continueOnFail'>,
	plans: ReadonlyArray<{ readonly row: Row }>,
) => !continueOnFail && plans.some(({ row }) => isFailed(row));

/**
 * Ends a run before its first write: with Continue On Fail as the failure of every row that has none of its own.
 * @throws the failure without Continue On Fail
 */
export function refuseAll(
	{ continueOnFail }: Pick<Run, 'continueOnFail'>,
	rows: readonly Row[],
	failure: Failure,
): void {
	if (!continueOnFail) throw failure;
	for (const row of rows) if (!isFailed(row)) row.result = failure;
}
