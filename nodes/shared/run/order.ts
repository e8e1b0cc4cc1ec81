import type { Run } from './operation';
import { counted } from './summary';

/** How rows name their users: what must not overtake each other. */
export interface Naming<T> {
	/** Rows with the same key are about the same user. */
	keyOf(row: T): string;
	/** The way in which a row names its user: by id, by username ... */
	wayOf(row: T): string;
}

/** Whether rows name users in more than one way, so that two keys may stand for the same one. */
export const areNamedInManyWays = <T>(rows: readonly T[], { wayOf }: Naming<T>) =>
	new Set(rows.map(wayOf)).size > 1;

/** Tells the user what makes a run slow: several items for one user are mostly a fixed user where an expression was meant. */
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

/** The same work, but started for an entry only when the one before it with the same key has ended. */
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
