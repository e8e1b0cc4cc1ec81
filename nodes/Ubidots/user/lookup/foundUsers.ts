import type { IDataObject } from 'n8n-workflow';

import { type MatchColumn, normalized } from './matchColumns';

/** Users by their value in one column. */
export class FoundUsers {
	private readonly first = new Map<string, IDataObject>();
	/** Further users with the same value, where values are not unique. */
	private readonly namesakes = new Map<string, IDataObject[]>();

	constructor(private readonly column: MatchColumn) {}

	/** What a user is found by; undefined for one without a value in the column. */
	keyOf(user: IDataObject): string | undefined {
		const value = user[this.column];
		return typeof value === 'string' ? normalized(this.column, value) : undefined;
	}

	keep(user: IDataObject): void {
		const key = this.keyOf(user);
		if (key === undefined) return;
		const users = this.byKey(key);
		if (users.some(({ id }) => id === user.id)) return;
		if (users.length === 0) this.first.set(key, user);
		else this.namesakes.set(key, [...users.slice(1), user]);
	}

	/** The users with this value: those that have it exactly, else those that have it but for its case. */
	with(value: string): IDataObject[] {
		const users = this.byKey(normalized(this.column, value));
		const exact = users.filter((user) => String(user[this.column]) === value);
		return exact.length > 0 ? exact : users;
	}

	/** Any of the users. */
	any(): IDataObject | undefined {
		return this.first.values().next().value;
	}

	private byKey(key: string): IDataObject[] {
		const first = this.first.get(key);
		return first ? [first, ...(this.namesakes.get(key) ?? [])] : [];
	}
}
