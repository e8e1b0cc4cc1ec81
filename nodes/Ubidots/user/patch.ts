import type { IDataObject } from 'n8n-workflow';

import { Failure } from '../../shared/errors';
import type { Run } from '../../shared/run/operation';
import { shown } from '../../shared/shown';
import { checkTags, TAG_EDITS } from './fields';
import { plainTag } from './fieldTypes';
import type { ShownMembership } from './organizations/memberships';

declare const made: unique symbol;

/** Body parameters of a user. Organizations are none: they have requests of their own. Only made by `separate`. */
export type UserBody = IDataObject & {
	readonly [made]: 'body';
	readonly organizations?: never;
};

interface Separate {
	body: UserBody;
	/** All that the user shall have. */
	organizations?: readonly ShownMembership[];
}

/** Takes apart what has a request body, and what has not. The fields themselves where there is nothing else: there may be many. */
export function separate(fields: IDataObject): Separate {
	if (!('organizations' in fields)) return { body: fields as UserBody };
	const { organizations, ...body } = fields;
	return {
		body: body as UserBody,
		organizations: organizations as unknown as readonly ShownMembership[],
	};
}

/** What a row changes of a user. `bodyFor` makes a request body of it. */
export interface Patch {
	/** Body parameters with their new values. */
	readonly set: IDataObject;
	/** The organizations that the row names. */
	readonly organizations?: readonly ShownMembership[];
	/** Changes to the user's tags, which the API cannot make by itself: where there are any, the user has to be read first. */
	readonly tags?: { readonly add: readonly string[]; readonly remove: readonly string[] };
}

/** Of tags in a hint. */
const MOST_NAMED = 10;

const without = (tags: readonly string[], others: readonly string[]) => {
	const names = new Set(others.map(plainTag));
	return tags.filter((tag) => !names.has(plainTag(tag)));
};

/** Whether it names no field at all. */
export const isEmptyPatch = ({ set, tags, organizations }: Patch) =>
	Object.keys(set).length === 0 && tags === undefined && organizations === undefined;

/** Which of the tags to remove no user of a run had: a misspelled one would look like a success. */
export class TagsToRemove {
	private readonly asked = new Map<string, string>();
	private readonly had = new Set<string>();

	/** @param user as it is; its tags may be unknown */
	note({ tags }: Patch, user: IDataObject): void {
		if (!tags) return;
		const now = Array.isArray(user.tags) ? (user.tags as string[]) : tags.remove;
		for (const tag of [...now, ...tags.add]) this.had.add(plainTag(tag));
		for (const tag of tags.remove) this.asked.set(plainTag(tag), tag);
	}

	/** Says above the output what may be misspelled. */
	hint(run: Pick<Run, 'hint'>): void {
		const missed = [...this.asked].flatMap(([key, tag]) => (this.had.has(key) ? [] : [tag]));
		if (missed.length === 0) return;
		const names = missed.slice(0, MOST_NAMED).map(shown).join(', ');
		const more = missed.length > MOST_NAMED ? ` and ${missed.length - MOST_NAMED} more` : '';
		run.hint(`'Tags to Remove' has ${names}${more}, which no user had. Check the spelling`);
	}
}

function parseTagEdits(fields: IDataObject): Patch {
	const edit = TAG_EDITS.find(({ name }) => name in fields);
	if (!edit) return { set: fields };
	const { tagsToAdd = [], tagsToRemove = [], ...set } = fields;
	if ('tags' in set) {
		throw new Failure(
			`'Tags' replaces all tags, so '${edit.displayName}' cannot be used together with it: remove one of them`,
		);
	}
	const [add, remove] = [tagsToAdd, tagsToRemove] as string[][];
	if (add.length + remove.length === 0 && Object.keys(set).length > 0) return { set };
	const both = add.find((tag) => without([tag], remove).length === 0);
	if (both === undefined) return { set, tags: { add, remove } };
	throw new Failure(
		`'Tags to Add' and 'Tags to Remove' both have ${shown(both)}: remove it from one of them`,
	);
}

/**
 * @param fields parsed values of UPDATE_FIELDS, and organizations
 * @returns the fields themselves where there is nothing else: there may be many. No edit of tags that changes nothing, unless it is all
 * there is: a user need not be read for an empty cell
 * @throws Failure when it both replaces and edits the tags, or adds and removes the same tag
 */
export function parsePatch(fields: IDataObject): Patch {
	const { tagsToAdd, tagsToRemove, organizations } = fields;
	if ((tagsToAdd ?? tagsToRemove ?? organizations) === undefined) return { set: fields };
	const { body, ...others } = separate(fields);
	return { ...parseTagEdits(body), ...others };
}

/** The fields that have to be read to compare a user with the patch. */
export const fieldsToRead = ({ set, tags, organizations }: Patch): string[] => [
	...Object.keys(set),
	...(tags ? ['tags'] : []),
	...(organizations ? ['organizations'] : []),
];

/**
 * The request body of a patch. Where it edits tags, the body has those that the user shall have: the current ones in their order,
 * without the removed ones, and new ones behind them.
 * @param user as it is; needed only where the patch edits tags
 * @throws Failure when the current tags are needed and not known, or there would be too many
 */
export function bodyFor({ set, tags }: Patch, user?: IDataObject): UserBody {
	const { body } = separate(set);
	if (!tags || tags.add.length + tags.remove.length === 0) return body;
	if (!Array.isArray(user?.tags)) {
		throw new Failure(
			'Ubidots does not show the current tags of the user, so none can be added or removed',
			{ kind: 'api' },
		);
	}
	const before = user.tags as string[];
	const after = [...without(before, tags.remove), ...new Set(without(tags.add, before))];
	const wrong = after.length > before.length ? checkTags(after) : undefined;
	if (wrong !== undefined) throw new Failure(`With 'Tags to Add' the user ${wrong}`);
	return { ...body, tags: after };
}
