import { Failure } from '../../../shared/errors';
import type { Comparison } from '../../../shared/form/compare';
import { parseFields } from '../../../shared/form/fieldValues';
import type { ItemParameters } from '../../../shared/form/itemParameters';
import { emailFlaw, lineFlaw } from '../../../shared/form/flaws';
import { isBlank, parseIdentity, parseNamed, WrongValue } from '../../../shared/form/parse';
import { refuseDuplicates } from '../../../shared/mapper/duplicates';
import type { Headers } from '../../../shared/mapper/headers';
import { refuseRivals, unusedTexts } from '../../../shared/mapper/headersOfRun';
import { getMapped } from '../../../shared/mapper/mapping';
import type { Mapped } from '../../../shared/mapper/table';
import { shown } from '../../../shared/shown';
import { idFlaw, nameFlaw } from '../../../shared/path';
import type { Row, Run } from '../../../shared/run/operation';
import { isOpen } from '../../../shared/run/summary';
import { type MatchColumn, MATCH_COLUMNS, normalized } from '../lookup/matchColumns';
import type { MembershipChange } from '../organizations/change';
import { isEmptyPatch, parsePatch, type Patch, type UserBody } from '../patch';
import { USER_COLUMNS } from './columns';
import { refuseLargeRows } from './size';
import type { BatchSettings, BulkSettings } from './settings';

/** What a row asks for: changes to the user who has this value in this column. */
export interface Requested extends Mapped<MatchColumn> {
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
	readonly body: UserBody;
	/** Requested person by person. */
	readonly memberships?: MembershipChange;
	/** Undefined where the user was not compared. */
	readonly changes?: Comparison['changes'];
	/** The user had all of it before, so that seeing it there does not prove that it was written. */
	readonly wasThere?: boolean;
}

export type BulkRun = Run<BulkSettings>;

/** Of any operation that writes in bulk. */
export type BatchRun = Run<BatchSettings>;

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

/**
 * The columns of an item; keys that are not body parameters are ignored. The patch may be empty.
 * @param table which columns there are
 * @param optional fields that may be blank, and are '' then, although they cannot be emptied
 * @throws Failure that names the field
 */
export function parseColumns(
	item: ItemParameters,
	table = USER_COLUMNS,
	optional: readonly string[] = [],
): Requested {
	const { by, key, values, headers } = getMapped(table, item);
	const value = parseKey(MATCH_COLUMNS[by].title, key, by);
	if (by !== 'id' && values.id !== undefined) {
		throw new Failure(
			`'ID' cannot be written: remove it from the columns, or match users by it instead of by '${MATCH_COLUMNS[by].title}'`,
		);
	}
	const blank = optional.filter((name) => name in values && isBlank(values[name]));
	const fields = table.fields.filter(({ name }) => name !== by && !blank.includes(name));
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

/** Fails rows that are too large for a request, and all rows of a user with several. */
export function refuseRows(
	rows: readonly BulkRow[],
	settings: Pick<BatchSettings, 'maxBatchBytes'>,
	table = USER_COLUMNS,
): void {
	refuseLargeRows(rows, settings);
	refuseRivals(table, rows.filter(isOpen));
	refuseDuplicates(
		rows.filter(isOpen),
		(row) => row,
		({ requested: { by, value } }) => normalized(by, value),
		({ requested: { value } }) => `The user ${shown(value)}`,
	);
}
