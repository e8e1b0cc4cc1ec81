import { Failure, NotSent } from '../errors';
import type { Row } from './operation';

/** More parts than this are only counted: the same text may stand in thousands of error items. */
const MOST_PARTS = 20;

/** `0-99, 101`: item numbers for a sentence, however many there are. */
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

type AnyRow = Row<object, unknown>;

/** Settled rows by what became of them, each in the order of the items. */
export function sortRows<R extends AnyRow>(rows: readonly R[]) {
	type Failed<F> = Omit<R, 'state'> & { state: F };
	const isNotSent = (row: R) => row.state instanceof NotSent;
	const isFailed = (row: R) => row.state instanceof Failure && !isNotSent(row);
	return {
		good: rows.filter(({ state }) => !(state instanceof Failure)),
		failed: rows.filter(isFailed) as Array<Failed<Failure>>,
		notSent: rows.filter(isNotSent) as Array<Failed<NotSent>>,
	};
}

/** `Updated: items 0-2 (3)`, `Failed: …`, `Not sent: …`, each on a line. */
export function summarize(rows: readonly AnyRow[], done: string): string {
	const { good, failed, notSent } = sortRows(rows);
	return [
		`${done}: ${itemsText(good)}`,
		`Failed: ${itemsText(failed)}`,
		`Not sent: ${itemsText(notSent)}`,
	].join('\n');
}
