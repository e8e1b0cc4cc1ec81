import type { IDataObject } from 'n8n-workflow';

import { withoutInvisible } from '../path';
import { groupBy } from '../groupBy';
import type { MapperTable } from './table';

/** A header, and the field or match column that it was taken for. */
export interface Column {
	readonly name: string;
	readonly header: string;
}

/** How the keys of items are understood. Items with the same keys share one object: there may be a hundred thousand. */
export interface Headers {
	/** All keys. */
	readonly all: readonly string[];
	/** One for each field and for the match column, where there is one. */
	readonly columns: readonly Column[];
	/** Names of their own fields besides these columns, or besides each other: which of them is meant is not known. */
	readonly rivals: readonly string[];
	/** Name no field. */
	readonly ignored: readonly string[];
}

/** As a person sees it: also without the byte order mark as latin1 shows it, and the quotes that one keeps from being read. */
export const seen = (header: string) =>
	withoutInvisible(header.replace(/^ï»¿/, ''))
		.trim()
		.replace(/^"(.*)"$/, '$1');

/** `First Name`, `first_name` and `FIRSTNAME` are the same; dashes of all kinds look alike. */
const folded = (header: string) =>
	seen(header)
		.replace(/[\s_\p{Pd}]/gu, '')
		.toLowerCase();

/** The names of all columns, by what their headers have in common. */
const namesOf = ({ fields, match }: MapperTable) =>
	new Map(
		[...Object.keys(match), ...fields.map(({ name }) => name)].map((name) => [folded(name), name]),
	);

/** The field or match column that a header names. */
function nameOf(header: string, name: string | undefined, by: string, table: MapperTable) {
	if (name === undefined || name === by) return name;
	const isField = table.fields.some((field) => field.name === name);
	const isGuess = table.strict.includes(name) && seen(header).toLowerCase() !== name;
	return isField && !isGuess ? name : undefined;
}

/** Which of the headers for one field counts; undefined when that is not known. */
function chosen(name: string, headers: readonly string[]): string | undefined {
	if (headers.length === 1) return headers[0];
	const exact = headers.filter((header) => seen(header) === name);
	return exact.length === 1 ? exact[0] : exact.find((header) => header === name);
}

function match(all: readonly string[], by: string, table: MapperTable): Headers {
	const columns: Column[] = [];
	const rivals: string[] = [];
	const names = namesOf(table);
	const byName = groupBy(all, (header) => nameOf(header, names.get(folded(header)), by, table));
	for (const [name, headers] of byName) {
		if (name === undefined) continue;
		const header = chosen(name, headers);
		columns.push({ name, header: header ?? headers[0] });
		rivals.push(...headers.filter((one) => one !== header));
	}
	return { all, columns, rivals, ignored: byName.get(undefined) ?? [] };
}

/** What was found out in a run, by match column and keys. A sheet has one list of keys, or one for each pattern of empty cells. */
const matched = new WeakMap<object, Map<string, Headers>>();

function headersOf(table: MapperTable, by: string, all: readonly string[], run: object): Headers {
	const ofRun = matched.get(run) ?? new Map<string, Headers>();
	matched.set(run, ofRun);
	const key = JSON.stringify([by, ...all]);
	const headers = ofRun.get(key) ?? match(all, by, table);
	ofRun.set(key, headers);
	return headers;
}

/**
 * An item's own data in automatic mapping. A key that differs from the name of a field only by case, white space, dashes, `_` or
 * invisible characters is that name.
 * @param run any object that lives as long as the run: what is found out is kept with it
 * @returns the values of fields and of the match column by their names, and how the keys were understood
 */
export function readHeaders(table: MapperTable, by: string, item: IDataObject, run: object) {
	const headers = headersOf(table, by, Object.keys(item), run);
	const values: Record<string, unknown> = {};
	for (const { name, header } of headers.columns) values[name] = item[header];
	return { values, headers };
}
