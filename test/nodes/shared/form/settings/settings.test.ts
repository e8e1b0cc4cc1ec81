import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { BULK_SETTINGS } from '../../../../../nodes/Ubidots/user/bulk/settings';
import {
	choice,
	flag,
	inOptions,
	number,
	type ParameterTable,
} from '../../../../../nodes/shared/form/parameters';
import { getSettings } from '../../../../../nodes/shared/form/itemParameters';
import { Redactor } from '../../../../../nodes/shared/redact';
import { valueAt } from '../itemOf';
import { people, TESTT } from '../../../../support/people';
import { requestLines } from '../../../../support/requests';
import { bulkUpdate, CONTINUE, type OnError, update } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

/** Options hold for the run as a whole; a wrong one is said by name before any request leaves. */
const world = useWorld({ users: 5 });

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
		['batchSize', '={{ undefined }}', "'Batch Size' is undefined: its expression returned nothing"],
		['batchSize', '={{ NaN }}', `'Batch Size' is NaN: ${whole(1, 10_000)}`],
		['batchSize', '={{ Infinity }}', `'Batch Size' is Infinity: ${whole(1, 10_000)}`],
		['batchSize', '={{ [100] }}', `'Batch Size' is [100]: ${whole(1, 10_000)}`],
		[
			'maxBatchBytes',
			'={{ Infinity }}',
			`'Max Batch Bytes' is Infinity: ${whole(100, 100_000_000)}`,
		],
		['maxBatchBytes', 99, `'Max Batch Bytes' is 99: ${whole(100, 100_000_000)}`],
		['maxConcurrentRequests', 0, `'Max Concurrent Requests' is 0: ${whole(1, 100)}`],
		['maxConcurrentRequests', 101, `'Max Concurrent Requests' is 101: ${whole(1, 100)}`],
		['retryTimeout', -1, "'Retry Timeout (Seconds)' is -1: it has to be a number from 0 to 86400"],
		[
			'retryTimeout',
			'={{ NaN }}',
			"'Retry Timeout (Seconds)' is NaN: it has to be a number from 0 to",
		],
		['timeout', -1, "'Timeout (Seconds)' is -1: it has to be a number from 0.05 to 3600"],
		['timeout', '', "'Timeout (Seconds)' is '': it has to be a number from 0.05 to 3600"],
		['timeout', 0, "'Timeout (Seconds)' is 0: it has to be a number from 0.05 to 3600"],
		['confirmTimeout', -5, "'Confirm Timeout (Seconds)' is -5: it has to be a number from 0"],
		['output', 'rows', "'Output' is 'rows': it has to be 'users' or 'batches'"],
		['skipUnchanged', null, "'Skip Unchanged' is null: it has to be true or false"],
		['isolateBadRows', 2, "'Isolate Bad Rows' is 2: it has to be true or false"],
		['isolateBadRows', null, "'Isolate Bad Rows' is null: it has to be true or false"],
		['confirm', 'perhaps', "'Confirm' is 'perhaps': it has to be true or false"],
		['confirm', '={{ undefined }}', "'Confirm' is undefined: its expression returned nothing"],
	])('%s = %j', async (name, value, text) => {
		const { message, status } = await bulk({ [name]: value });
		expect(status).toBe('error');
		expect(message).toContain(`The option ${text}`);
		expect(requestLines(world)).toEqual([]);
	});

	it('fails every item with Continue On Fail', async () => {
		const { items } = await bulk({ batchSize: 0 }, [{}, {}], CONTINUE);
		expect(items.map(({ json }) => json.error)).toEqual([
			expect.stringMatching(/^The option 'Batch Size' is 0: .* \[item 0\]$/),
			expect.stringMatching(/^The option 'Batch Size' is 0: .* \[item 1\]$/),
		]);
		expect(requestLines(world)).toEqual([]);
	});
});

describe('an option that differs between items', () => {
	const items = [{ size: 10 }, { size: 10 }, { size: 20 }];

	it('is refused, with both values', async () => {
		expect((await bulk({ batchSize: '={{ $json.size }}' }, items)).message).toBe(
			"The option 'Batch Size' is 10 for item 0 and 20 for item 2: it applies to the whole run, so give it one value",
		);
		expect(requestLines(world)).toEqual([]);
	});

	it('is refused above all where it decides about writing', async () => {
		const { message } = await bulk({ dryRun: '={{ $itemIndex > 0 }}' }, items);
		expect(message).toContain("'Dry Run' is false for item 0 and true for item 1");
		expect(requestLines(world)).toEqual([]);
	});

	it('is refused where its expression gives nothing for one item', async () => {
		const { message } = await bulk({ dryRun: '={{ $json.dry }}' }, [{ dry: true }, {}]);
		expect(message).toContain("'Dry Run' is true for item 0 and undefined for item 1");
		expect(requestLines(world)).toEqual([]);
	});

	it('is refused in an update as well', async () => {
		const setup = update({ dryRun: '={{ $itemIndex > 0 }}' });
		const { message } = await world.run(setup, people(2));
		expect(message).toContain("'Dry Run' is false for item 0 and true for item 1");
		expect(requestLines(world)).toEqual([]);
	});

	it('may come from an expression that gives all items the same', async () => {
		const { message } = await bulk({ batchSize: '={{ $input.all()[0].json.size }}' }, items);
		expect(message).toBeUndefined();
	});
});

describe('options as text', () => {
	it('are read as what they say', async () => {
		const options = { batchSize: '2', dryRun: 'false', retryTimeout: '0' };
		const { items, message } = await bulk(options, [{}, {}, {}, {}]);
		expect(message).toBeUndefined();
		expect(items).toHaveLength(4);
		expect(requestLines(world)).toHaveLength(2);
	});

	it('may come from expressions', async () => {
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

it('options that the operation does not have are of no effect', async () => {
	const setup = update({ batchSize: 0, output: 'rows', dryrun: 1 });
	const { message, status } = await world.run(setup, people(1));
	expect([message, status]).toEqual([undefined, 'success']);
});

const TABLE = inOptions({
	size: number({ displayName: 'Size', default: 10, min: 1, max: 100, whole: true }),
	strict: flag({ displayName: 'Strict', default: true }),
	shape: choice({
		displayName: 'Shape',
		default: 'round',
		choices: ['round', 'flat'].map((value) => ({ name: value, value })),
	}),
});

/** The options of a node: as they are stored, and what they are for each item. */
function optionsOf(
	stored: unknown,
	ofItem: (index: number) => unknown = () => stored,
	table: ParameterTable = TABLE,
) {
	const asked: number[] = [];
	const context = {
		getInputData: () => Array.from({ length: 3 }),
		getNodeParameter(
			name: string,
			index: number,
			fallback: unknown,
			how: { rawExpressions?: true; skipValidation?: true },
		) {
			const valueFor = (options: unknown) => valueAt({ options }, name, fallback);
			if (how.rawExpressions) return valueFor(stored);
			// n8n's own validation turns values into others.
			if (!how.skipValidation) return fallback;
			if (name === 'options.size') asked.push(index);
			return valueFor(ofItem(index));
		},
	} as unknown as IExecuteFunctions;
	return { get: () => getSettings(context, table, new Redactor()), asked };
}

describe('the options of a run', () => {
	it('have their defaults where they were not added', () => {
		expect(optionsOf(undefined).get()).toEqual({ size: 10, strict: true, shape: 'round' });
	});

	it('are read as the type that they have', () => {
		const stored = { size: '20', strict: 'false', shape: 'flat' };
		expect(optionsOf(stored).get()).toEqual({ size: 20, strict: false, shape: 'flat' });
	});

	it.each([
		[{ size: 0 }, "The option 'Size' is 0: it has to be a whole number from 1 to 100"],
		[{ size: 1.5 }, "The option 'Size' is 1.5: it has to be a whole number"],
		[{ strict: 'perhaps' }, "The option 'Strict' is 'perhaps': it has to be true or false"],
		[{ shape: 'oval' }, "The option 'Shape' is 'oval': it has to be 'round' or 'flat'"],
	])('%j are refused by name before any request', (stored, text) => {
		expect(() => optionsOf(stored).get()).toThrow(
			expect.objectContaining({
				message: expect.stringContaining(text) as string,
				description: 'No request was sent.',
			}),
		);
	});
});

describe('options with expressions', () => {
	const stored = { size: '={{ $json.size }}', strict: true };

	it('are read for every item, because they may differ', () => {
		const { get, asked } = optionsOf(stored, () => ({ size: 5, strict: true }));
		expect(get()).toMatchObject({ size: 5, strict: true });
		expect([...new Set(asked)]).toEqual([0, 1, 2]);
	});

	it('are refused when they do differ, by name, value and item', () => {
		const { get } = optionsOf(stored, (index) => ({ size: index < 2 ? 5 : 7, strict: true }));
		expect(get).toThrow(
			"The option 'Size' is 5 for item 0 and 7 for item 2: it applies to the whole run, so give it one value",
		);
	});

	it('may differ where the run has no such option', () => {
		const { get } = optionsOf(stored, (index) => ({ size: 5, of: { item: index } }));
		expect(get()).toMatchObject({ size: 5 });
	});

	it('are read once where there are none', () => {
		const { get, asked } = optionsOf({ size: 5 });
		get();
		expect(asked).toEqual([0]);
	});
});

it.each(['batchSize', 'maxBatchBytes', 'maxConcurrentRequests'])(
	'%s of a bulk update is a whole number: half a row or request cannot be sent',
	(name) => {
		const { get } = optionsOf({ [name]: 100 - 0.5 }, undefined, BULK_SETTINGS);
		expect(get).toThrow('it has to be a whole number from');
	},
);

it('an option that is added on is off when it is not added, or switched off', () => {
	const names = ['skipUnchanged', 'confirm'] as const;
	for (const stored of [{}, { skipUnchanged: false, confirm: false }]) {
		const options = optionsOf(stored, () => stored, BULK_SETTINGS).get() as Record<string, unknown>;
		expect(names.map((name) => options[name])).toEqual([false, false]);
	}
	expect(names.map((name) => BULK_SETTINGS[name].property.default)).toEqual([true, true]);
});
