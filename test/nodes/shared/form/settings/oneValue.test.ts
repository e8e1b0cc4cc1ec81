import type { IExecuteFunctions } from 'n8n-workflow';

import {
	choice,
	flag,
	inOptions,
	number,
	type ParameterTable,
} from '../../../../../nodes/shared/form/parameters';
import { getSettings } from '../../../../../nodes/shared/form/settings';
import { BULK_SETTINGS } from '../../../../../nodes/Ubidots/user/bulk/settings';
import { valueAt } from '../../../../support/itemOf';

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
	return { get: () => getSettings(context, table), asked };
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
