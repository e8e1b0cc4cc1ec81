import type { INodeProperties } from 'n8n-workflow';

import { Failure } from '../../../shared/errors';
import { fieldChoices } from '../../../shared/form/fields';
import type { ItemParameters } from '../../../shared/form/itemParameters';
import { isEmpty, parseList, parseNamed } from '../../../shared/form/parse';
import { shown } from '../../../shared/shown';
import { asRecord } from '../../../shared/objects';
import { ALL_FIELDS, READABLE_FIELDS } from '../userObject';

/** Keeps responses small: Ubidots sends only these. */
export const fieldsOption: INodeProperties = {
	displayName: 'Fields',
	name: 'fields',
	type: 'multiOptions',
	options: fieldChoices(READABLE_FIELDS),
	default: [],
	description: 'The fields to return, instead of the simplified or whole user',
};

/** The attributes on the sorting page; a dash reverses the order. */
export const sortOption: INodeProperties = {
	displayName: 'Sort',
	name: 'sort',
	type: 'options',
	options: [
		{ name: 'Created (Newest First)', value: '-created_at' },
		{ name: 'Created (Oldest First)', value: 'created_at' },
		{ name: 'Username (A to Z)', value: 'username' },
		{ name: 'Username (Z to A)', value: '-username' },
	],
	default: 'username',
	description: 'The order in which to return users',
};

const option = (item: ItemParameters, name: string) => asRecord(item.get('options', {}))[name];

/**
 * @returns undefined when no field was chosen
 * @throws Failure for a name that is not a field of a user
 */
export function getFieldsOption(item: ItemParameters): string[] | undefined {
	const chosen = option(item, 'fields');
	if (isEmpty(chosen)) return undefined;
	const names = parseNamed("The option 'Fields'", () => parseList(chosen, 'fields'));
	const unknown = names.find((name) => !ALL_FIELDS.includes(name));
	if (unknown !== undefined) {
		throw new Failure(
			`The option 'Fields' names ${shown(unknown)}, which is not a field of a user`,
		);
	}
	return names.length === 0 ? undefined : names;
}

/** @throws Failure for an order that Ubidots does not document */
export function getSortOption(item: ItemParameters): Record<string, string> {
	const chosen = option(item, 'sort');
	if (isEmpty(chosen)) return {};
	const text = String(chosen);
	if (/^-?(created_at|username)$/.test(text)) return { sort_by: text };
	throw new Failure(
		`The option 'Sort' is ${shown(chosen)}: it has to be username or created_at, with a dash before it to reverse`,
	);
}
