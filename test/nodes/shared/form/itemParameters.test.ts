import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { BULK_SETTINGS } from '../../../../nodes/Ubidots/user/bulk/settings';
import { ItemParameters } from '../../../../nodes/shared/form/itemParameters';
import {
	flag,
	inOptions,
	number,
	propertiesOf,
	shownWhere,
} from '../../../../nodes/shared/form/parameters';
import { SENDING_SETTINGS } from '../../../../nodes/shared/form/settings';
import { itemOf } from '../../../support/itemOf';

/** The second item of a node whose parameters are these, and how they were asked for. */
function secondItem(values: Record<string, unknown>) {
	const asked: unknown[] = [];
	const context = {
		getInputData: () => [{ json: { n: 0 } }, { json: { n: 1 } }],
		getTimezone: () => 'America/Bogota',
		getNodeParameter(name: string, index: number, fallback: unknown, how: object) {
			asked.push([name, index, how]);
			return values[name] ?? fallback;
		},
	} as unknown as IExecuteFunctions;
	return { item: new ItemParameters(context, 1), asked };
}

it('an item has its own data, and the time zone of the workflow', () => {
	const { item } = secondItem({});
	expect([item.itemIndex, item.json, item.timezone]).toEqual([1, { n: 1 }, 'America/Bogota']);
});

it('a parameter is evaluated for the item, without n8n’s validation, which changes values', () => {
	const { item, asked } = secondItem({ name: 'Ada' });
	expect([item.get('name'), item.get('other', 'none')]).toEqual(['Ada', 'none']);
	expect(asked[0]).toEqual(['name', 1, { skipValidation: true }]);
});

it('a parameter can be had as it is stored, with its expressions', () => {
	const { item, asked } = secondItem({ name: '={{ $json.n }}' });
	expect([item.raw('name'), item.raw('other', 'none')]).toEqual(['={{ $json.n }}', 'none']);
	expect(asked[0]).toEqual(['name', 1, { rawExpressions: true }]);
});

describe('parameters read by their table', () => {
	const table = {
		all: flag({ displayName: 'All', default: false }),
		most: shownWhere({ all: [false] }, number({ displayName: 'Most', default: 50, min: 1 })),
	};

	it('have their defaults, and are checked, also as text', () => {
		expect(itemOf({}).read(table)).toEqual({ all: false, most: 50 });
		expect(itemOf({ all: 'false', most: '7' }).read(table)).toEqual({ all: false, most: 7 });
		expect(() => itemOf({ all: 'perhaps' }).read(table)).toThrow("'All' is 'perhaps'");
	});

	it('are not read where the form hides them', () => {
		expect(itemOf({ all: true, most: 'wrong' }).read(table)).toEqual({ all: true });
	});
});

describe('the form of a table', () => {
	const depth = number({ displayName: 'Depth', default: 1, min: 0 });
	const deep = flag({ displayName: 'Deep', default: false });
	const properties = propertiesOf({ ...inOptions({ depth }), ...SENDING_SETTINGS, deep });
	const [own, { options, ...collection }] = properties;

	it('begins with the parameters of their own', () => {
		expect(properties).toHaveLength(2);
		expect(own).toEqual({ displayName: 'Deep', name: 'deep', type: 'boolean', default: false });
	});

	it('ends with a collection that is called Options and starts empty', () => {
		expect(collection).toMatchObject({ name: 'options', type: 'collection', default: {} });
	});

	it('has the options in it in alphabetical order', () => {
		expect(options?.map(({ name }) => name)).toEqual([
			'depth',
			'maxConcurrentRequests',
			'retryTimeout',
			'timeout',
		]);
	});

	it('gives each number its documented default and the limits that are checked', () => {
		const { batchSize, timeout } = BULK_SETTINGS;
		const [numbers] = propertiesOf({ batchSize, timeout });
		const shown = (numbers.options as INodeProperties[]).map(
			({ type, default: byDefault, typeOptions }): IDataObject => ({
				type,
				byDefault,
				...(typeOptions as IDataObject),
			}),
		);
		expect(shown).toEqual([
			{ type: 'number', byDefault: 100, minValue: 1, maxValue: 10_000 },
			{ type: 'number', byDefault: 60, minValue: 0.05, maxValue: 3600 },
		]);
	});
});
