import type { IDataObject } from 'n8n-workflow';

type Items = ReadonlyArray<{ json: IDataObject }>;

/** One property of every item, in order. */
export const column = (items: Items, name: string): unknown[] =>
	items.map(({ json }) => json[name]);

/** The places of the error items. */
export const failedItems = (items: Items): number[] =>
	items.flatMap(({ json }, item) => ('error' in json ? [item] : []));
