import type { JsonObject } from '../json';

/** What a bulk task leaves undone without a word. */
export interface ForgottenRows {
	/** Every so many-th row: 1 is all of them, 3 is the third, the sixth, ... */
	every?: number;
	/** The rows of these users. */
	ids?: string[];
	/** Every row after so many. */
	after?: number;
	/** These fields of every row. */
	fields?: string[];
}

/** The rows of a task that are applied, in their order. */
export function rememberedRows(
	rows: JsonObject[],
	{ every = Infinity, ids = [], after = Infinity, fields = [] }: ForgottenRows,
): JsonObject[] {
	const kept = rows
		.slice(0, after)
		.filter((row, index) => (index + 1) % every !== 0 && !ids.includes(String(row.id)));
	return fields.length === 0 ? kept : kept.map((row) => without(row, fields));
}

function without(row: JsonObject, fields: string[]): JsonObject {
	return Object.fromEntries(Object.entries(row).filter(([field]) => !fields.includes(field)));
}
