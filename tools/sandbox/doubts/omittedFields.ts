import type { Doubts } from './types';

/** The answer that shows a user: of one alone, of many, or of a change. */
export type Place = 'read' | 'list' | 'write';

/** A user object without the fields that are left out in this place. */
export function withoutOmitted(
	user: object,
	place: Place,
	{ omittedFields, omittedFrom }: Doubts,
): object {
	if (omittedFields.length === 0 || !omittedFrom.includes(place)) return user;
	return Object.fromEntries(Object.entries(user).filter(([key]) => !omittedFields.includes(key)));
}
