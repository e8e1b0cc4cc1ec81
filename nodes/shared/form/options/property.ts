import type { INodeProperties } from 'n8n-workflow';

import type { Option, OptionTable } from './tables';

function optionProperty([name, option]: [string, Option]): INodeProperties {
	const { displayName, default: byDefault, description } = option;
	const shared = { displayName, name, default: byDefault, description };
	if ('min' in option) {
		const typeOptions = { minValue: option.min, maxValue: option.max };
		return { ...shared, type: 'number', typeOptions };
	}
	if ('choices' in option) return { ...shared, type: 'options', options: option.choices };
	if ('isLimit' in option) return { ...shared, type: 'string', placeholder: 'e.g. 50 or 20%' };
	return { ...shared, type: 'boolean' };
}

/** @param others further entries, which the operation gets for each item */
export function optionsProperty(
	table: OptionTable,
	others: readonly INodeProperties[] = [],
): INodeProperties {
	const options = [...Object.entries(table).map(optionProperty), ...others];
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: options.sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}
