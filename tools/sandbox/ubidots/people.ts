import type { Doubts } from '../options';
import type { PutUser } from './model';

/** Fictional people; every address is on a domain reserved for examples. The first one owns the account. */
export const seedPeople: PutUser[] = [
	{
		id: '64a1f0c2b7e4d90013aa0001',
		isOwner: true,
		username: 'mara-lindqvist',
		firstName: 'Mara',
		lastName: 'Lindqvist',
		email: 'mara.lindqvist@example.com',
		language: 'en-US',
		timezone: 'Europe/Stockholm',
		tags: ['owner'],
		firstTime: false,
		lastLogin: '2024-05-02T06:58:31.104000Z',
		createdAt: '2021-12-20T09:14:05.000000Z',
		memberships: [
			{ label: 'acme-energy', role: 'org-admin' },
			{ label: 'northwind-water', role: 'org-admin' },
			{ label: 'city-lights', role: 'org-admin' },
		],
	},
	{
		id: '64a1f0c2b7e4d90013aa0002',
		username: 'amara-okafor',
		firstName: 'Amara',
		lastName: 'Okafor',
		email: 'amara.okafor@example.com',
		defaultOrganization: 'acme-energy',
		defaultRole: 'operator',
		defaultDashboard: 'plant-overview',
		timezone: 'Africa/Lagos',
		decimalPlaces: 2,
		tags: ['field', 'shift-a'],
		contactMethods: [{ type: 'voice', values: ['+234 1 555 0102'] }],
		createdAt: '2022-01-10T08:05:12.330000Z',
		memberships: [{ label: 'acme-energy', role: 'operator' }],
	},
	{
		id: '64a1f0c2b7e4d90013aa0003',
		username: 'jose-ibanez',
		firstName: 'José',
		lastName: 'Ibáñez',
		email: 'jose.ibanez@example.com',
		defaultOrganization: 'acme-energy',
		defaultRole: 'viewer',
		language: 'es-ES',
		timezone: 'America/Bogota',
		tags: ['office'],
		createdAt: '2022-01-10T08:06:40.000000Z',
		memberships: [{ label: 'acme-energy', role: 'viewer' }],
	},
	{
		id: '64a1f0c2b7e4d90013aa0004',
		username: 'linh_nguyen',
		firstName: 'Linh',
		lastName: 'Nguyễn',
		email: 'linh.nguyen+ops@example.org',
		defaultOrganization: 'northwind-water',
		defaultRole: 'org-admin',
		defaultDashboard: 'reservoir-levels',
		timezone: 'Asia/Ho_Chi_Minh',
		website: 'https://northwind.example.org',
		createdAt: '2022-02-03T15:00:00.000000Z',
		memberships: [{ label: 'northwind-water', role: 'org-admin' }],
	},
	{
		id: '64a1f0c2b7e4d90013aa0005',
		username: 'wei-zhang',
		firstName: '伟',
		lastName: '张',
		email: 'wei.zhang@example.org',
		defaultOrganization: 'northwind-water',
		defaultRole: 'operator',
		decimalPlaces: 0,
		tags: ['field', 'pumps', 'shift-b'],
		createdAt: '2022-02-07T02:20:19.905000Z',
		memberships: [{ label: 'northwind-water', role: 'operator' }],
	},
	{
		id: '64a1f0c2b7e4d90013aa0006',
		username: 'Sean-OBrien',
		firstName: 'Seán',
		lastName: "O'Brien",
		email: 'Sean.OBrien@example.com',
		timezone: 'Europe/Dublin',
		tags: ['contractor'],
		createdAt: '2022-04-19T11:45:00.000000Z',
		memberships: [
			{ label: 'acme-energy', role: 'dashboards-viewer' },
			{ label: 'city-lights', role: 'viewer' },
		],
	},
	{
		id: '64a1f0c2b7e4d90013aa0007',
		username: 'fatima-alzahra',
		firstName: 'فاطمة',
		lastName: 'الزهراء',
		email: 'fatima.alzahra@example.org',
		defaultOrganization: 'city-lights',
		defaultRole: 'operator',
		defaultDashboard: 'street-lighting',
		language: 'ar-MA',
		timezone: 'Africa/Casablanca',
		contactMethods: [
			{ type: 'email', values: ['fatima.alzahra@example.org'] },
			{ type: 'sms', values: ['+212 5 5550 0107', '+212 5 5550 0108'] },
		],
		createdAt: '2022-06-01T09:12:30.000000Z',
		memberships: [{ label: 'city-lights', role: 'operator' }],
	},
	{
		id: '64a1f0c2b7e4d90013aa0008',
		username: 'noor-haddad',
		firstName: 'Noor',
		lastName: 'Haddad',
		email: 'noor.haddad@example.com',
		isActive: false,
		tags: ['left'],
		properties: { deactivation_timestamp: 1693526400000 },
		lastLogin: '2023-08-31T16:03:00.000000Z',
		createdAt: '2022-08-15T13:37:00.000000Z',
		memberships: [{ label: 'city-lights', role: 'viewer' }],
	},
	{
		id: '64a1f0c2b7e4d90013aa0009',
		username: 'kai-makoa',
		firstName: 'Kai',
		lastName: 'Mākoa',
		email: 'kai.makoa@example.com',
		timezone: 'Pacific/Honolulu',
		createdAt: '2023-11-30T20:00:00.500000Z',
	},
];

/** The users that the API pages' own examples name. */
export const pageExamples: PutUser[] = [
	{
		id: '63d3f1247fefea000cd325af',
		username: 'testt',
		firstName: 'Test',
		lastName: 'Person',
		email: 'testt@example.com',
		decimalPlaces: 3,
		tags: ['tag1', 'tag2'],
		properties: { password_update_timestamp: 1712608765455 },
		lastLogin: '2023-01-27T15:48:11.420796Z',
		createdAt: '2023-01-27T15:43:32.549760Z',
		memberships: [{ label: 'my-third-customer', role: 'patch1' }],
	},
	{
		id: '409dba9c67d3bb19f554',
		username: 'ines-duarte',
		firstName: 'Inês',
		lastName: 'Duarte',
		email: 'ines.duarte@example.org',
		createdAt: '2022-03-14T08:00:00.000000Z',
		memberships: [{ label: 'acme-energy', role: 'viewer' }],
	},
	{
		id: '445da83878abc3c75756',
		username: 'otto-berg',
		firstName: 'Otto',
		lastName: 'Berg',
		email: 'otto.berg@example.org',
		createdAt: '2022-03-14T08:00:01.000000Z',
		memberships: [{ label: 'northwind-water', role: 'viewer' }],
	},
];

const firstNames = [
	'Ada',
	'Bruno',
	'Chloé',
	'Dimitri',
	'Elif',
	'Freya',
	'Günther',
	'Hana',
	'Ivo',
	'Jana',
	'Kofi',
];
const lastNames = [
	'Abebe',
	'Blanc',
	'Costa',
	'Demir',
	'Eriksen',
	'Fontaine',
	'Grün',
	'Hossain',
	'Ito',
];
const places = ['acme-energy', 'northwind-water', 'city-lights'];
const FIRST_CREATED = Date.UTC(2023, 0, 1);

/** The id of the n-th generated user, counted from 1: 24 hex characters, the same in every run. */
export function generatedUserId(n: number): string {
	return `a0${n.toString(16).padStart(22, '0')}`;
}

/** `person-00001` */
export const generatedUsername = (n: number) => `person-${String(n).padStart(5, '0')}`;

/** The n-th generated user, counted from 1: the same in every run. */
export function generatedUser(n: number): PutUser {
	const username = generatedUsername(n);
	return {
		id: generatedUserId(n),
		username,
		firstName: firstNames[n % firstNames.length],
		lastName: lastNames[n % lastNames.length],
		email: `${username}@example.com`,
		createdAt: new Date(FIRST_CREATED + n * 1000).toISOString().replace('Z', '000Z'),
		memberships: [{ label: places[n % places.length], role: 'viewer' }],
	};
}

/** People who share with `testt` what one would think belongs to one user alone. */
export function twinsOf({ twins }: Doubts): PutUser[] {
	return twins.map((kind) => people[kind]);
}

const people: Record<Doubts['twins'][number], PutUser> = {
	email: {
		id: '64a1f0c2b7e4d90013aa0101',
		username: 'testt-twin',
		firstName: 'Twin',
		email: 'testt@example.com',
		createdAt: '2024-02-01T10:00:00.000000Z',
	},
	username: {
		id: '64a1f0c2b7e4d90013aa0102',
		username: 'TESTT',
		firstName: 'Capital',
		email: 'testt.capital@example.com',
		createdAt: '2024-02-01T10:00:01.000000Z',
	},
};
