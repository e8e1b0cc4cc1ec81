import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { OPTIONS } from '../../../../../nodes/Ubidots/user/bulk/options';
import { optionsProperty, SENDING_OPTIONS } from '../../../../../nodes/shared/form/options';

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

	it('gives each number its documented default and the limits that are checked', () => {
		const numbers = (optionsProperty({ batchSize: OPTIONS.batchSize, timeout: OPTIONS.timeout })
			.options ?? []) as INodeProperties[];
		const shown = numbers.map(
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
