import type { IDataObject } from 'n8n-workflow';

import { TESTT } from '../../../../support/people';
import { requestCount, requestLines } from '../../../../support/requests';
import { bulkUpdate, byId, CONTINUE, type OnError, ubidots } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

/** Options hold for the run as a whole; a wrong one is said by name before any request leaves. */
const world = useWorld();

const bulk = async (options: IDataObject, items: IDataObject[] = [{}], onError?: OnError) =>
	await world.run(
		bulkUpdate(options, onError),
		items.map((item, index) => ({ id: `${TESTT}${index}`, firstName: 'Ada', ...item })),
	);

describe('an option out of its range', () => {
	const whole = (min: number, max: number) => `it has to be a whole number from ${min} to ${max}`;

	it.each([
		['batchSize', 0, `'Batch Size' is 0: ${whole(1, 10_000)}`],
		['batchSize', -1, `'Batch Size' is -1: ${whole(1, 10_000)}`],
		['batchSize', 1.5, `'Batch Size' is 1.5: ${whole(1, 10_000)}`],
		['batchSize', 10_001, `'Batch Size' is 10001: ${whole(1, 10_000)}`],
		['batchSize', 'many', `'Batch Size' is 'many': ${whole(1, 10_000)}`],
		['batchSize', '', `'Batch Size' is '': ${whole(1, 10_000)}`],
		['batchSize', null, `'Batch Size' is null: ${whole(1, 10_000)}`],
		['batchSize', '={{ undefined }}', `'Batch Size' is undefined: ${whole(1, 10_000)}`],
		['batchSize', '={{ NaN }}', `'Batch Size' is NaN: ${whole(1, 10_000)}`],
		['batchSize', '={{ Infinity }}', `'Batch Size' is Infinity: ${whole(1, 10_000)}`],
		['batchSize', '={{ [100] }}', `'Batch Size' is [100]: ${whole(1, 10_000)}`],
		['maxBatchBytes', 99, `'Max Batch Bytes' is 99: ${whole(100, 100_000_000)}`],
		['maxConcurrentRequests', 0, `'Max Concurrent Requests' is 0: ${whole(1, 100)}`],
		['maxConcurrentRequests', 101, `'Max Concurrent Requests' is 101: ${whole(1, 100)}`],
		['retryTimeout', -1, "'Retry Timeout (Seconds)' is -1: it has to be a number from 0 to 86400"],
		['timeout', 0, "'Timeout (Seconds)' is 0: it has to be a number from 0.05 to 3600"],
		['confirmTimeout', -5, "'Confirm Timeout (Seconds)' is -5: it has to be a number from 0"],
		['output', 'rows', "'Output' is 'rows': it has to be 'users' or 'batches'"],
		['dryRun', 'maybe', "'Dry Run' is 'maybe': it has to be true or false"],
		['skipUnchanged', null, "'Skip Unchanged' is null: it has to be true or false"],
		['isolateBadRows', 2, "'Isolate Bad Rows' is 2: it has to be true or false"],
		['confirm', '={{ undefined }}', "'Confirm' is undefined: it has to be true or false"],
	])('%s = %j', async (name, value, text) => {
		const { message } = await bulk({ [name]: value });
		expect(message).toContain(`The option ${text}`);
		expect(requestLines(world)).toEqual([]);
	});

	it('fails every item with Continue On Fail', async () => {
		const { items } = await bulk({ batchSize: 0 }, [{}, {}], CONTINUE);
		expect(items.map(({ json }) => json.error)).toEqual([
			expect.stringMatching(/^The option 'Batch Size' is 0: .* \[item 0\]$/),
			expect.stringMatching(/^The option 'Batch Size' is 0: .* \[item 1\]$/),
		]);
	});
});

describe('an option that differs between items', () => {
	const items = [{ size: 10 }, { size: 10 }, { size: 20 }];

	it('is refused, with both values', async () => {
		expect((await bulk({ batchSize: '={{ $json.size }}' }, items)).message).toBe(
			"The option 'Batch Size' is 10 for item 0 and 20 for item 2: options hold for the whole run, so give them one value",
		);
		expect(requestLines(world)).toEqual([]);
	});

	it('is refused above all where it decides about writing', async () => {
		const { message } = await bulk({ dryRun: '={{ $itemIndex > 0 }}' }, items);
		expect(message).toContain("The option 'Dry Run' is false for item 0 and true for item 1");
		expect(requestCount(world, { method: 'PATCH' })).toBe(0);
	});

	it('may come from an expression that gives all items the same', async () => {
		const { message } = await bulk({ batchSize: '={{ $input.all()[0].json.size }}' }, items);
		expect(message).toBeUndefined();
	});
});

describe('options as text, from expressions', () => {
	it('are read as what they say', async () => {
		const { items } = await bulk({
			batchSize: '={{ "5" }}',
			output: '={{ "batches" }}',
			retryTimeout: '={{ "0" }}',
			dryRun: '={{ "false" }}',
		});
		expect(items[0].json).toMatchObject({ users: 1 });
		expect(requestLines(world)).toHaveLength(1);
	});
});

describe('an unknown operation', () => {
	it('is refused by its name', async () => {
		const { message } = await world.run(ubidots('explode', { userKey: byId(TESTT) }));
		expect(message).toContain("'explode'");
		expect(requestLines(world)).toEqual([]);
	});
});
