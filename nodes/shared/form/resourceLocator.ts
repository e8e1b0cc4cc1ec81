import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';

const mode = (
	name: string,
	displayName: string,
	type: INodePropertyMode['type'],
	more: Partial<INodePropertyMode>,
): INodePropertyMode => ({ displayName, name, type, ...more });

/**
 * The mode with a searchable list.
 * @param searchListMethod the node's `listSearch` method that fills it
 */
export const listMode = (searchListMethod: string, placeholder?: string) =>
	mode('list', 'From List', 'list', {
		...(placeholder !== undefined && { placeholder }),
		typeOptions: { searchListMethod, searchable: true },
	});

const ENTRY_TITLES = {
	code: 'By Code',
	email: 'By Email',
	id: 'By ID',
	label: 'By Label',
	name: 'By Name',
	username: 'By Username',
};

/**
 * A mode with free entry of what the API takes.
 * @param valid the pattern of a good entry, and what the form says of another
 */
export const entryMode = (
	name: keyof typeof ENTRY_TITLES,
	placeholder: string,
	valid?: { regex: string; errorMessage: string },
) =>
	mode(name, ENTRY_TITLES[name], 'string', {
		placeholder,
		...(valid && { validation: [{ type: 'regex', properties: valid }] }),
	});

/** The control of a field with a searchable list, and free entry beside it. */
export const listOrEntry = (
	searchListMethod: string,
	entry: keyof typeof ENTRY_TITLES,
	placeholder: string,
): Pick<INodeProperties, 'type' | 'default' | 'modes'> => ({
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	modes: [listMode(searchListMethod), entryMode(entry, placeholder)],
});

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
