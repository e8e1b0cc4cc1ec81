import { Failure, NotSent } from '../errors';
import { groupBy } from './groupBy';
import type { AnyRow } from './operation';

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
export function itemsText(rows: ReadonlyArray<{ itemIndex: number }>): string {
	const noun = rows.length === 1 ? 'item' : 'items';
	const numbers = rows.map(({ itemIndex }) => itemIndex);
	return rows.length === 0 ? 'no item' : `${noun} ${ranges(numbers)} (${rows.length})`;
}

/** `1 user`, `12 users`. */
export const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Not settled yet. */
export const isOpen = ({ state }: AnyRow) => state === undefined;

/** Including rows that were not sent. */
export const isFailed = <R extends AnyRow>(row: R): row is R & { state: Failure } =>
	row.state instanceof Failure;

/** Settled rows by their result, in order. */
export function sortRows<R extends AnyRow>(rows: readonly R[]) {
	const failed = rows.filter((row) => isFailed(row));
	return {
		good: rows.filter((row) => !isFailed(row)),
		failed: failed.filter(({ state }) => !(state instanceof NotSent)),
		notSent: failed.filter(({ state }) => state instanceof NotSent),
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
export const failedLines = <R extends AnyRow>(failed: ReadonlyArray<R & { state: Failure }>) =>
	linesBy(
		failed,
		({ state }) => state.message,
		(message, group) => `Failed: ${itemsText(group)}: ${message}`,
	);

/** The lines `Updated: items 0-2 (3)`, `Failed: …` (with reasons, where there are several) and `Not sent: …`. */
export function summarize(rows: readonly AnyRow[], done: string): string {
	const { good, failed, notSent } = sortRows(rows);
	const reasons = failedLines(failed);
	return [
		`${done}: ${itemsText(good)}`,
		...(reasons.length > 1 ? reasons : [`Failed: ${itemsText(failed)}`]),
		`Not sent: ${itemsText(notSent)}`,
	].join('\n');
}
