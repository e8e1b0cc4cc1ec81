import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';

import { Failure } from '../errors';
import { isRecord } from '../objects';
import type { ItemParameters } from './itemParameters';
import { isEmpty, wrongValueOf } from './parse';
import { whatIsThere } from './whatIsThere';

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

/** What a resource locator holds, and in which mode it was entered. Any other value, which an expression may give, as it is, in no mode. */
export function parseLocator(parameter: unknown): { value: unknown; mode?: string } {
	if (!isRecord(parameter) || !('__rl' in parameter) || !('value' in parameter))
		return { value: parameter };
	const { value, mode } = parameter;
	return { value, mode: mode === undefined ? mode : String(mode) };
}

/** What identifies a user. */
export interface UserKey<By extends string = string> {
	by: By;
	value: string;
}

/** A parameter that chooses one of many, such as a service's `User`. */
interface Locator<By extends string> {
	/** The name that workflows are saved with. */
	name: string;
	/** `User`, unless told otherwise; and what is chosen: "a user". */
	displayName?: string;
	noun?: string;
	/** The method of the node that fills the list. */
	search?: string;
	default: INodeProperties['default'];
	description: string;
	/** The other modes in an error text: "an ID or username". */
	ways: string;
	/** The modes besides the list. */
	modes: INodePropertyMode[];
	/**
	 * @param mode undefined for a plain text from an expression
	 * @throws WrongValue for what cannot identify a user
	 */
	parse(value: unknown, mode: string | undefined): UserKey<By>;
	/** Whether upper and lower case are the same. */
	ignoresCase?(by: By): boolean;
}

/** The `User` parameter of every operation on one user: its control and its value. */
export function userLocator<By extends string>(locator: Locator<By>) {
	const { name, default: initial, description, ways, modes, parse, ignoresCase } = locator;
	const { displayName = 'User', noun = 'a user', search = 'searchUsers' } = locator;
	const property: INodeProperties = {
		displayName,
		name,
		type: 'resourceLocator',
		default: initial,
		required: true,
		description,
		modes: [listMode(search, `Select ${noun}...`), ...modes],
	};
	return {
		property,
		/** @throws Failure when it does not identify a user */
		get(item: ItemParameters): UserKey<By> {
			const { value, mode } = parseLocator(item.get(name));
			try {
				if (!isEmpty(value)) return parse(value, mode);
			} catch (error) {
				throw wrongValueOf(`'${displayName}'`, error);
			}
			const what = value === '' ? 'empty' : String(value);
			const there =
				value === undefined
					? `. ${whatIsThere(item.json, mode === 'list' ? undefined : mode)}`
					: '';
			throw new Failure(`'${displayName}' is ${what}: choose ${noun}, or enter ${ways}${there}`);
		},
		/** For operations in which the order of the rows of a user matters. */
		naming: {
			keyOf: ({ key: { by, value } }: { key: UserKey<By> }): string =>
				`${by} ${ignoresCase?.(by) ? value.toLowerCase() : value}`,
			wayOf: ({ key }: { key: UserKey<By> }): string => key.by,
		},
	};
}
