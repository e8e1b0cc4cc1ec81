import { createHash } from 'node:crypto';

import { asShown, withoutOmitted } from '../doubts';
import type { Place } from '../doubts';
import type { Doubts } from '../options';
import type { IssuedTokens } from '../timed';
import type { UbidotsAccess } from '../types';
import type { BulkTasks } from './bulk';
import type { Catalog } from './catalog';
import type {
	Dashboard,
	Organization,
	OrganizationOfUser,
	Reference,
	Role,
	RoleReference,
	UbidotsUser,
	UserContext,
	UserRecord,
} from './model';

/** A user as the API gives it: the password stays inside, references come as objects. */
export function presentUser(
	record: UserRecord,
	catalog: Catalog,
	apiUrl: string,
	options?: Doubts,
): UbidotsUser {
	const organizations = organizationsOf(record, catalog, options);
	const organization = catalog.organization(record.defaultOrganization ?? '');
	const role = catalog.role(record.defaultRole ?? '');
	const dashboard = catalog.dashboard(record.defaultDashboard ?? '');
	return {
		url: `${apiUrl}/users/${record.id}`,
		id: record.id,
		username: record.username,
		firstName: record.firstName,
		lastName: record.lastName,
		email: record.email,
		defaultOrganization: organization ? reference(organization) : null,
		defaultRole: role ? roleReference(role) : null,
		defaultDashboard: dashboard ? reference(dashboard) : null,
		mugshotUrl: mugshotUrl(record.email),
		language: record.language,
		website: record.website,
		timezone: record.timezone,
		decimalPlaces: record.decimalPlaces,
		numberFormat: record.numberFormat,
		firstTime: record.firstTime,
		properties: { ...record.properties },
		organizations,
		organizationsCount: organizations.length,
		isActive: record.isActive,
		lastLogin: record.lastLogin,
		tags: [...record.tags],
		createdAt: record.createdAt,
		contactMethods: structuredClone(record.contactMethods),
	};
}

/** The organizations of a user, each with the user's role in it, unless that is hidden. */
export function organizationsOf(
	record: UserRecord,
	catalog: Catalog,
	{ hidesRoles = false }: Partial<Doubts> = {},
): OrganizationOfUser[] {
	return record.memberships.flatMap(({ label, role: roleLabel }) => {
		const organization = catalog.organization(`~${label}`);
		const role = catalog.role(roleLabel);
		if (!organization || !role) return [];
		const { properties } = organization;
		const shown = { ...reference(organization), properties };
		// Direct access shows the truth; the type is that of what is usually shown.
		return [(hidesRoles ? shown : { ...shown, role: roleReference(role) }) as OrganizationOfUser];
	});
}

function reference({ url, id, label, name, createdAt }: Organization | Dashboard): Reference {
	return { url, id, label, name, createdAt };
}

/** Without an id: a role is known by its label (user object page). */
function roleReference({ url, label, name, createdAt }: Role): RoleReference {
	return { url, label, name, createdAt };
}

function mugshotUrl(email: string): string {
	const hash = createHash('md5').update(email.trim().toLowerCase()).digest('hex');
	return `//www.gravatar.com/avatar/${hash}?s=100&d=mm`;
}

/** A user as an answer shows it, with every doubt about answers; direct access shows the truth. */
export function showUser(
	user: UserRecord,
	place: Place,
	{ catalog, apiUrl, options }: UserContext,
): object {
	return withoutOmitted(
		asShown(presentUser(user, catalog, apiUrl, options), options),
		place,
		options,
	);
}

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
