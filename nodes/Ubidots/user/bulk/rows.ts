import type { IDataObject } from 'n8n-workflow';

import { Failure } from '../../../shared/errors';
import type { Comparison } from '../../../shared/form/compare';
import { parseFields } from '../../../shared/form/fields';
import type { ItemParameters } from '../../../shared/form/itemParameters';
import { emailFlaw, lineFlaw } from '../../../shared/form/flaws';
import {
	isBlank,
	isEmpty,
	parseIdentity,
	parseNamed,
	WrongValue,
} from '../../../shared/form/parse';
import { whatIsThere } from '../../../shared/form/whatIsThere';
import { shown } from '../../../shared/shown';
import { asRecord, isRecord } from '../../../shared/objects';
import { idFlaw, nameFlaw } from '../../../shared/path';
import { groupBy } from '../../../shared/groupBy';
import type { Row, Run } from '../../../shared/run/operation';
import { isOpen, itemsText } from '../../../shared/run/summary';
import { UPDATE_FIELDS } from '../fields';
import {
	DEFAULT_MATCH,
	isMatchColumn,
	type MatchColumn,
	MATCH_COLUMNS,
	normalized,
} from '../lookup/matchColumns';
import { isEmptyPatch, parsePatch, type Patch } from '../patch';
import { type Headers, readHeaders } from './headers';
import { refuseRivals, unusedTexts } from './headersOfRun';
import { refuseLargeRows } from './size';
import type { BatchSettings, BulkSettings } from './settings';

/** What a row asks for: changes to the user who has this value in this column. */
export interface Requested {
	readonly by: MatchColumn;
	readonly value: string;
	readonly patch: Patch;
	/** How the keys of the item were understood; undefined when columns are mapped by hand. */
	readonly headers?: Headers;
}

export type Status =
	| 'accepted'
	| 'applied'
	| 'pending'
	| 'unchanged'
	| 'planned'
	// The two that only a sync has.
	| 'created'
	| 'deleted'
	// What cannot be undone.
	| 'skipped';

/** What became of a row; see docs/ubidots.md. One object may be that of many rows. */
export interface Result {
	readonly status: Status;
	/** The task that carries out the request with this row. */
	readonly taskId?: string;
	/** Fields that `confirm` has not seen. */
	readonly notVisible?: string[];
	/** The ID of a user that was created. */
	readonly id?: string;
	/** What became of it, for a person. */
	readonly summary?: string;
}

export type BulkRow<T extends Requested = Requested> = Row<T, Result>;

/** What is to be written for a row whose user is known. */
export interface Planned<R extends BulkRow = BulkRow> {
	readonly row: R;
	/** The user's ID. */
	readonly id: string;
	readonly body: IDataObject;
	/** Undefined where the user was not compared. */
	readonly changes?: Comparison['changes'];
	/** The user had all of it before, so that seeing it there does not prove that it was written. */
	readonly wasThere?: boolean;
}

export type BulkRun = Run<BulkSettings>;

/** Of any operation that writes in bulk. */
export type BatchRun = Run<BatchSettings>;

/** How rows are mapped, as the form stores it. */
const MODES: unknown[] = ['autoMapInputData', 'defineBelow'];

/** How the columns of all items are mapped. */
interface Mapping {
	/** The column to match by; the default when none was chosen. */
	by: MatchColumn;
	isByHand: boolean;
}

/** @throws Failure also for what is no mapping: taken for an automatic one, it would write to users whom nobody chose */
function getMapping(item: ItemParameters): Mapping {
	const { mappingMode, matchingColumns } = asRecord(item.raw('columns', {}));
	const chosen = matchingColumns ?? [];
	if (!MODES.includes(mappingMode) || !Array.isArray(chosen)) {
		throw new Failure(
			"'Columns' is not a mapping: choose a Mapping Column Mode and the column to match users by in the form",
		);
	}
	const by = chosen.length > 0 ? String(chosen[0]) : DEFAULT_MATCH;
	if (isMatchColumn(by)) return { by, isByHand: mappingMode === 'defineBelow' };
	throw new Failure(
		`'Columns' matches on ${shown(by)}: choose ID, Username or Email as the column to match on`,
	);
}

/** The mapped columns, without those that were left blank in the form, which n8n stores as null. */
function getMappedValues(item: ItemParameters): Record<string, unknown> {
	const values = item.get('columns.value', {});
	const raw = item.raw('columns.value', {});
	if (!isRecord(values)) return {};
	const isLeftBlank = (name: string) => isRecord(raw) && isEmpty(raw[name]);
	return Object.fromEntries(Object.entries(values).filter(([name]) => !isLeftBlank(name)));
}

/** The values of fields and of the match column by name. */
function getColumns(
	item: ItemParameters,
	{ by, isByHand }: Mapping,
): { values: Record<string, unknown>; headers?: Headers } {
	// All items of a run share its redactor.
	return isByHand ? { values: getMappedValues(item) } : readHeaders(by, item.json, item.redactor);
}

/**
 * What identifies a user in a request.
 * @throws Failure that names the value by its title
 */
export const parseKey = (title: string, value: unknown, column: MatchColumn = 'id'): string =>
	parseNamed(`'${title}'`, () => {
		// Addresses are not looked up by a path.
		if (column === 'email') return parseIdentity(value, emailFlaw);
		const key = parseIdentity(value, lineFlaw);
		const flaw = column === 'id' ? idFlaw(key) : nameFlaw(key);
		if (flaw === undefined && !/^(_$|~)/.test(key)) return key;
		const why = key === '' || flaw === undefined ? '' : `: ${flaw}`;
		throw new WrongValue(`is ${shown(value)}, which does not name a user${why}`);
	});

/** @throws Failure when the value cannot identify a user */
function getKey(
	column: MatchColumn,
	values: Record<string, unknown>,
	{ json }: ItemParameters,
): string {
	const { title } = MATCH_COLUMNS[column];
	const value = values[column];
	if (isEmpty(value)) {
		const what = value === '' ? 'empty' : column in values ? String(value) : 'missing';
		const there = value === undefined ? `. ${whatIsThere(json, column)}` : '';
		throw new Failure(
			`'${title}' is ${what}: every row needs the ${title} of its user, because users are matched by it${there}`,
		);
	}
	return parseKey(title, value, column);
}

/**
 * The columns of an item; keys that are not body parameters are ignored. The patch may be empty.
 * @param optional fields that may be blank, and are '' then, although they cannot be emptied
 * @throws Failure that names the field
 */
export function parseColumns(item: ItemParameters, optional: readonly string[] = []): Requested {
	const mapping = getMapping(item);
	const { by } = mapping;
	const { values, headers } = getColumns(item, mapping);
	const value = getKey(by, values, item);
	if (by !== 'id' && values.id !== undefined) {
		throw new Failure(
			`'ID' cannot be written: remove it from the columns, or match users by it instead of by '${MATCH_COLUMNS[by].title}'`,
		);
	}
	const blank = optional.filter((name) => name in values && isBlank(values[name]));
	const fields = UPDATE_FIELDS.filter(({ name }) => name !== by && !blank.includes(name));
	const patch = parsePatch({
		...parseFields(fields, values, item.redactor),
		...Object.fromEntries(blank.map((name) => [name, ''])),
	});
	return headers ? { by, value, patch, headers } : { by, value, patch };
}

/**
 * A row that updates something.
 * @throws Failure that names the field, or says that there is nothing to update
 */
export function parseRow(item: ItemParameters): Requested {
	const requested = parseColumns(item);
	if (!isEmptyPatch(requested.patch)) return requested;
	const { by, value, headers } = requested;
	throw new Failure(
		[
			`Nothing to update for the user ${shown(value)}: the row has no field of a user besides '${MATCH_COLUMNS[by].title}'`,
			...(headers ? unusedTexts([headers]) : []),
		].join('. '),
	);
}

/** Fails all rows of a user with several rows: their order would not be defined. */
export function refuseDuplicates<E>(
	entries: readonly E[],
	rowOf: (entry: E) => BulkRow,
	keyOf: (entry: E) => string,
	describe: (entry: E) => string,
): void {
	for (const duplicates of groupBy(entries, keyOf).values()) {
		if (duplicates.length === 1) continue;
		const where = itemsText(duplicates.map(rowOf));
		for (const entry of duplicates) {
			const message = `${describe(entry)} is listed in ${where}: give each user only one row`;
			rowOf(entry).result = new Failure(message);
		}
	}
}

/** Fails rows that are too large for a request, and all rows of a user with several. */
export function refuseRows(
	rows: readonly BulkRow[],
	settings: Pick<BatchSettings, 'maxBatchBytes'>,
): void {
	refuseLargeRows(rows, settings);
	refuseRivals(rows.filter(isOpen));
	refuseDuplicates(
		rows.filter(isOpen),
		(row) => row,
		({ requested: { by, value } }) => normalized(by, value),
		({ requested: { value } }) => `The user ${shown(value)}`,
	);
}
