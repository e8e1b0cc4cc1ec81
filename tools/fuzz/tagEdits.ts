/** The fields that edit a user's tags instead of being written themselves. */
export const TAG_EDITS = ['tagsToAdd', 'tagsToRemove'];

type Body = Record<string, unknown>;

const listOf = (value: unknown) => (Array.isArray(value) ? (value as string[]) : []);

export const editsTags = (body: Body) => TAG_EDITS.some((name) => listOf(body[name]).length > 0);

/** An edit with no tag is none. */
export const withoutEmptyEdits = (body: Body): Body =>
	Object.fromEntries(
		Object.entries(body).filter(
			([name, value]) => !TAG_EDITS.includes(name) || listOf(value).length > 0,
		),
	);

/** The name of the field that is sent for it. */
export const sentName = (field: string) => (TAG_EDITS.includes(field) ? 'tags' : field);

/** The tags that a user has after the edits of a row. */
export function editedTags(body: Body, { tags }: Record<string, unknown>): string[] {
	const [before, add, remove] = [tags, body.tagsToAdd, body.tagsToRemove].map(listOf);
	const added = add.filter((tag) => !before.includes(tag));
	return [...before.filter((tag) => !remove.includes(tag)), ...new Set(added)];
}

/** Whether the node has to refuse the row: it replaces the tags as well, or adds and removes the same one. */
export const contradictsItself = (body: Body) =>
	TAG_EDITS.some((name) => name in body) &&
	('tags' in body || listOf(body.tagsToAdd).some((tag) => listOf(body.tagsToRemove).includes(tag)));
