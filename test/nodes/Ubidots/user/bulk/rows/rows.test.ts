import type { IDataObject } from 'n8n-workflow';

import { Failure } from '../../../../../../nodes/shared/errors';
import type { ItemParameters } from '../../../../../../nodes/shared/form/itemParameters';
import { Redactor } from '../../../../../../nodes/shared/redact';
import { type BulkRow, parseRow, refuseRows } from '../../../../../../nodes/Ubidots/user/bulk/rows';
import { checkSize, rowBytes } from '../../../../../../nodes/Ubidots/user/bulk/size';

/** A form's columns, as n8n stores them and as its expressions turned out. */
interface Columns {
	matchingColumns?: unknown;
	mappingMode?: string;
	stored?: unknown;
	value?: unknown;
}

/** Matched by the ID unless told otherwise. */
const itemOf = (
	json: IDataObject,
	{ stored, value = stored, matchingColumns = ['id'], ...others }: Columns = {},
) => {
	const columns = { mappingMode: 'autoMapInputData', matchingColumns, ...others };
	const raw: Record<string, unknown> = { ...columns, value: stored };
	const from = (all: Record<string, unknown>) => (name: string, fallback: unknown) => {
		const found = name === 'columns' ? all : all[name.replace('columns.', '')];
		return found === undefined ? fallback : found;
	};
	const get = from({ ...raw, value });
	return { json, raw: from(raw), get, redactor: new Redactor() } as unknown as ItemParameters;
};

const byHand = (stored: unknown, more: Columns = {}) =>
	itemOf({ id: 'x', lastName: 'of the item' }, { mappingMode: 'defineBelow', stored, ...more });

const parsed = (item: ItemParameters) => {
	const { by, value, patch } = parseRow(item);
	return { by, value, body: patch.set };
};

describe('a row', () => {
	it('is matched by the email address where nothing else was chosen', () => {
		const row = { by: 'email', value: 'a@b.c', body: { firstName: 'Ada' } };
		const json = { id: 'x', email: 'a@b.c', firstName: 'Ada' };
		for (const matchingColumns of [null, []])
			expect(parsed(itemOf(json, { matchingColumns }))).toEqual(row);
	});

	it('is matched by the column that was chosen, which is not written', () => {
		const json = { id: '7', username: ' ada ', email: 'a@example.com', Department: 'HR' };
		expect(parsed(itemOf(json, { matchingColumns: ['username'] }))).toEqual({
			by: 'username',
			value: 'ada',
			body: { email: 'a@example.com' },
		});
	});

	it.each([
		['', 'empty'],
		[null, 'null'],
	])('needs its user: %j', (id, what) => {
		expect(() => parseRow(itemOf({ id, firstName: 'Ada' }))).toThrow(
			`'ID' is ${what}: every row needs the ID of its user, because users are matched by it`,
		);
	});

	it('cannot be matched by a column that names no user', () => {
		const row = itemOf({ lastName: 'L', firstName: 'Ada' }, { matchingColumns: ['lastName'] });
		expect(() => parseRow(row)).toThrow("'Columns' matches on 'lastName': choose ID, Username or");
	});

	it.each(['_', '.', '..', '~', '~ada', ' _ ', '  '])('cannot name its user %j', (id) => {
		expect(() => parseRow(itemOf({ id, firstName: 'Ada' }))).toThrow('which does not name a user');
	});

	it.each(['_a', '...', 'a.b', 'a~', '63d3f1247fefea000cd325af'])('can name its user %j', (id) => {
		expect(parsed(itemOf({ id, firstName: 'Ada' }))).toMatchObject({ value: id });
	});
});

describe('columns that are mapped by hand', () => {
	it('are written, and nothing of the item besides', () => {
		expect(parsed(byHand({ id: 'a', firstName: 'Ada' }))).toMatchObject({
			value: 'a',
			body: { firstName: 'Ada' },
		});
	});

	it.each([null, '', undefined])('are not written where they were left blank: %j', (blank) => {
		const stored = { id: 'a', firstName: 'Ada', lastName: blank };
		expect(parsed(byHand(stored)).body).toEqual({ firstName: 'Ada' });
	});

	it('empty a field where an expression gave nothing', () => {
		const stored = { id: 'a', lastName: '={{ $json.none }}' };
		const { body } = parsed(byHand(stored, { value: { id: 'a', lastName: '' } }));
		expect(body).toEqual({ lastName: '' });
	});

	it('may come from one expression as a whole', () => {
		const value = { id: 'a', lastName: '' };
		expect(parsed(byHand('={{ $json }}', { value })).body).toEqual({ lastName: '' });
	});

	it.each([null, 'text', 5])('name no user when that expression gave %j', (value) => {
		expect(() => parseRow(byHand('={{ $json }}', { value }))).toThrow("'ID' is missing");
	});

	it('must not have an ID beside another column to match by, because it cannot be written', () => {
		const stored = { id: 'a', username: 'ada', firstName: 'Ada' };
		expect(() => parseRow(byHand(stored, { matchingColumns: ['username'] }))).toThrow(
			"'ID' cannot be written: remove it from the columns, or match users by it instead of by 'Username'",
		);
		const { id, ...others } = stored;
		expect(id).toBe('a');
		expect(parsed(byHand(others, { matchingColumns: ['username'] })).value).toBe('ada');
	});
});

describe('a row without anything to write', () => {
	it('is told of the columns that were not understood', () => {
		expect(() => parseRow(itemOf({ id: 'a', Surname: 'L' }))).toThrow(
			"Nothing to update for the user 'a': the row has no field of a user besides 'ID'. Ignored: 'Surname'",
		);
	});

	it('is told without them where there are none', () => {
		expect(() => parseRow(itemOf({ email: 'a@b.c' }, { matchingColumns: ['email'] }))).toThrow(
			/besides 'Email'$/,
		);
	});
});

describe('the size of a row', () => {
	it.each([
		['x', 1],
		['é', 2],
		['李', 3],
		['😀', 4],
		['"\\\n', 6],
	])('is that of its JSON in UTF-8: %j has %i bytes', (text, bytes) => {
		expect(rowBytes('a', { firstName: text })).toBe('{"id":"a","firstName":""}'.length + bytes);
	});

	it('may be as large as a request may be, with the brackets of a list', () => {
		const row = parseRow(itemOf({ id: 'a', firstName: 'é' }));
		const check = (maxBatchBytes: number) =>
			checkSize(row, 'a', row.patch.set, { maxBatchBytes })?.message;
		expect(check(29)).toBeUndefined();
		expect(check(28)).toBe(
			"The row of the user 'a' has 29 bytes, more than the 28 that 'Max Batch Bytes' allows for one request: shorten it or raise the option",
		);
	});
});

describe('rows that are refused together', () => {
	const ROOM = { maxBatchBytes: 10_000 };
	const rowsOf = (by: 'id' | 'email', ...values: string[]): BulkRow[] =>
		values.map((value, item) => ({ item, requested: { by, value, patch: { set: {} } } }));
	const texts = (rows: BulkRow[]) =>
		rows.map(({ result }) => (result instanceof Failure ? result.message : result));

	it('are all rows of a user, each with all places; the others are left alone', () => {
		const rows = rowsOf('email', 'a@example.com', 'b@example.com', 'A@example.com');
		refuseRows(rows, ROOM);
		const where = 'is listed in items 0, 2 (2): give each user only one row';
		expect(texts(rows)).toEqual([
			`The user 'a@example.com' ${where}`,
			undefined,
			`The user 'a@example.com' ${where}`,
		]);
	});

	it('are measured with an ID as long as those of Ubidots where none is known', () => {
		const bytes = rowBytes('0'.repeat(24), {}) + 2;
		const over = (by: 'id' | 'email', maxBatchBytes: number) => {
			const rows = rowsOf(by, 'a');
			refuseRows(rows, { maxBatchBytes });
			return rows[0].result instanceof Failure;
		};
		expect([over('email', bytes), over('email', bytes - 1), over('id', bytes - 1)]).toEqual([
			false,
			true,
			false,
		]);
	});
});
