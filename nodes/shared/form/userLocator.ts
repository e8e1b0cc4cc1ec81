import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';

import { Failure } from '../errors';
import type { ItemParameters } from './itemParameters';
import { isEmpty } from './parse';
import { whatIsThere } from './whatIsThere';
import { listMode, locatorMode, locatorValue } from './resourceLocator';

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
	 * @throws Failure for what cannot identify a user
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
			const parameter = item.get(name);
			const value = locatorValue(parameter);
			if (!isEmpty(value)) return parse(value, locatorMode(parameter));
			const what = value === '' ? 'empty' : String(value);
			const mode = locatorMode(parameter);
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
