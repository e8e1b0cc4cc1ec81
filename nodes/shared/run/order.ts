import type { Run } from './operation';
import { counted } from './summary';

/** How rows identify their users: rows of the same user are processed in order. */
export interface Naming<T> {
	/** The same for rows of the same user. */
	keyOf(row: T): string;
	/** By what a row identifies its user: id, username ... */
	wayOf(row: T): string;
}

/** Whether rows identify users in different ways, so that different keys may mean the same user. */
export const areNamedInManyWays = <T>(rows: readonly T[], { wayOf }: Naming<T>) =>
	new Set(rows.map(wayOf)).size > 1;

/** Explains a slow run. Several items for one user are usually a fixed user in place of an expression. */
export function hintAtOrder<T>(run: Run, rows: readonly T[], naming: Naming<T>): void {
	const users = new Set(rows.map(naming.keyOf)).size;
	if (users < rows.length) {
		run.hint(
			`${counted(rows.length, 'item')} name only ${counted(users, 'user')}: items for the same user were processed one after the other`,
		);
	}
	if (areNamedInManyWays(rows, naming)) {
		run.hint(
			'Items identify their users in different ways, so they were processed one after the other. It is faster when all items identify users in the same way.',
		);
	}
}

/** The same work, but entries with the same key are processed one after the other. */
export function inOrder<T>(
	keyOf: (entry: T) => string,
	work: (entry: T, index: number) => Promise<void>,
) {
	const last = new Map<string, Promise<void>>();
	return async (entry: T, index: number): Promise<void> => {
		const key = keyOf(entry);
		const before = last.get(key);
		const mine = before ? before.then(async () => await work(entry, index)) : work(entry, index);
		last.set(
			key,
			mine.catch(() => undefined),
		);
		await mine;
	};
}
