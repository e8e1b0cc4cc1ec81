import { nameKey, plainName } from '../../../shared/nameKey';

/** What a user can be looked up by: the column's title, and the noun for a sentence. */
export const MATCH_COLUMNS = {
	id: { title: 'ID', noun: 'ID', ignoresCase: false },
	username: { title: 'Username', noun: 'username', ignoresCase: false },
	email: { title: 'Email', noun: 'email address', ignoresCase: true },
};

export type MatchColumn = keyof typeof MATCH_COLUMNS;

/** Where none was chosen: sheets have addresses, and nobody has the IDs of Ubidots. */
export const DEFAULT_MATCH: MatchColumn = 'email';

export const isMatchColumn = (name: string): name is MatchColumn =>
	Object.keys(MATCH_COLUMNS).includes(name);

/** For comparing: email addresses ignore upper and lower case, IDs and usernames do not. */
export const normalized = (column: MatchColumn, value: string) =>
	MATCH_COLUMNS[column].ignoresCase ? nameKey(value) : plainName(value);
