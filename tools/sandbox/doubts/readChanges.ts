import type { JsonObject } from '../json';
import type { Doubts } from './types';

/** Somebody else's change of a user, right after that user has been read for the first time. */
export interface ChangeAfterRead {
	/** An id or username. */
	user: string;
	set: JsonObject;
}

export interface ReadChanges {
	/** What a read of this user brings about; each change happens once. */
	take(user: { id: string; username: string }): JsonObject[];
	reset(): void;
}

/** The list of the option is left as it is: which of its changes have happened is remembered here. */
export function createReadChanges(options: Doubts): ReadChanges {
	let happened = new WeakSet<ChangeAfterRead>();
	return {
		take({ id, username }) {
			const due = options.changesAfterRead.filter(
				(change) => [id, username].includes(change.user) && !happened.has(change),
			);
			for (const change of due) happened.add(change);
			return due.map(({ set }) => set);
		},
		reset: () => {
			happened = new WeakSet();
		},
	};
}
