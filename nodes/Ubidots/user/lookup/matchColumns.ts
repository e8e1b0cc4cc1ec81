/** What a user can be looked up by: the column's title, and the noun for a sentence. */
export const MATCH_COLUMNS = {
	id: { title: 'ID', noun: 'ID', ignoresCase: false },
	username: { title: 'Username', noun: 'username', ignoresCase: false },
	email: { title: 'Email', noun: 'email address', ignoresCase: true },
};

export type MatchColumn = keyof typeof MATCH_COLUMNS;

export const isMatchColumn = (name: string): name is MatchColumn =>
	Object.keys(MATCH_COLUMNS).includes(name);

/** For comparing: email addresses ignore upper and lower case, IDs and usernames do not. */
export const normalized = (column: MatchColumn, value: string) =>
	MATCH_COLUMNS[column].ignoresCase ? value.toLowerCase() : value;

/**
 * What a username or email address looks like to people: nobody shall lose access, or a name, over a capital letter, the encoding of an
 * accent or a character that is not seen.
 */
export const identity = (name: string) =>
	name
		.normalize('NFKC')
		.replace(/\p{Default_Ignorable_Code_Point}/gu, '')
		.trim()
		.toLowerCase();
