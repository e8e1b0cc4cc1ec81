import type { IssuedTokens } from '../issuedTokens';
import type { UbidotsAccess } from '../types';
import type { BulkTasks } from './bulkTasks';
import type { UserRecord } from './model';
import { presentUser } from './present';
import type { UserContext } from './context';

/** Direct access for tests, past HTTP and every rule; whatever is due is applied before each look. */
export function createAccess(
	{ store, catalog, agenda, apiUrl }: UserContext,
	bulkTasks: BulkTasks,
	sessions: IssuedTokens,
): UbidotsAccess {
	const shown = (user: UserRecord) => presentUser(user, catalog, apiUrl);
	const find = (key: string) => {
		agenda.settle();
		return store.byKey(key) ?? store.byKey(`~${key}`);
	};
	return {
		users() {
			agenda.settle();
			return store.all.map(shown);
		},
		user(key) {
			const user = find(key);
			return user && shown(user);
		},
		put(user) {
			const held = find(user.id ?? user.username ?? '');
			if (held) store.assign(held, user);
			return shown(held ?? store.insert(user));
		},
		passwordOf: (key) => find(key)?.password,
		organizations: catalog.organizations,
		roles: catalog.roles,
		dashboards: catalog.dashboards,
		tasks() {
			agenda.settle();
			return bulkTasks.views();
		},
		expireSessionTokens: () => sessions.expire(),
		mintedTokens: () => sessions.count(),
	};
}
