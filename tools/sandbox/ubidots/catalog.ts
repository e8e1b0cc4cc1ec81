import type { Attributes } from './filters';
import type { ListOf } from './lists';
import type { Dashboard, Organization, Role } from './model';

export interface Catalog {
	organizations: Organization[];
	roles: Role[];
	dashboards: Dashboard[];
	/** By id, `~label` or bare label; the key-vs-id page documents the first two. */
	organization(key: string): Organization | undefined;
	role(label: string): Role | undefined;
	dashboard(key: string): Dashboard | undefined;
}

/** What users can point at. The last organization and role are those of the update page's example. */
export function createCatalog(apiUrl: string): Catalog {
	const organizations = organizationRows.map(([id, label, name, color, createdAt]) => ({
		url: `${apiUrl}/organizations/${id}`,
		id,
		label,
		name,
		createdAt,
		description: '',
		isActive: true,
		properties: { color },
	}));
	const roles = roleRows.map(([label, name, permissions, createdAt]) => ({
		url: `${apiUrl}/roles/${label}`,
		label,
		name,
		createdAt,
		description: '',
		isActive: true,
		permissions: permissions.split(' '),
	}));
	const dashboards = dashboardRows.map(([id, label, name, createdAt]) => ({
		url: `${apiUrl}/dashboards/${id}`,
		id,
		label,
		name,
		createdAt,
	}));
	return {
		organizations,
		roles,
		dashboards,
		organization: (key) => byKey(organizations, key),
		role: (label) => roles.find((role) => role.label === label),
		dashboard: (key) => byKey(dashboards, key),
	};
}

function byKey<T extends { id: string; label: string }>(list: T[], key: string): T | undefined {
	const label = key.startsWith('~') ? key.slice(1) : key;
	return list.find((item) => item.id === key) ?? list.find((item) => item.label === label);
}

const organizationRows = [
	[
		'61c0a2de4f1b8e000a51d001',
		'acme-energy',
		'Acme Energy',
		'#F9A825',
		'2021-12-20T09:14:06.120000Z',
	],
	[
		'61c0a2de4f1b8e000a51d002',
		'northwind-water',
		'Northwind Water',
		'#0277BD',
		'2022-02-03T14:41:52.004210Z',
	],
	[
		'61c0a2de4f1b8e000a51d003',
		'city-lights',
		'City Lights',
		'#6A1B9A',
		'2022-05-30T07:30:00.730118Z',
	],
	[
		'62b4eb3519cd98007bf410bf',
		'my-third-customer',
		'Cliente1',
		'#00796B',
		'2022-06-23T22:37:41.840643Z',
	],
] as const;

const roleRows = [
	['viewer', 'Viewer', 'view_dashboards view_devices', '2021-12-20T09:14:06.200000Z'],
	['dashboards-viewer', 'Dashboards viewer', 'view_dashboards', '2021-12-20T09:14:06.210000Z'],
	[
		'operator',
		'Operator',
		'view_dashboards view_devices edit_devices',
		'2021-12-20T09:14:06.220000Z',
	],
	[
		'org-admin',
		'Organization admin',
		'view_dashboards edit_devices edit_users',
		'2021-12-20T09:14:06.230000Z',
	],
	['patch1', 'patch1', 'view_dashboards', '2022-06-17T23:30:09.838765Z'],
] as const;

const dashboardRows = [
	['60d1b3ef5a2c9f000b62e001', 'plant-overview', 'Plant overview', '2022-01-11T10:00:00.000000Z'],
	[
		'60d1b3ef5a2c9f000b62e002',
		'reservoir-levels',
		'Reservoir levels',
		'2022-02-14T10:00:00.000000Z',
	],
	['60d1b3ef5a2c9f000b62e003', 'street-lighting', 'Street lighting', '2022-06-01T10:00:00.000000Z'],
	['60d1b3ef5a2c9f000b62e004', 'on-call', 'On call', '2023-03-08T10:00:00.000000Z'],
] as const;

interface CatalogItem {
	id?: string;
	label: string;
	name: string;
	createdAt: string;
	description?: string;
}

const attributes: Attributes<CatalogItem> = {
	id: { kind: 'string', read: (item) => item.id ?? null },
	label: { kind: 'string', read: (item) => item.label },
	name: { kind: 'string', read: (item) => item.name },
	description: { kind: 'string', read: (item) => item.description ?? null },
	createdAt: { kind: 'date', read: (item) => item.createdAt },
};

/** GET /organizations/, /roles/ and /dashboards/. */
export function catalogList(items: CatalogItem[]): ListOf<CatalogItem> {
	return {
		items,
		attributes,
		searched: ['label', 'name'],
		sorted: {
			label: (item) => item.label,
			name: (item) => item.name,
			created_at: (item) => item.createdAt,
		},
		present: (item) => item,
	};
}
