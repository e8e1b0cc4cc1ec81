import type { INodeProperties } from 'n8n-workflow';

const ENTRY_TITLES = { code: 'By Code', id: 'By ID', label: 'By Label', name: 'By Name' };

/**
 * The control of a field with a searchable list, and free entry of what the API takes.
 * @param searchListMethod the node's `listSearch` method that fills the list
 */
export function listOrEntry(
	searchListMethod: string,
	entry: keyof typeof ENTRY_TITLES,
	placeholder: string,
): Pick<INodeProperties, 'type' | 'default' | 'modes'> {
	return {
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod, searchable: true },
			},
			{ displayName: ENTRY_TITLES[entry], name: entry, type: 'string', placeholder },
		],
	};
}

/** The value behind a resource locator; any other value as it is. */
export function locatorValue(value: unknown): unknown {
	return typeof value === 'object' && value !== null && '__rl' in value && 'value' in value
		? value.value
		: value;
}

/** The mode of a resource locator; undefined for a plain value, which an expression may give. */
export function locatorMode(value: unknown): string | undefined {
	return typeof value === 'object' && value !== null && 'mode' in value
		? String(value.mode)
		: undefined;
}
