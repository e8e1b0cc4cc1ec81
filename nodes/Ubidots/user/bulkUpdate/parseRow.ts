import type { IDataObject } from 'n8n-workflow';

import { jsonBytes } from './batches';
import { Failure } from '../../../shared/errors';
import { parseFields } from '../../../shared/form/fields';
import { parseLine, parseNamed, shown, WrongValue } from '../../../shared/form/parse';
import type { ItemParameters } from '../../../shared/form/itemParameters';
import { isRecord } from '../../../shared/objects';
import { USER_FIELDS } from '../fields';
import { isMatchColumn, type MatchColumn, MATCH_COLUMNS } from '../matchColumns';
import type { BulkUpdate } from './row';
import { corrections, misspelled } from './headerTypos';

/** The match column that was chosen in the resource mapper; `id` when there is none yet. */
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
 * What the mapper gives for this item: in automatic mapping the item's own data; by hand the mapped columns, without
 * those that were left blank in the form, which n8n keeps as null.
 */
function getMappedValues(item: ItemParameters): Record<string, unknown> {
	if (!isMappedByHand(item)) return item.json;
	const values = item.get('columns.value', {});
	const raw = item.raw('columns.value', {});
	if (!isRecord(values)) return {};
	const isBlank = (name: string) =>
		isRecord(raw) && (raw[name] === null || raw[name] === undefined || raw[name] === '');
	return Object.fromEntries(Object.entries(values).filter(([name]) => !isBlank(name)));
}

/** @throws Failure when the value cannot name a user */
function getKey(column: MatchColumn, values: Record<string, unknown>): string {
	const title = MATCH_COLUMNS[column].title;
	const value = values[column];
	if (value === undefined || value === null || value === '') {
		const what = value === '' ? 'empty' : column in values ? String(value) : 'missing';
		const ignored = misspelled(column, values) ?? [];
		const advice =
			ignored.length > 0 ? `. Ignored because of their spelling: ${corrections(ignored)}` : '';
		throw new Failure(
			`'${title}' is ${what}: every row needs the ${title} of its user, because users are matched by it${advice}`,
		);
	}
	return parseNamed(`'${title}'`, () => {
		const key = parseLine(value).trim();
		if (key !== '' && !/^(\.{1,2}|~.*)$/.test(key)) return key;
		throw new WrongValue(`is ${shown(value)}, which does not name a user`);
	});
}

/** Stands for one that is still to be looked up: Ubidots' ids have 24 characters. */
const ID_TO_COME = '0'.repeat(24);

/** Bytes of one row in the request. */
export const rowBytes = (id: string, body: IDataObject) =>
	jsonBytes({ id: id || ID_TO_COME, ...body });

/**
 * One item as a checked row. In automatic mapping, a key that is no body parameter is ignored.
 * @throws Failure that names the field
 */
export function parseRow(item: ItemParameters): BulkUpdate {
	const column = getMatchColumn(item);
	const values = getMappedValues(item);
	const key = getKey(column, values);
	if (column !== 'id' && isMappedByHand(item) && values.id !== undefined) {
		throw new Failure(
			`'ID' cannot be written: remove it from the columns, or match users by it instead of by '${MATCH_COLUMNS[column].title}'`,
		);
	}
	const fields = USER_FIELDS.filter(({ name }) => name !== column);
	const body = parseFields(fields, values);
	const ignored = misspelled(column, values);
	if (Object.keys(body).length === 0) {
		throw new Failure(
			`Nothing to update for the user ${shown(key)}: the row has no field of a user besides '${MATCH_COLUMNS[column].title}'` +
				(ignored ? `. Ignored because of their spelling: ${corrections(ignored)}` : ''),
		);
	}
	const id = column === 'id' ? key : '';
	const bytes = rowBytes(id, body);
	return { column, key, id, body, bytes, ...(ignored && { misspelled: ignored }) };
}

/** Why the row cannot be sent, when it alone is more than one request may have. */
export function checkSize({ key, bytes }: BulkUpdate, maxBatchBytes: number): Failure | undefined {
	if (bytes + 2 <= maxBatchBytes) return undefined;
	return new Failure(
		`The row of the user ${shown(key)} has ${bytes + 2} bytes, more than the ${maxBatchBytes} that 'Max Batch Bytes' allows for one request: shorten it or raise the option`,
	);
}
