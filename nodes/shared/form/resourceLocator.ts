import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';

/** A searchable list, filled by a `listSearch` method of the node. */
export const listMode = (searchListMethod: string, placeholder?: string): INodePropertyMode => {
	const titles = { displayName: 'From List', name: 'list' };
	const typeOptions = { searchListMethod, searchable: true };
	return { ...titles, type: 'list', ...(placeholder && { placeholder }), typeOptions };
};

const ENTRY_TITLES = {
	code: 'By Code',
	email: 'By Email',
	id: 'By ID',
	label: 'By Label',
	name: 'By Name',
	username: 'By Username',
};

/**
 * Free entry.
 * @param valid the pattern of a valid entry, and the form's message about any other
 */
export const entryMode = (
	name: keyof typeof ENTRY_TITLES,
	placeholder: string,
	valid?: { regex: string; errorMessage: string },
): INodePropertyMode => {
	const titles = { displayName: ENTRY_TITLES[name], name };
	const validation = valid && [{ type: 'regex', properties: valid }];
	return { ...titles, type: 'string', placeholder, ...(validation && { validation }) };
};

/** A control with a searchable list and free entry. */
export const listOrEntry = (
	searchListMethod: string,
	entry: keyof typeof ENTRY_TITLES,
	placeholder: string,
): Pick<INodeProperties, 'type' | 'default' | 'modes'> => ({
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	modes: [listMode(searchListMethod), entryMode(entry, placeholder)],
});

/** The value of a resource locator; any other value as it is. */
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
