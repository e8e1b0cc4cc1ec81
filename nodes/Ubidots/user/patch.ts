import type { IDataObject } from 'n8n-workflow';

import { Failure } from '../../shared/errors';
import { shown } from '../../shared/form/parse';
import { checkTags, TAG_EDITS } from './fields';

const isTagEdit = (name: string) => TAG_EDITS.some((edit) => edit.name === name);

/** As tags are told apart: one may be written with an accent of its own or with a letter that has it. */
const plain = (tag: unknown) => String(tag).trim().normalize('NFC');

const without = (tags: readonly string[], others: readonly string[]) => {
	const names = new Set(others.map(plain));
	return tags.filter((tag) => !names.has(plain(tag)));
};

/** Whether the user has to be read to know what to write. */
export const hasTagEdits = (body: IDataObject) => Object.keys(body).some(isTagEdit);

/** The body without the edits. */
export const withoutTagEdits = (body: IDataObject): IDataObject =>
	Object.fromEntries(Object.entries(body).filter(([name]) => !isTagEdit(name)));

/** Without edits that change nothing, unless there is nothing else: a user need not be read for an empty cell. */
function withoutEmptyEdits(body: IDataObject): IDataObject {
	const entries = Object.entries(body).filter(
		([name, tags]) => !isTagEdit(name) || (tags as string[]).length > 0,
	);
	return entries.length > 0 ? Object.fromEntries(entries) : body;
}

/**
 * The body, which has passed, without edits of no effect.
 * @throws Failure when it both replaces and edits the tags, or adds and removes the same tag
 */
export function checkTagEdits(given: IDataObject): IDataObject {
	const edit = TAG_EDITS.find(({ name }) => name in given);
	if (!edit) return given;
	if ('tags' in given) {
		throw new Failure(
			`'Tags' replaces all tags, so '${edit.displayName}' cannot be used together with it: remove one of them`,
		);
	}
	const body = withoutEmptyEdits(given);
	const [toAdd, toRemove] = editsOf(body);
	const both = toAdd.find((tag) => without([tag], toRemove).length === 0);
	if (both === undefined) return body;
	throw new Failure(
		`'Tags to Add' and 'Tags to Remove' both have ${shown(both)}: remove it from one of them`,
	);
}

const editsOf = ({ tagsToAdd, tagsToRemove }: IDataObject) =>
	[tagsToAdd, tagsToRemove].map((tags) => (tags ?? []) as string[]);

/** The fields that have to be read to write this body. */
export const fieldsToRead = (body: IDataObject): string[] => [
	...Object.keys(body).filter((name) => !isTagEdit(name)),
	...(hasTagEdits(body) ? ['tags'] : []),
];

/**
 * The body with the tags that the user shall have, instead of those to add and to remove: the current ones in their order, without
 * the removed ones, and new ones behind them.
 * @throws Failure when the current tags are not known, or there would be too many
 */
export function withTags(body: IDataObject, current: IDataObject): IDataObject {
	if (!hasTagEdits(body)) return body;
	const [toAdd, toRemove] = editsOf(body);
	const others = withoutTagEdits(body);
	if (toAdd.length + toRemove.length === 0) return others;
	if (!Array.isArray(current.tags)) {
		throw new Failure(
			'Ubidots does not show the current tags of the user, so none can be added or removed',
			{ kind: 'api' },
		);
	}
	const before = current.tags as string[];
	const tags = [...without(before, toRemove), ...new Set(without(toAdd, before))];
	const wrong = tags.length > before.length ? checkTags(tags) : undefined;
	if (wrong !== undefined) throw new Failure(`With 'Tags to Add' the user ${wrong}`);
	return { ...others, tags };
}
