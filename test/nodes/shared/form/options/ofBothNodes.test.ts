import { people } from '../../../../support/people';
import { requestCount } from '../../../../support/requests';
import { bulkUpdate, CONTINUE, update } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

const world = useWorld({ users: 5 });

describe('an option out of its range is refused by name, before any request', () => {
	it.each<[string, string, unknown]>([
		['batchSize', 'Batch Size', 0],
		['batchSize', 'Batch Size', -1],
		['batchSize', 'Batch Size', 2.5],
		['batchSize', 'Batch Size', 'many'],
		['batchSize', 'Batch Size', '={{ NaN }}'],
		['batchSize', 'Batch Size', '={{ undefined }}'],
		['batchSize', 'Batch Size', null],
		['maxBatchBytes', 'Max Batch Bytes', 0],
		['maxBatchBytes', 'Max Batch Bytes', '={{ Infinity }}'],
		['confirmTimeout', 'Confirm Timeout', -1],
		['maxConcurrentRequests', 'Max Concurrent Requests', 0],
		['maxConcurrentRequests', 'Max Concurrent Requests', 1000],
		['retryTimeout', 'Retry Timeout', -5],
		['retryTimeout', 'Retry Timeout', '={{ NaN }}'],
		['timeout', 'Timeout', 0],
		['timeout', 'Timeout', -1],
		['timeout', 'Timeout', ''],
		['confirm', 'Confirm', 'perhaps'],
		['dryRun', 'Dry Run', 2],
		['isolateBadRows', 'Isolate Bad Rows', null],
		['output', 'Output', 'rows'],
	])('%s (%s): %p', async (name, title, value) => {
		const { message, status } = await world.run(bulkUpdate({ [name]: value as never }), people(2));
		expect(status).toBe('error');
		expect(message).toContain(`'${title}`);
		expect(requestCount(world)).toBe(0);
	});
});

it('with Continue On Fail every item says so, and still nothing is sent', async () => {
	const { items } = await world.run(bulkUpdate({ batchSize: 0 }, CONTINUE), people(3));
	expect(items).toHaveLength(3);
	for (const { json } of items) expect(json.error).toContain("'Batch Size'");
	expect(requestCount(world)).toBe(0);
});

it.each([
	['text from a sheet', { batchSize: '2', dryRun: 'false', retryTimeout: '0' }],
	['an expression', { batchSize: '={{ 1 + 1 }}', dryRun: '={{ false }}' }],
])('%s is taken where it can be read', async (_name, options) => {
	const { items, message } = await world.run(bulkUpdate(options), people(4));
	expect(message).toBeUndefined();
	expect(items).toHaveLength(4);
	expect(requestCount(world, { method: 'PATCH' })).toBe(2);
});

it('an option that differs between items is refused: a dry run for some rows would write others', async () => {
	const rows = people(3).map((row, index) => ({ ...row, dry: index !== 1 }));
	for (const setup of [
		bulkUpdate({ dryRun: '={{ $json.dry }}' }),
		update({ dryRun: '={{ $json.dry }}' }),
	]) {
		const { message } = await world.run(setup, rows);
		expect(message).toContain("'Dry Run'");
		expect(message).toContain('item 1');
	}
	expect(requestCount(world)).toBe(0);
});

it('an option whose expression gives nothing for one item is refused too', async () => {
	const rows = [{ ...people(1)[0], dry: true }, people(1, 2)[0]];
	const { message } = await world.run(bulkUpdate({ dryRun: '={{ $json.dry }}' }), rows);
	expect(message).toContain("'Dry Run'");
	expect(requestCount(world)).toBe(0);
});

it('options that the operation does not have are of no effect', async () => {
	const { message, status } = await world.run(
		update({ batchSize: 0, output: 'rows', dryrun: 1 }),
		people(1),
	);
	expect([message, status]).toEqual([undefined, 'success']);
});
