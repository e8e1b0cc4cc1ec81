import type { ListOf } from './lists';
import type { Organization, UserRecord } from './model';
import { showUser } from './show';
import type { UserContext } from './context';

/** GET /users/: what can be filtered, searched and sorted by. */
export function userList(context: UserContext): ListOf<UserRecord> {
	const { store, catalog, options } = context;
	const kindOf = (name: 'email' | 'username') =>
		options.ignoreCaseOf.includes(name) ? 'caseless' : 'string';
	const organizations = (part: (organization: Organization) => string) => (user: UserRecord) =>
		user.memberships.flatMap(({ label }) => {
			const organization = catalog.organization(`~${label}`);
			return organization ? [part(organization)] : [];
		});
	return {
		items: store.all,
		// The official JavaScript library filters by these, tags and related organizations by the filter pages.
		attributes: {
			id: { kind: 'string', read: (user) => user.id, find: (id) => store.withId(id) },
			username: {
				kind: kindOf('username'),
				read: (user) => user.username,
				find: (username) => store.withUsername(username),
			},
			email: {
				kind: kindOf('email'),
				read: (user) => user.email,
				find: (email) => store.withEmail(email),
			},
			firstName: { kind: 'string', read: (user) => user.firstName },
			lastName: { kind: 'string', read: (user) => user.lastName },
			name: { kind: 'string', read: fullName },
			language: { kind: 'string', read: (user) => user.language },
			timezone: { kind: 'string', read: (user) => user.timezone },
			isActive: { kind: 'boolean', read: (user) => user.isActive },
			decimalPlaces: { kind: 'number', read: (user) => user.decimalPlaces },
			organizationsCount: { kind: 'number', read: (user) => user.memberships.length },
			createdAt: { kind: 'date', read: (user) => user.createdAt },
			lastLogin: { kind: 'date', read: (user) => user.lastLogin },
			tags: { kind: 'array', read: (user) => user.tags },
			properties: { kind: 'object', read: (user) => user.properties },
			organization__id: { kind: 'related', read: organizations(({ id }) => id) },
			organization__label: { kind: 'related', read: organizations(({ label }) => label) },
			organization__name: { kind: 'related', read: organizations(({ name }) => name) },
		},
		searched: ['username', 'email', 'firstName', 'lastName'],
		// A user's label is its username (key-vs-id page), its name the two names together (assumption).
		sorted: {
			username: (user) => user.username,
			label: (user) => user.username,
			name: fullName,
			created_at: (user) => user.createdAt,
		},
		present: (user) => showUser(user, 'list', context),
		onDemand: ['mugshotUrl', 'organizations', 'organizationsCount'],
	};
}

function fullName({ firstName, lastName }: UserRecord): string {
	return `${firstName} ${lastName}`.trim();
}
