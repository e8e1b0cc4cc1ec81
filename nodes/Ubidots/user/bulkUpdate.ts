import type { IDataObject } from 'n8n-workflow';

import { compare } from '../../shared/diff';
import { asFailure, Failure } from '../../shared/failure';
import type { Operation, Row, Run } from '../../shared/operation';
import { optionsProperty, SENDING_OPTIONS } from '../../shared/options';
import { itemsText } from '../../shared/ranges';
import { hintAtUnchanged } from '../../shared/updateWhatDiffers';
import { shown } from '../../shared/read';
import { confirmRows } from '../bulk/confirm';
import { throwIfFailed, toOutcomes } from '../bulk/outcomes';
import { prepareRow, rowBytes } from '../bulk/prepareRow';
import { type BulkRow, isOpen, type RowState } from '../bulk/rows';
import { sendInBatches } from '../bulk/send';
import { corrections } from '../bulk/spelling';
import { USER_FIELDS } from '../fields';
import { normalized } from '../matchColumns';
import { theUser, UserLookUp } from '../userLookUp';

/** Rows that name the same user: no order is defined between them, so neither is sent. */
function sameUserTwice<T extends { itemIndex: number }>(
	rows: readonly T[],
	keyOf: (row: T) => string,
	describe: (row: T) => string,
): Map<number, Failure> {
	const byKey = new Map<string, T[]>();
	for (const row of rows) {
		const twins = byKey.get(keyOf(row));
		if (twins) twins.push(row);
		else byKey.set(keyOf(row), [row]);
	}
	const clashes = new Map<number, Failure>();
	for (const twins of byKey.values()) {
		if (twins.length === 1) continue;
		const where = itemsText(twins.map(({ itemIndex }) => itemIndex));
		for (const twin of twins) {
			clashes.set(
				twin.itemIndex,
				new Failure(`${describe(twin)} stands in ${where}: give each user only one row`),
			);
		}
	}
	return clashes;
}

/** The users that rows were resolved to or compared with, as Ubidots holds them. */
type HeldUsers = (row: RowState) => IDataObject;

/** Looks up the users of all rows by the column they are matched on. */
async function lookUpUsers(run: Run, rows: readonly RowState[]): Promise<HeldUsers> {
	const { dryRun, skipUnchanged, maxConcurrentRequests } = run.settings;
	const [{ column }] = rows;
	const fields = new Set<string>();
	if (dryRun || skipUnchanged) {
		for (const { body } of rows) for (const name of Object.keys(body)) fields.add(name);
	}
	const keys = rows.map(({ key }) => key);
	const lookUp = await UserLookUp.byColumn(run.sender, maxConcurrentRequests, column, keys, {
		fields,
	});
	return (row) => theUser(lookUp, column, row.key);
}

/** Gives each row its user's id; rows whose user is not found, or found twice, get a failure. */
function resolveIds(rows: readonly RowState[], held: HeldUsers): void {
	for (const row of rows) {
		settle(row, () => {
			row.id = String(held(row).id);
			row.bytes = rowBytes({ column: 'id', key: row.id, body: row.body });
		});
	}
	const resolved = rows.filter(isOpen);
	const describe = ({ id, key }: RowState) => `The user ${id} (${shown(key)})`;
	const clashes = sameUserTwice(resolved, ({ id }) => id, describe);
	for (const row of resolved) row.failure = clashes.get(row.itemIndex);
}

function settle(row: RowState, work: () => void): void {
	try {
		work();
	} catch (error) {
		row.failure = asFailure(error);
	}
}

/** Compares each row with the user as Ubidots holds it now, and keeps only what differs. */
function keepWhatDiffers(run: Run, rows: readonly RowState[], held: HeldUsers): void {
	let unchanged = 0;
	for (const row of rows) {
		settle(row, () => {
			const { body, changes } = compare(USER_FIELDS, row.body, held(row));
			row.changes = changes;
			row.body = body;
			row.bytes = rowBytes({ column: 'id', key: row.id, body });
			if (Object.keys(body).length > 0) row.status = run.settings.dryRun ? 'planned' : undefined;
			else row.status = 'unchanged';
			if (row.status === 'unchanged') unchanged++;
		});
	}
	hintAtUnchanged(run, unchanged, rows.length);
}

/** A sheet's headers are often the titles that people read: they would be ignored without a word. */
function hintAtMisspelled(run: Run, rows: ReadonlyArray<Row<BulkRow>>): void {
	const names = new Set(rows.flatMap(({ value }) => value.misspelled ?? []));
	if (names.size > 0) run.hint(`Input fields ignored for their spelling: ${corrections(names)}`);
}

const toState = ({ itemIndex, value }: Row<BulkRow>): RowState => ({
	itemIndex,
	column: value.column,
	key: value.key,
	body: value.body,
	id: value.column === 'id' ? value.key : '',
	bytes: rowBytes(value),
});

/** Bulk Update Users: `PATCH /api/v2.0/users/_/bulk/update/`, an asynchronous task for each request. */
export const bulkUpdate: Operation<BulkRow> = {
	value: 'bulkUpdate',
	name: 'Bulk Update',
	action: 'Bulk update users',
	description: 'Change fields of many users with few requests, one input item for each user',
	properties: [
		{
			displayName: 'Columns',
			name: 'columns',
			type: 'resourceMapper',
			noDataExpression: true,
			default: { mappingMode: 'autoMapInputData', value: null },
			required: true,
			typeOptions: {
				resourceMapper: {
					resourceMapperMethod: 'getUserColumns',
					mode: 'update',
					fieldWords: { singular: 'field', plural: 'fields' },
					addAllFields: false,
					multiKeyMatch: false,
					supportAutoMap: true,
					matchingFieldsLabels: {
						title: 'Match Users By',
						description: 'The column whose value says which user a row belongs to',
						hint: 'Which column says whose row it is. Usernames and email addresses are looked up first.',
					},
				},
			},
		},
		{
			displayName:
				'Input fields named exactly like a field of a Ubidots user (such as firstName, isActive or tags) are written, all others are ignored. An empty value empties the field.',
			name: 'autoMapNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { '/columns.mappingMode': ['autoMapInputData'] } },
		},
		{
			displayName:
				'A column that is left blank here is not written. An expression that gives an empty text or null empties the field.',
			name: 'byHandNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { '/columns.mappingMode': ['defineBelow'] } },
		},
		optionsProperty([
			'batchSize',
			'confirm',
			'confirmTimeout',
			'dryRun',
			'isolateBadRows',
			'maxBatchBytes',
			'output',
			'skipUnchanged',
			...SENDING_OPTIONS,
		]),
	],

	prepare: (item, settings) => prepareRow(item, settings.maxBatchBytes),

	clashes: (rows) =>
		sameUserTwice(
			rows,
			({ value }) => normalized(value.column, value.key),
			({ value }) => `The user '${value.key}'`,
		),

	async run(run, prepared) {
		const { dryRun, skipUnchanged, confirm } = run.settings;
		hintAtMisspelled(run, prepared);
		const rows = prepared.map(toState);
		const checkpoint = () => {
			if (!run.continueOnFail) throwIfFailed(rows);
			return rows.filter(isOpen);
		};
		const mustCompare = dryRun || skipUnchanged;
		if (mustCompare || rows[0].column !== 'id') {
			const held = await lookUpUsers(run, rows);
			resolveIds(rows, held);
			if (mustCompare) keepWhatDiffers(run, checkpoint(), held);
		}
		const open = checkpoint();
		if (!dryRun) await sendInBatches(run, open);
		checkpoint();
		const accepted = open.filter(({ status }) => status === 'accepted');
		if (confirm) await confirmRows(run, accepted);
		return toOutcomes(run, rows);
	},
};
