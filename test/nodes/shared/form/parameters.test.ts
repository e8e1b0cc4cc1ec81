import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { BULK_SETTINGS } from '../../../../nodes/Ubidots/user/bulk/settings';
import { flag, inOptions, number, propertiesOf } from '../../../../nodes/shared/form/parameters';
import { SENDING_SETTINGS } from '../../../../nodes/shared/form/settings';

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
