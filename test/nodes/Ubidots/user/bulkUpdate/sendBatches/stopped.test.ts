import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { generatedUserId } from '../../../../../../tools/sandbox';
import { people } from '../../../../../support/people';
import { requestLines } from '../../../../../support/requests';
import { bulkUpdate, CONTINUE, type OnError } from '../../../../../support/setups';
import { useWorld } from '../../../../../support/useWorld';

/** Bulk request k of n fails for good: what became of the rows of all requests. */
const world = useWorld({ users: 10 });

const rows: IDataObject[] = people(8);

const bulk = async (
	onError?: OnError,
	options: INodeParameters = {},
	items: IDataObject[] = rows,
) =>
	await world.run(
		bulkUpdate({ batchSize: 2, maxConcurrentRequests: 1, retryTimeout: 0, ...options }, onError),
		items,
	);

/** Item 3 asks for a name that somebody has: only the API can know that. */
function rowsWithATakenName(): IDataObject[] {
	world.sandbox.ubidots.put({ id: generatedUserId(9), username: 'taken', email: 't@example.com' });
	return rows.map((row, item) => (item === 3 ? { ...row, username: 'taken' } : row));
}

/** Lets one request pass and refuses all others. */
const refuseTheSecond = (status: number, body?: unknown) =>
	world.sandbox.faults.add({
		match: { path: '/bulk/update/' },
		skip: 1,
		times: Infinity,
		answer: { status, body },
	});

const SECOND =
	'Could not update 2 users (request 2 of 4): Ubidots answered 500: no reason was given';

describe('without Continue On Fail', () => {
	it('the run ends at once and says which rows were accepted, failed and not sent', async () => {
		refuseTheSecond(500);
		const { status, items, message, description } = await bulk();
		const [{ id }] = world.sandbox.ubidots.tasks();
		expect([status, items]).toEqual(['error', []]);
		expect(message).toBe(SECOND);
		expect(description?.split('\n')).toEqual([
			'Accepted: items 0-1 (2)',
			`Task ${id}: items 0-1 (2)`,
			`Failed: items 2-3 (2): ${SECOND}`,
			'Not sent: items 4-7 (4)',
		]);
		expect(requestLines(world)).toHaveLength(2);
	});

	it('a refused row is named although it was found in halves of its batch', async () => {
		world.sandbox.faults.add({
			match: { bodyIncludes: generatedUserId(4) },
			times: Infinity,
			answer: { status: 400, body: { code: 400001, message: 'Validation Error.', detail: {} } },
		});
		const { message, description } = await bulk();
		expect(message).toContain('Ubidots answered 400: Validation Error.');
		expect(message).toMatch(/ \[item 3\]$/);
		expect(description).toContain('Accepted: items 0-2 (3)\n');
		expect(description).toContain('Failed: item 3 (1): ');
		expect(description).toMatch(/\nNot sent: items 4-7 \(4\)$/);
	});
});

describe('with Continue On Fail', () => {
	it('every row says what became of it, in the order of the input', async () => {
		refuseTheSecond(500);
		const { items } = await bulk(CONTINUE);
		const said = items.map(({ json }) => json.status ?? json.error);
		const notSent = `Not sent, because an earlier request did not succeed: ${SECOND}`;
		expect(said).toEqual([
			'accepted',
			'accepted',
			`${SECOND} [item 2]`,
			`${SECOND} [item 3]`,
			`${notSent} [item 4]`,
			`${notSent} [item 5]`,
			`${notSent} [item 6]`,
			`${notSent} [item 7]`,
		]);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(rows.map((_, item) => ({ item })));
		expect(requestLines(world)).toHaveLength(2);
	});

	it('rows at fault hold no other row back', async () => {
		const { items } = await bulk(CONTINUE, {}, rowsWithATakenName());
		expect(items.map(({ json }) => json.status ?? 'failed')).toEqual(
			rows.map((_, item) => (item === 3 ? 'failed' : 'accepted')),
		);
		expect(items[3].json.error).toContain('username: A user with that username already exists.');
		expect(items[3].json.details).toEqual({
			httpCode: '400',
			code: 400001,
			fields: { username: ['A user with that username already exists.'] },
		});
	});

	it('a row that the API names by itself fails with its own messages', async () => {
		world.sandbox.options.bulkErrors = 'rows';
		const { items } = await bulk(CONTINUE, { batchSize: 8 }, rowsWithATakenName());
		expect(items[3].json.error).toBe(
			`Ubidots refused the user '${generatedUserId(4)}': username: A user with that username already exists. [item 3]`,
		);
		expect(items.filter(({ json }) => json.status === 'accepted')).toHaveLength(7);
		expect(requestLines(world)).toHaveLength(2);
	});

	it('a refused batch fails as a whole when Isolate Bad Rows is off', async () => {
		const { items } = await bulk(CONTINUE, { isolateBadRows: false }, rowsWithATakenName());
		expect(items.map(({ json }) => ('error' in json ? 'failed' : json.status))).toEqual([
			'accepted',
			'accepted',
			...Array(6).fill('failed'),
		]);
		expect(requestLines(world)).toHaveLength(2);
	});
});
