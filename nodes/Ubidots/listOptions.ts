import type { INodeProperties } from 'n8n-workflow';

import { Failure } from '../shared/failure';
import { shown } from '../shared/kind';
import type { ItemReader } from '../shared/reader';
import { USER_FIELDS } from './fields';

/** What a user object has beside the body parameters (user object page). */
const READ_ONLY_FIELDS = [
	{ name: 'Created At', value: 'createdAt' },
	{ name: 'First Time', value: 'firstTime' },
	{ name: 'ID', value: 'id' },
	{ name: 'Last Login', value: 'lastLogin' },
	{ name: 'Mugshot URL', value: 'mugshotUrl' },
	{ name: 'Organizations', value: 'organizations' },
	{ name: 'Organizations Count', value: 'organizationsCount' },
	{ name: 'URL', value: 'url' },
];

const fieldChoices = [
	...READ_ONLY_FIELDS,
	...USER_FIELDS.filter(({ name }) => name !== 'password').map(({ name, displayName }) => ({
		name: displayName,
		value: name,
	})),
].sort((a, b) => a.name.localeCompare(b.name));

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

const option = (item: ItemReader, name: string) =>
	((item.parameter('options', {}) ?? {}) as Record<string, unknown>)[name];

/** The `fields` query; undefined when none were chosen. */
export function readFieldsOption(item: ItemReader): string | undefined {
	const chosen = option(item, 'fields');
	if (chosen === undefined || chosen === null || chosen === '') return undefined;
	const names = (Array.isArray(chosen) ? chosen : String(chosen).split(',')).map((name) =>
		String(name).trim(),
	);
	const unknown = names.find((name) => !fieldChoices.some(({ value }) => value === name));
	if (unknown !== undefined) {
		throw new Failure(`The option 'Fields' names ${shown(unknown)}, which is no field of a user`);
	}
	return names.length === 0 ? undefined : names.join(',');
}

/** The `sort_by` query; none when the order does not matter. */
export function readSortOption(item: ItemReader): Record<string, string> {
	const chosen = option(item, 'sort');
	if (chosen === undefined || chosen === null || chosen === '') return {};
	const text = String(chosen);
	if (/^-?(created_at|username)$/.test(text)) return { sort_by: text };
	throw new Failure(
		`The option 'Sort' is ${shown(chosen)}: it has to be username or created_at, with a dash before it to reverse`,
	);
}
