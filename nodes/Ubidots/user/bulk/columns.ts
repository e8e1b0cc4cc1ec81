import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { mapperFields, mapperProperties } from '../../../shared/mapper/columns';
import { hintAtHeaders } from '../../../shared/mapper/headersOfRun';
import type { MapperTable } from '../../../shared/mapper/table';
import type { Run } from '../../../shared/run/operation';
import { shownList } from '../../../shared/shown';
import { UPDATE_FIELDS } from '../fields';
import { DEFAULT_MATCH, type MatchColumn, MATCH_COLUMNS } from '../lookup/matchColumns';
import { ORGANIZATIONS } from '../organizations/memberships';
import type { BulkRow } from './rows';

/** The columns of Bulk Update. */
export const USER_COLUMNS: MapperTable<MatchColumn> = {
	fields: UPDATE_FIELDS,
	match: MATCH_COLUMNS,
	defaultMatch: DEFAULT_MATCH,
	strict: ['username', 'email', 'password'],
};

/** The columns of Sync. */
export const SYNC_COLUMNS: MapperTable<MatchColumn> = {
	...USER_COLUMNS,
	fields: [...UPDATE_FIELDS, ORGANIZATIONS],
};

const TEXTS = {
	hint: 'The column that identifies the user of each row. Usernames and email addresses are looked up first.',
	autoMapNotice:
		'An empty cell empties the field for that user. Leave out columns that must not change.',
	byHandNotice:
		'A field left blank here is not written. An expression that returns empty text or null empties the field.',
};

/** The mapper of Bulk Update, and that of Sync. */
export const columnsProperties = mapperProperties({ ...TEXTS, method: 'getUserColumns' });
export const syncColumnsProperties = mapperProperties({ ...TEXTS, method: 'getSyncColumns' });

/** Fills the mapper of Bulk Update. */
export async function getUserColumns(this: ILoadOptionsFunctions) {
	return { fields: mapperFields(USER_COLUMNS) };
}

/** Fills the mapper of Sync. */
export async function getSyncColumns(this: ILoadOptionsFunctions) {
	return { fields: mapperFields(SYNC_COLUMNS) };
}

/** As the pages of the API show them; in the examples of the bulk page they are shorter. */
const ID_OF_UBIDOTS = /^([0-9a-f]{20}|[0-9a-f]{24})$/;

/** A sheet's column `id` is often that of another system. */
function hintAtForeignIds({ hint }: Pick<Run, 'hint'>, rows: readonly BulkRow[]): void {
	const foreign = rows.filter(
		({ requested: { by, value } }) => by === 'id' && !ID_OF_UBIDOTS.test(value),
	);
	if (foreign.length === 0) return;
	const ids = shownList(foreign.map(({ requested }) => requested.value));
	hint(
		`IDs of Ubidots have 24 characters of 0-9 and a-f. Others in 'ID': ${ids}. If they are of another system, choose Email or Username in 'Match Users By'`,
	);
}

/** What became of the columns of a list. */
export function hintAtColumns(run: Pick<Run, 'hint'>, rows: readonly BulkRow[]): void {
	hintAtForeignIds(run, rows);
	hintAtHeaders(run, rows, rows[0].requested.by);
}
