import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';

import { Failure } from '../errors';
import type { ItemParameters } from './itemParameters';
import { isEmpty } from './parse';
import { listMode, locatorMode, locatorValue } from './resourceLocator';

/** Which user, and in which way it is named. */
export interface UserKey<By extends string = string> {
	by: By;
	value: string;
}

/** What is particular to a service's `User` parameter. */
interface Locator<By extends string> {
	/** The parameter's name, as workflows are saved with it. */
	name: string;
	default: INodeProperties['default'];
	description: string;
	/** The ways beside the list, for a sentence: "an ID or username". */
	ways: string;
	/** The ways beside the list, in the form. */
	modes: INodePropertyMode[];
	/**
	 * @param mode undefined for a plain text, as an expression may give
	 * @throws Failure for what cannot name a user
	 */
	parse(value: unknown, mode: string | undefined): UserKey<By>;
	/** The path of the user below the API's base; everything that is not plain is percent-encoded. */
	path(key: UserKey<By>): string;
	/** Whether the case of such a value makes no difference. */
	ignoresCase?(by: By): boolean;
}

/** The `User` parameter, the same for every operation on one user: its control, what it names, and the path to that user. */
export function userLocator<By extends string>(locator: Locator<By>) {
	const { name, default: initial, description, ways, modes, parse, path, ignoresCase } = locator;
	const property: INodeProperties = {
		displayName: 'User',
		name,
		type: 'resourceLocator',
		default: initial,
		required: true,
		description,
		modes: [listMode('searchUsers', 'Select a user...'), ...modes],
	};
	return {
		property,
		path,
		/**
		 * The user that the parameter names for this item.
		 * @throws Failure that says what is wrong with it
		 */
		get(item: ItemParameters): UserKey<By> {
			const parameter = item.get(name);
			const value = locatorValue(parameter);
			if (!isEmpty(value)) return parse(value, locatorMode(parameter));
			const what = value === '' ? 'empty' : String(value);
			throw new Failure(`'User' is ${what}: choose a user, or enter ${ways}`);
		},
		/** For rows whose order counts: which of them are about the same user. */
		naming: {
			keyOf({ key }: { key: UserKey<By> }): string {
				return ignoresCase?.(key.by) ? path(key).toLowerCase() : path(key);
			},
			wayOf: ({ key }: { key: UserKey<By> }): string => key.by,
		},
	};
}
