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
export function itemsText(numbers: readonly number[]): string {
	return numbers.length === 0
		? 'no item'
		: `item${numbers.length === 1 ? '' : 's'} ${ranges(numbers)} (${numbers.length})`;
}

/** `1 user`, `12 users`. */
export const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
