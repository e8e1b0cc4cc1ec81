import type { IDataObject } from 'n8n-workflow';

import { Failure } from '../../shared/errors';
import { shown } from '../../shared/form/parse';
import { checkTags, TAG_EDITS } from './fields';

const isTagEdit = (name: string) => TAG_EDITS.some((edit) => edit.name === name);

/** Whether the user has to be read to know what to write. */
export const hasTagEdits = (body: IDataObject) => Object.keys(body).some(isTagEdit);

/**
 * The body, which has passed.
 * @throws Failure when it both replaces and edits the tags, or adds and removes the same tag
 */
export function checkTagEdits(body: IDataObject): IDataObject {
	const edit = TAG_EDITS.find(({ name }) => name in body);
	if (!edit) return body;
	if ('tags' in body) {
		throw new Failure(
			`'Tags' replaces all tags, so '${edit.displayName}' cannot be used together with it: remove one of them`,
		);
	}
	const [toAdd, toRemove] = editsOf(body);
	const both = toAdd.find((tag) => toRemove.includes(tag));
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
	const others = Object.fromEntries(Object.entries(body).filter(([name]) => !isTagEdit(name)));
	if (toAdd.length + toRemove.length === 0) return others;
	if (!Array.isArray(current.tags)) {
		throw new Failure(
			'The current tags of the user are not known, so none can be added or removed: Ubidots does not show them',
			{ kind: 'api' },
		);
	}
	const before = current.tags as string[];
	const tags = new Set([...before, ...toAdd]);
	for (const tag of toRemove) tags.delete(tag);
	const wrong = tags.size > before.length ? checkTags([...tags]) : undefined;
	if (wrong !== undefined) throw new Failure(`With 'Tags to Add' the user ${wrong}`);
	return { ...others, tags: [...tags] };
}
