/** How a list may differ from what the "get all" pages let one expect. */
export type ListOddity =
	/** Every second page is taken from the list in reverse order. */
	| 'reordered'
	/** A page begins with the last one of the page before. */
	| 'repeated'
	| 'countMissing'
	/** One more than there are. */
	| 'countTooHigh'
	/** How many are on this page. */
	| 'countOfPage'
	/** The last page has a next one, which is not found. */
	| 'nextToNowhere'
	/** The last page has a next one, which is empty and has a next one too, and so on. */
	| 'nextForEver'
	/** No `count`, `next` or `previous`. */
	| 'resultsOnly';

export interface ListPage {
	count: number;
	next: string | null;
	previous: string | null;
	results: object[];
}

/** How many items lie between the starts of two pages. */
export function stepOf(size: number, oddities: ListOddity[]): number {
	return oddities.includes('repeated') ? Math.max(1, size - 1) : size;
}

/** The items in the order that this page is taken from. */
export function orderFor<T>(page: number, items: T[], oddities: ListOddity[]): T[] {
	return oddities.includes('reordered') && page % 2 === 0 ? [...items].reverse() : items;
}

/** Whether a page after this one is promised although it is the last. */
export function promisesMore(oddities: ListOddity[]): boolean {
	return oddities.includes('nextToNowhere') || oddities.includes('nextForEver');
}

/** The body of an answer with this page. */
export function oddEnvelope(page: ListPage, oddities: ListOddity[]): object {
	const { count, results, ...links } = page;
	if (oddities.includes('resultsOnly')) return { results };
	if (oddities.includes('countMissing')) return { ...links, results };
	if (oddities.includes('countTooHigh')) return { ...page, count: count + 1 };
	return oddities.includes('countOfPage') ? { ...page, count: results.length } : page;
}
