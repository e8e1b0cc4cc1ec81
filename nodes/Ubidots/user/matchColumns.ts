/** What a row or a look-up can name its user by: the column's title, and the noun for a sentence. */
export const MATCH_COLUMNS = {
	id: { title: 'ID', noun: 'ID' },
	username: { title: 'Username', noun: 'username' },
	email: { title: 'Email', noun: 'email address' },
};

export type MatchColumn = keyof typeof MATCH_COLUMNS;

export const isMatchColumn = (name: string): name is MatchColumn =>
	Object.keys(MATCH_COLUMNS).includes(name);

/** Values as they are compared: email addresses without regard to case, IDs and usernames exactly. */
export const normalized = (column: MatchColumn, value: string) =>
	column === 'email' ? value.toLowerCase() : value;
