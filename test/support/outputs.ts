import type { IDataObject } from 'n8n-workflow';

import type { Result } from './world';

type Items = ReadonlyArray<{ json: IDataObject }>;

/** One property of every item, in order. */
export const column = (items: Items, name: string): unknown[] =>
	items.map(({ json }) => json[name]);

/** The places of the error items. */
export const failedItems = (items: Items): number[] =>
	items.flatMap(({ json }, item) => ('error' in json ? [item] : []));

/** The sentences above the output, but what is said of the columns of a list: see mapper/headersOfRun.test.ts. */
export const hintsOf = ({ hints }: Result): string[] =>
	hints('Node').flatMap(({ message }) => (message.startsWith('Writes: ') ? [] : [message]));
