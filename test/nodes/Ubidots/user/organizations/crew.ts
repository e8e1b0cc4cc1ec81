import type { IDataObject } from 'n8n-workflow';

import { requests } from '../../../../support/requests';
import type { OnError } from '../../../../support/setups';
import type { World } from '../../../../support/world';
import { crewEmail, crewId, crewName, putCrew, syncCrew } from '../sync/crew';

/** What the first of the crew has. */
export const HAS = [
	{ label: 'acme-energy', role: 'viewer' },
	{ label: 'city-lights', role: 'operator' },
];

export const EXACT = { organizationsMode: 'exact' };

export const row = (n: number, organizations: unknown, more: IDataObject = {}): IDataObject => ({
	username: crewName(n),
	email: crewEmail(n),
	organizations: organizations as string,
	...more,
});

/** A crew of three in the world of each test, whose organizations a sync is about. */
export function withCrew(world: World) {
	beforeEach(() => {
		putCrew(world, 3);
		world.sandbox.ubidots.put({ id: crewId(1), memberships: HAS });
	});
	return {
		/** Leavers are kept unless told otherwise. */
		run: async (rows: IDataObject[], parameters: IDataObject = {}, onError?: OnError) =>
			await world.run(syncCrew({ leavers: 'keep', ...parameters }, onError), rows),
		rolesOf: (n: number) =>
			world.sandbox.ubidots
				.user(crewName(n))
				?.organizations.map(({ label, role }) => `${label}:${role.label}`),
		/** `assign crew-1 [acme:viewer]`, and others by method and path. */
		written: () =>
			requests(world)
				.filter(({ method }) => method !== 'GET')
				.map(({ method, path, body }) => {
					const [, id, what] =
						/users\/(?:c0de0*)?(\w+)\/_\/(assign|remove)_organizations/.exec(path) ?? [];
					if (what === undefined) return `${method} ${path}`;
					const list = (body as Array<Record<string, string>>).map(
						(one) => `${one.label}:${one.role}`,
					);
					return `${what} crew-${id} [${list.join(', ')}]`;
				}),
	};
}
