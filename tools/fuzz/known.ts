import type { Run } from './run';
import type { Finding } from './types';

interface Known {
	/** What is wrong, in one line. */
	reason: string;
	covers(finding: Finding, run: Run): boolean;
}

/** Faults of the nodes that are known and not mended yet. A finding that one of them covers is left out; the list is to be emptied. */
export const KNOWN: Known[] = [
	{
		reason: 'Confirm gives up for all rows after one look that failed, and calls them pending',
		covers: ({ rule, text }, { result }) =>
			rule === 'confirmed is true' &&
			text.includes('pending before') &&
			result.hints('Node').some(({ message }) => message.includes('accepted but not confirmed')),
	},
	{
		reason:
			'A write that ends with 500, 502, 503 or 504 does not say that it may have been carried out',
		covers: ({ rule, text }) =>
			rule === 'failed may have happened' && /answered 50[0234]\b/.test(text),
	},
	{
		reason:
			'A write whose answer was lost, and whose repeat is refused, is called refused: nothing says that the first one may have been carried out',
		covers: ({ rule }) => rule === 'failed later may have happened',
	},
	{
		reason:
			'Without Continue On Fail, only the first of several failed items of Update has its reason shown: nothing says of the others that they may have been carried out',
		covers: ({ rule, text }, { given, result }) =>
			rule.includes('may have happened') &&
			text.includes('(no text)') &&
			given.operation === 'update' &&
			result.status === 'error',
	},
	{
		reason:
			'Without Continue On Fail, a bulk update that ends with rows not sent does not list those that needed no change',
		covers: ({ rule, text }, { given, result }) =>
			rule === 'every row once' &&
			text === 'nothing is said of this row' &&
			given.operation === 'bulkUpdate' &&
			Boolean(given.options.skipUnchanged) &&
			/^Not sent: /m.test(result.description ?? ''),
	},
];
