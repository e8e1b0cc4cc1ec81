import type { IDataObject } from 'n8n-workflow';

import { Failure } from '../../../../../../nodes/shared/errors';
import type { ApiRequest } from '../../../../../../nodes/shared/http/service';
import {
	rowBytes,
	refuseDuplicates,
	type BulkRow,
	type BulkRun,
} from '../../../../../../nodes/Ubidots/user/bulk/rows';
import { resolveUsers } from '../../../../../../nodes/Ubidots/user/bulk/resolve';

const ADA = { id: '1', username: 'ada', firstName: 'Ada', lastName: 'L' };
const BOB = { id: '22', username: 'bob', firstName: 'Bob', lastName: 'B' };

const byUsername = (itemIndex: number, key: string, body: IDataObject): BulkRow => ({
	...{ itemIndex, column: 'username', key, id: '', body, bytes: rowBytes('', body) },
});
const byId = (itemIndex: number, id: string, body: IDataObject): BulkRow => ({
	...{ itemIndex, column: 'id', key: id, id, body, bytes: rowBytes(id, body) },
});

/** Resolves rows against a service with these users. */
async function resolve(
	rows: BulkRow[],
	options: { dryRun?: boolean; skipUnchanged?: boolean } = {},
	users: IDataObject[] = [ADA, BOB],
) {
	const hints: string[] = [];
	const asked: string[] = [];
	const request = async ({ path, query = {} }: ApiRequest) => {
		asked.push(String(query.fields));
		const key = path === '/users/' ? undefined : path.replace('/users/', '').replace('~', '');
		const results = users.filter(({ id, username }) => !key || id === key || username === key);
		const body = key ? (results[0] ?? {}) : { results, next: null, count: results.length };
		const status = key && results.length === 0 ? 404 : 200;
		return await Promise.resolve({ status, body, maybeApplied: false });
	};
	const run = {
		client: { request },
		continueOnFail: true,
		options: {
			...{ dryRun: false, skipUnchanged: false, maxConcurrentRequests: 1, maxBatchBytes: 10_000 },
			...options,
		},
		hint: (text: string) => hints.push(text),
	} as unknown as BulkRun;
	await resolveUsers(run, rows);
	return { hints, asked };
}

const texts = (rows: BulkRow[]) =>
	rows.map(({ state }) => (state instanceof Failure ? state.message : state));

describe('rows of the same user', () => {
	it('are refused, each with all places; the others are left alone', () => {
		const rows = [byId(0, '1', {}), byId(1, '22', {}), byId(2, '1', {})];
		refuseDuplicates(
			rows,
			({ id }) => id,
			({ id }) => `The user ${id}`,
		);
		const text = 'The user 1 is listed in items 0, 2 (2): give each user only one row';
		expect(texts(rows)).toEqual([text, undefined, text]);
	});

	it('are refused also when only the look-up shows it', async () => {
		const rows = [byUsername(0, 'ada', { lastName: 'X' }), byUsername(1, 'eda', { lastName: 'Y' })];
		await resolve(rows, {}, [ADA, { ...ADA, username: 'eda' }]);
		const where = 'is listed in items 0-1 (2): give each user only one row';
		expect(texts(rows)).toEqual([`The user 1 ('ada') ${where}`, `The user 1 ('eda') ${where}`]);
	});
});

describe('users that are matched by ID', () => {
	it('need no look-up where nothing is compared', async () => {
		const { asked } = await resolve([byId(0, '1', { lastName: 'X' })]);
		expect(asked).toEqual([]);
	});

	it.each([{ dryRun: true }, { skipUnchanged: true }])(
		'are looked up with the fields of their rows for %j',
		async (options) => {
			const rows = [byId(0, '1', { lastName: 'X' }), byId(1, '22', { firstName: 'B' })];
			const { asked } = await resolve(rows, options);
			expect(asked).toEqual(['id,lastName,firstName']);
		},
	);
});

describe('users that are matched by another column', () => {
	it('get their IDs, and the size that the row has with it', async () => {
		const rows = [byUsername(0, 'ada', { lastName: 'X' }), byUsername(1, 'bob', { lastName: 'Y' })];
		const { asked, hints } = await resolve(rows);
		expect(rows.map(({ id }) => id)).toEqual(['1', '22']);
		expect(rows.map(({ bytes }) => bytes)).toEqual(rows.map(({ id, body }) => rowBytes(id, body)));
		expect(texts(rows)).toEqual([undefined, undefined]);
		expect([asked, hints]).toEqual([['id,username'], []]);
	});

	it('are refused by name where there is none', async () => {
		const rows = [byUsername(0, 'ada', {}), byUsername(1, 'nobody', {}), byUsername(2, 'none', {})];
		await resolve(rows);
		expect(texts(rows)).toEqual([
			undefined,
			"No user has the username 'nobody'",
			"No user has the username 'none'",
		]);
	});
});

describe('rows that are compared', () => {
	it('keep what differs, with the size of that, and are unchanged where nothing does', async () => {
		const rows = [
			byId(0, '1', { firstName: 'Ada', lastName: 'X' }),
			byId(1, '22', { firstName: 'Bob' }),
		];
		const { hints } = await resolve(rows, { skipUnchanged: true });
		expect(rows.map(({ body }) => body)).toEqual([{ lastName: 'X' }, {}]);
		expect(rows[0].changes).toEqual({ lastName: { from: 'L', to: 'X' } });
		expect(rows[0].bytes).toBe(rowBytes('1', { lastName: 'X' }));
		expect(texts(rows)).toEqual([undefined, 'unchanged']);
		expect(hints).toEqual(['1 of 2 users needed no change']);
	});

	it('are planned in a dry run', async () => {
		const rows = [byId(0, '1', { lastName: 'X' }), byId(1, '22', { lastName: 'Y' })];
		const { hints } = await resolve(rows, { dryRun: true });
		expect(texts(rows)).toEqual(['planned', 'planned']);
		expect(hints).toEqual([]);
	});

	it('are those whose user was found', async () => {
		const rows = [
			byUsername(0, 'nobody', { lastName: 'X' }),
			byUsername(1, 'bob', { lastName: 'B' }),
		];
		const { hints } = await resolve(rows, { skipUnchanged: true });
		expect(texts(rows)).toEqual(["No user has the username 'nobody'", 'unchanged']);
		expect(hints).toEqual(['1 of 1 user needed no change']);
	});
});
