import type { BulkRun } from '../../../../../../nodes/Ubidots/user/bulk/rows';
import { sendBatches } from '../../../../../../nodes/Ubidots/user/bulk/send';
import { apiFailure } from '../../../../../../nodes/shared/errors';
import { RefusedRequest } from '../../../../../../nodes/shared/http/errors';
import type { ApiRequest } from '../../../../../../nodes/shared/http/service';
import type { Stop } from '../../../../../../nodes/shared/waiting';
import { PASSWORD, people } from '../../../../../support/people';
import { idsOf, patches, rowsOf } from '../../../../../support/requests';
import { bulkUpdate, CONTINUE, TO_ERROR_OUTPUT } from '../../../../../support/setups';
import { useWorld } from '../../../../../support/useWorld';
import { inVirtualTime } from '../../../../../support/virtualTime';
import { writtenItems } from '../../../../../support/written';
import { aPlan } from '../planned';

const world = useWorld({ users: 60 });

/** The request at this place, counted from 0, fails for good. */
const failAt = (index: number, status = 500) =>
	world.sandbox.faults.add({
		match: { method: 'PATCH' },
		skip: index,
		answer: { status, body: { code: 500000, message: 'It broke.' } },
	});

const written = () => writtenItems(world, people(60));

const span = (from: number, to: number) =>
	Array.from({ length: to - from + 1 }, (_, index) => from + index);

const FAILED =
	'Could not update 5 users (request 2 of 4): Ubidots answered 500: It broke. It may have been carried out anyway';

const oneByOne = { batchSize: 5, maxConcurrentRequests: 1 };

describe('when request 2 of 4 of a bulk update fails for good', () => {
	it('ends with its error, and the description says what became of every row', async () => {
		failAt(1);
		const { message, description, items, status } = await world.run(
			bulkUpdate(oneByOne),
			people(20),
		);
		expect([status, items]).toEqual(['error', []]);
		expect(message).toBe(FAILED);
		const [{ id: taskId }] = world.sandbox.ubidots.tasks();
		const lines = (description ?? '').split('\n');
		expect(lines).toEqual([
			'Accepted: items 0-4 (5)',
			`Task ${taskId}: items 0-4 (5)`,
			`Failed: items 5-9 (5): ${FAILED}`,
			'Not sent: items 10-19 (10)',
		]);
		expect(patches(world).length).toBe(2);
		expect(written()).toEqual(span(0, 4));
	});

	it('tells the rows apart one by one with Continue On Fail', async () => {
		failAt(1);
		const { items, status } = await world.run(bulkUpdate(oneByOne, CONTINUE), people(20));
		expect(status).toBe('success');
		expect(items).toHaveLength(20);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
			span(0, 19).map((item) => ({ item })),
		);
		expect(items.slice(0, 5).every(({ json }) => json.status === 'accepted')).toBe(true);
		for (const item of span(5, 9)) {
			expect(items[item].json.error).toBe(`${FAILED} [item ${item}]`);
		}
		for (const item of span(10, 19)) {
			expect(items[item].json.error).toBe(
				`Not sent, because an earlier request failed: ${FAILED} [item ${item}]`,
			);
		}
		for (const { json } of items.slice(5))
			expect(Object.keys(json).sort()).toEqual(['details', 'error']);
		expect(items[7].json.details).toMatchObject({ httpCode: '500' });
		expect(patches(world).length).toBe(2);
		expect(written()).toEqual(span(0, 4));
	});

	it('sends error items to the error output, and the accepted ones to the other', async () => {
		failAt(1);
		const { items, errorItems } = await world.run(
			bulkUpdate(oneByOne, TO_ERROR_OUTPUT),
			people(20),
		);
		expect(items.map(({ json }) => json.id)).toEqual(people(5).map(({ id }) => id));
		expect(errorItems).toHaveLength(15);
	});

	it('lets requests that were under way already come to their end', async () => {
		world.sandbox.options.latencyMs = 40;
		failAt(1);
		const setup = bulkUpdate({ batchSize: 5, maxConcurrentRequests: 3 }, CONTINUE);
		const { items } = await inVirtualTime(async () => await world.run(setup, people(40)));
		const accepted = items.flatMap(({ json }, item) => (json.status === 'accepted' ? [item] : []));
		expect(written()).toEqual(accepted);
		expect(accepted).toEqual(expect.arrayContaining([...span(0, 4), ...span(10, 14)]));
		expect(patches(world).length).toBeLessThanOrEqual(4);
	});

	it.each([undefined, CONTINUE] as const)(
		'sends no request more of those that wait for their turn (On Error: %s)',
		async (onError) => {
			world.setCredential('ubidots', { requestsPerSecond: 8 });
			failAt(0);
			const setup = bulkUpdate({ batchSize: 2, maxConcurrentRequests: 4 }, onError);
			await inVirtualTime(async () => await world.run(setup, people(20)));
			expect(patches(world).length).toBe(1);
			expect(written()).toEqual([]);
		},
	);

	it('in output by batches gives the accepted request and every failed row', async () => {
		failAt(1);
		const setup = bulkUpdate({ ...oneByOne, output: 'batches' }, CONTINUE);
		const { items } = await world.run(setup, people(20));
		expect(items).toHaveLength(16);
		expect(items[0].json).toMatchObject({ users: 5, ids: people(5).map(({ id }) => id) });
		expect(items.slice(1).every(({ json }) => 'error' in json)).toBe(true);
	});
});

it.each([
	[0, [], span(0, 4), span(5, 19)],
	[3, span(0, 14), span(15, 19), []],
])('a failure of request %i of 0-3 leaves no row without its word', async (at, ok, failed, not) => {
	failAt(at, 403);
	const { items } = await world.run(bulkUpdate(oneByOne, CONTINUE), people(20));
	const where = (test: (text: string) => boolean) =>
		items.flatMap(({ json }, item) => (test(String(json.error ?? '')) ? [item] : []));
	expect(where((text) => text === '')).toEqual(ok);
	expect(where((text) => text.startsWith('Could not'))).toEqual(failed);
	expect(where((text) => text.startsWith('Not sent'))).toEqual(not);
});

it('says in one line how many thousand rows were accepted', async () => {
	world.sandbox.options.maxBodyBytes = 0;
	failAt(3);
	const rows = Array.from({ length: 4000 }, (_, n) => ({ id: `id-${n}`, firstName: 'X' }));
	const { description } = await world.run(
		bulkUpdate({ batchSize: 1000, maxBatchBytes: 1_000_000, maxConcurrentRequests: 1 }),
		rows,
	);
	expect(description).toContain('Accepted: items 0-2999 (3000)');
	expect((description ?? '').length).toBeLessThan(1000);
	expect(idsOf(patches(world)[0])).toHaveLength(1000);
});

it('accounts for rows that needed no change beside those that were not sent', async () => {
	const [same, ...others] = people(3);
	world.sandbox.ubidots.put(same);
	failAt(0, 403);
	const setup = bulkUpdate({ skipUnchanged: true, batchSize: 1, maxConcurrentRequests: 1 });
	const { description } = await world.run(setup, [same, ...others]);
	expect(description?.split('\n')).toEqual([
		'Accepted: no item',
		'Unchanged: item 0 (1)',
		expect.stringMatching(/^Failed: item 1 \(1\): /),
		'Not sent: item 2 (1)',
	]);
});

describe.each(['object', 'rows'] as const)(
	'a request whose response was lost, and whose repeat is refused (%s)',
	(shape) => {
		it('says of every failed row that it may have been carried out', async () => {
			world.sandbox.options.bulkErrors = shape;
			const rows = people(4).map((row, n) => (n === 1 ? { ...row, email: 'no@address' } : row));
			world.sandbox.faults.add({ match: { method: 'PATCH' }, answer: 'reset', when: 'after' });
			const { items } = await world.run(bulkUpdate({ isolateBadRows: false }, CONTINUE), rows);
			for (const { json } of items)
				expect(json.error).toContain('may have been carried out anyway');
		});
	},
);

it('does not say that no update was sent when the only request may have been carried out', async () => {
	world.sandbox.faults.add({ match: { method: 'PATCH' }, answer: 'reset', when: 'after' });
	const { description } = await world.run(bulkUpdate({ retryTimeout: 0 }), people(3));
	expect(description?.split('\n')).toEqual([
		'Accepted: no item',
		expect.stringMatching(/^Failed: items 0-2 \(3\): .*It may have been carried out anyway$/),
	]);
});

describe('An answer without a task', () => {
	const answer = (status: number, body: object) =>
		world.sandbox.faults.add({ match: { method: 'PATCH' }, answer: { status, body } });

	it.each([{}, { task: null }, { task: {} }, { task: { id: '' } }, { task: { id: 5 } }])(
		'an answer %j names no task: it says that the users may have been updated, and does not go on',
		async (body) => {
			answer(200, body);
			const { message } = await world.run(bulkUpdate(), people(2));
			expect(message).toBe(
				'Could not update 2 users (request 1 of 1): the response has no task ID. It may have been carried out anyway → run it again, a bulk update can be repeated',
			);
			expect(patches(world)).toHaveLength(1);
		},
	);

	it('no password of any row is shown when the answer repeats it', async () => {
		answer(403, { detail: `Not ${PASSWORD}-1, nor ${PASSWORD}-2.` });
		const rows = people(2).map((person, n) => ({ ...person, password: `${PASSWORD}-${n + 1}` }));
		const { message } = await world.run(bulkUpdate(), rows);
		expect(message).toContain('answered 403: Not •••, nor •••.');
	});
});

describe('A service in trouble', () => {
	beforeAll(() => jest.spyOn(Math, 'random').mockReturnValue(0.01));

	afterAll(() => jest.restoreAllMocks());

	it.each([
		['is busy', { status: 503 }],
		['closes the connection', 'reset'],
	] as const)(
		'a service that %s gets the rows again: a bulk update can be repeated',
		async (_, answer) => {
			world.sandbox.faults.add({ match: { method: 'PATCH' }, answer });
			const { items } = await world.run(bulkUpdate(), people(2));
			expect(items.map(({ json }) => json.status)).toEqual(['accepted', 'accepted']);
			expect(patches(world).map(rowsOf)).toEqual([people(2), people(2)]);
		},
	);
});

const broken = apiFailure('It broke', { httpCode: '500' });

it('rows whose bad ones were still sought when another request ended the run say which failure that was', async () => {
	let sent = 0;
	const request = async (_: ApiRequest, stop: Stop) => {
		const place = sent++;
		// The first batch is refused and cut in halves, then the second one fails for good.
		if (place === 0) throw new RefusedRequest('Bad rows', 400, {}, false);
		if (place === 1) {
			while (sent < 3) await Promise.resolve();
			throw broken;
		}
		while (!stop.reason) await Promise.resolve();
		throw stop.reason;
	};
	const run = {
		client: { request },
		continueOnFail: false,
		settings: {
			...{ batchSize: 2, maxBatchBytes: 10_000, maxConcurrentRequests: 2, isolateBadRows: true },
		},
	} as unknown as BulkRun;
	const rows = [0, 1, 2, 3].map((item) => aPlan(item, `${item}`));
	await sendBatches(run, rows);
	const texts = rows.map(({ row: { result } }) => (result instanceof Error ? result.message : ''));
	expect(texts.slice(2)).toEqual(['It broke', 'It broke']);
	for (const text of texts.slice(0, 2)) expect(text).toContain('It broke');
	expect(sent).toBe(3);
});
