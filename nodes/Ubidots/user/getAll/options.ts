import type { INodeProperties } from 'n8n-workflow';

import { Failure } from '../../../shared/errors';
import { isNothing, readList, readNamed, shown } from '../../../shared/form/parse';
import type { ItemReader } from '../../../shared/form/itemParameters';
import { asRecord } from '../../../shared/objects';
import { READABLE_FIELDS } from '../response';

const fieldChoices = READABLE_FIELDS.map(({ name, displayName }) => ({
	name: displayName,
	value: name,
})).sort((a, b) => a.name.localeCompare(b.name));

/** Keeps answers small: Ubidots then sends only these. */
export const fieldsOption: INodeProperties = {
	displayName: 'Fields',
	name: 'fields',
	type: 'multiOptions',
	options: fieldChoices,
	default: [],
	description: 'Which fields to return, instead of the simplified or whole user',
};

/** The attributes that the sorting page documents for users; a dash reverses. */
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
	description: 'In which order to return the users',
};

const option = (item: ItemReader, name: string) => asRecord(item.parameter('options', {}))[name];

/**
 * The names of the fields that were chosen; undefined when none were.
 * @throws Failure for a name that is no field of a user
 */
export function readFieldsOption(item: ItemReader): string[] | undefined {
	const chosen = option(item, 'fields');
	if (isNothing(chosen)) return undefined;
	const names = readNamed("The option 'Fields'", () => readList(chosen));
	const unknown = names.find((name) => !fieldChoices.some(({ value }) => value === name));
	if (unknown !== undefined) {
		throw new Failure(`The option 'Fields' names ${shown(unknown)}, which is no field of a user`);
	}
	return names.length === 0 ? undefined : names;
}

/**
 * The `sort_by` query; none when the order does not matter.
 * @throws Failure for an order that Ubidots does not document
 */
export function readSortOption(item: ItemReader): Record<string, string> {
	const chosen = option(item, 'sort');
	if (isNothing(chosen)) return {};
	const text = String(chosen);
	if (/^-?(created_at|username)$/.test(text)) return { sort_by: text };
	throw new Failure(
		`The option 'Sort' is ${shown(chosen)}: it has to be username or created_at, with a dash before it to reverse`,
	);
}
