import type { IDataObject } from 'n8n-workflow';

import { Failure } from '../../../shared/errors';
import { parseFields } from '../../../shared/form/fields';
import type { ItemParameters } from '../../../shared/form/itemParameters';
import type { OptionValues } from '../../../shared/form/options';
import {
	isBlank,
	isEmpty,
	parseLine,
	parseNamed,
	shown,
	WrongValue,
} from '../../../shared/form/parse';
import { isRecord } from '../../../shared/objects';
import { groupBy } from '../../../shared/run/groupBy';
import type { Row, Run } from '../../../shared/run/operation';
import type { Update } from '../../../shared/run/reconcile';
import { isOpen, itemsText } from '../../../shared/run/summary';
import { UPDATE_FIELDS } from '../fields';
import { isMatchColumn, type MatchColumn, MATCH_COLUMNS, normalized } from '../lookup/matchColumns';
import { checkTagEdits, withoutTagEdits } from '../tagEdits';
import { corrections, misspelled } from './headerTypos';
import type { BatchOptions, BulkOptions } from './options';

/** The update of one user. Kept small: there may be a hundred thousand. */
export interface BulkUpdate extends Update {
	column: MatchColumn;
	/** The user's value in that column. */
	key: string;
	/** '' until it is looked up, unless the column is `id`. */
	id: string;
	/** The size in the request, as UTF-8 JSON. */
	bytes: number;
	/** Input fields that were ignored because of their spelling. */
	misspelled?: string[];
	/** Of the accepted request. */
	taskId?: string;
	/** Fields that `confirm` has not seen. */
	notVisible?: string[];
}

/** What became of a row; see the README. */
export type Status =
	| 'accepted'
	| 'applied'
	| 'pending'
	| 'unchanged'
	| 'planned'
	/** Of a sync. */
	| 'created'
	| 'deleted';

export type BulkRow = Row<BulkUpdate, Status>;

export type BulkRun = Run<BulkOptions>;

/** Of any operation that writes in bulk. */
export type BatchRun = Run<BatchOptions>;

/** The column to match by; `id` when none was chosen. */
function getMatchColumn(item: ItemParameters): MatchColumn {
	const columns = item.raw('columns.matchingColumns', []);
	const column = Array.isArray(columns) && columns.length > 0 ? String(columns[0]) : 'id';
	if (isMatchColumn(column)) return column;
	throw new Failure(
		`'Columns' matches on ${shown(column)}: choose ID, Username or Email as the column to match on`,
	);
}

const isMappedByHand = (item: ItemParameters) =>
	item.raw('columns.mappingMode', 'autoMapInputData') === 'defineBelow';

/**
 * The item's own data in automatic mapping; otherwise the mapped columns, without those that were left blank in the form, which
 * n8n stores as null.
 */
function getMappedValues(item: ItemParameters): Record<string, unknown> {
	if (!isMappedByHand(item)) return item.json;
	const values = item.get('columns.value', {});
	const raw = item.raw('columns.value', {});
	if (!isRecord(values)) return {};
	const isLeftBlank = (name: string) => isRecord(raw) && isEmpty(raw[name]);
	return Object.fromEntries(Object.entries(values).filter(([name]) => !isLeftBlank(name)));
}

/** The end of a sentence about a row in which something is missing. */
export function ignoredText(names: readonly string[] | undefined): string {
	return names ? `. Ignored because of their spelling: ${corrections(names)}` : '';
}

/**
 * What identifies a user in a request.
 * @throws Failure that names the value by its title
 */
export const parseKey = (title: string, value: unknown): string =>
	parseNamed(`'${title}'`, () => {
		const key = parseLine(value).trim();
		if (key !== '' && !/^(\.{1,2}|_|~.*)$/.test(key)) return key;
		throw new WrongValue(`is ${shown(value)}, which does not name a user`);
	});

/** @throws Failure when the value cannot identify a user */
function getKey(column: MatchColumn, values: Record<string, unknown>): string {
	const { title } = MATCH_COLUMNS[column];
	const value = values[column];
	if (isEmpty(value)) {
		const what = value === '' ? 'empty' : column in values ? String(value) : 'missing';
		throw new Failure(
			`'${title}' is ${what}: every row needs the ${title} of its user, because users are matched by it${ignoredText(misspelled(column, values))}`,
		);
	}
	return parseKey(title, value);
}

/** Bytes as UTF-8 JSON, which is how request bodies are limited. */
export const jsonBytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value), 'utf8');

/** In place of an id that is not known yet; Ubidots' ids have 24 characters. */
const UNKNOWN_ID = '0'.repeat(24);

export const rowBytes = (id: string, body: IDataObject) =>
	jsonBytes({ id: id || UNKNOWN_ID, ...body });

/**
 * The columns of an item; keys that are not body parameters are ignored. The body may be empty.
 * @param optional fields that are left out where they are blank
 * @throws Failure that names the field
 */
export function parseColumns(item: ItemParameters, optional: readonly string[] = []): BulkUpdate {
	const column = getMatchColumn(item);
	const values = getMappedValues(item);
	const key = getKey(column, values);
	if (column !== 'id' && isMappedByHand(item) && values.id !== undefined) {
		throw new Failure(
			`'ID' cannot be written: remove it from the columns, or match users by it instead of by '${MATCH_COLUMNS[column].title}'`,
		);
	}
	const isLeftOut = (name: string) => optional.includes(name) && isBlank(values[name]);
	const fields = UPDATE_FIELDS.filter(({ name }) => name !== column && !isLeftOut(name));
	const body = checkTagEdits(parseFields(fields, values));
	const ignored = misspelled(column, values);
	const id = column === 'id' ? key : '';
	// Edits are not sent: what is sent in their place is known when the user is.
	const bytes = rowBytes(id, withoutTagEdits(body));
	return { column, key, id, body, bytes, ...(ignored && { misspelled: ignored }) };
}

/**
 * A row that updates something.
 * @throws Failure that names the field, or says that there is nothing to update
 */
export function parseRow(item: ItemParameters): BulkUpdate {
	const row = parseColumns(item);
	if (Object.keys(row.body).length > 0) return row;
	const { column, key, misspelled: ignored } = row;
	throw new Failure(
		`Nothing to update for the user ${shown(key)}: the row has no field of a user besides '${MATCH_COLUMNS[column].title}'${ignoredText(ignored)}`,
	);
}

/** @returns the failure of a row that is too large for one request */
export function checkSize({ key, bytes }: BulkUpdate, maxBatchBytes: number): Failure | undefined {
	if (bytes + 2 <= maxBatchBytes) return undefined;
	return new Failure(
		`The row of the user ${shown(key)} has ${bytes + 2} bytes, more than the ${maxBatchBytes} that 'Max Batch Bytes' allows for one request: shorten it or raise the option`,
	);
}

/** Fails all rows of a user with several rows: their order would not be defined. */
export function refuseDuplicates(
	rows: readonly BulkRow[],
	keyOf: (row: BulkRow) => string,
	describe: (row: BulkRow) => string,
): void {
	for (const duplicates of groupBy(rows, keyOf).values()) {
		if (duplicates.length === 1) continue;
		const where = itemsText(duplicates);
		for (const row of duplicates) {
			const message = `${describe(row)} is listed in ${where}: give each user only one row`;
			row.state = new Failure(message);
		}
	}
}

/** Fails rows that are too large for a request, and all rows of a user with several. */
export function refuseRows(
	rows: readonly BulkRow[],
	{ maxBatchBytes }: Pick<OptionValues<BatchOptions>, 'maxBatchBytes'>,
): void {
	for (const row of rows) row.state = checkSize(row, maxBatchBytes);
	refuseDuplicates(
		rows.filter(isOpen),
		({ column, key }) => normalized(column, key),
		({ key }) => `The user ${shown(key)}`,
	);
}
