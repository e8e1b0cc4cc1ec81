import type { Sandbox, UbidotsUser } from '../../tools/sandbox';
import type { Person } from './people';

interface Served {
	sandbox: Sandbox;
}

/** Everything of the users of Ubidots that an update might change, by ID. */
export const allUsers = ({ sandbox }: Served): Map<string, UbidotsUser> =>
	new Map(sandbox.ubidots.users().map((user) => [user.id, user]));

/** The places of the rows whose first name is on the server. */
export function writtenItems(served: Served, rows: readonly Person[]): number[] {
	const users = allUsers(served);
	return rows.flatMap(({ id, firstName }, item) =>
		users.get(id)?.firstName === firstName ? [item] : [],
	);
}

/** The IDs of the users that are not as they were. */
export const changedSince = (served: Served, before: Map<string, UbidotsUser>): string[] =>
	[...allUsers(served)].flatMap(([id, user]) =>
		JSON.stringify(user) === JSON.stringify(before.get(id)) ? [] : [id],
	);
