import type { INodeProperties } from 'n8n-workflow';

import { optionsProperty, readSettings, SENDING_OPTIONS } from '../../nodes/shared/options';

describe('the settings of a run', () => {
	it('are the documented defaults where nothing is chosen', () => {
		expect(readSettings({})).toMatchObject({
			batchSize: 100,
			maxBatchBytes: 10_000,
			output: 'users',
			confirm: false,
			confirmTimeoutMs: 60_000,
			dryRun: false,
			skipUnchanged: false,
			maxConcurrentRequests: 4,
			retryTimeoutMs: 120_000,
			timeoutMs: 60_000,
			isolateBadRows: true,
		});
	});

	it('take what is chosen, as text too', () => {
		const chosen = { batchSize: ' 5 ', retryTimeout: '0.5', dryRun: 'TRUE', output: 'batches' };
		expect(readSettings(chosen)).toMatchObject({
			batchSize: 5,
			retryTimeoutMs: 500,
			dryRun: true,
			output: 'batches',
		});
	});

	it('take the ends of each range', () => {
		expect(readSettings({ batchSize: 1, maxBatchBytes: 100, retryTimeout: 0 })).toMatchObject({
			batchSize: 1,
			maxBatchBytes: 100,
			retryTimeoutMs: 0,
		});
	});

	it.each([
		[{ batchSize: 0 }, "The option 'Batch Size' is 0: it has to be a whole number from 1 to 10000"],
		[{ timeout: [] }, "The option 'Timeout (Seconds)' is []: it has to be a number"],
		[{ output: null }, "The option 'Output' is null: it has to be 'users' or 'batches'"],
		[{ confirm: 'on' }, "The option 'Confirm' is 'on': it has to be true or false"],
	])('are refused by name: %j', (values, text) => {
		expect(() => readSettings(values as Record<string, unknown>)).toThrow(text);
	});
});

describe('the collection in the form', () => {
	const own: INodeProperties = { displayName: 'Depth', name: 'depth', type: 'number', default: 1 };
	const { options, ...collection } = optionsProperty(SENDING_OPTIONS, [own]);

	it('is called Options and starts empty', () => {
		expect(collection).toMatchObject({ name: 'options', type: 'collection', default: {} });
	});

	it('holds the chosen options and an operation’s own, in alphabetical order', () => {
		expect(options?.map(({ name }) => name)).toEqual([
			'depth',
			'maxConcurrentRequests',
			'retryTimeout',
			'timeout',
		]);
	});
});
