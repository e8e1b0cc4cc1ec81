import type { IDataObject, NodePropertyTypes } from 'n8n-workflow';

export type ServiceName = 'ubidots' | 'upsun';

/** How many items a run may have: each is of another user, the last of one who is not there yet, where an operation creates users. */
export const MOST_ITEMS = 3;

const byId = (name: string) => ({ __rl: true, mode: 'id', value: `={{ $json.${name} }}` });
const inPlace = (value: string) => ({ __rl: true, mode: 'id', value });
const byLabel = (value: string) => ({ __rl: true, mode: 'label', value });

const mappedBy = (column: string) => ({
	mappingMode: 'autoMapInputData',
	value: null,
	matchingColumns: [column],
	schema: [],
	attemptToConvertTypes: false,
	convertFieldsToString: false,
});

/** By name, what parameters need to have so that an operation works; all others may be left out, or have a default that works. */
export const BASES: Record<ServiceName, Record<string, unknown>> = {
	ubidots: {
		userKey: byId('id'),
		username: '={{ $json.newName }}',
		email: '={{ $json.newName }}@new.example.com',
		password: '={{ $json.password }}',
		updateFields: { password: '={{ $json.password }}' },
		organizations: {
			organization: [{ label: byLabel('city-lights'), role: byLabel('viewer') }],
		},
		columns: mappedBy('username'),
		simplify: false,
		scope: { everyUser: true },
		// Sync only looks unless it is told otherwise.
		dryRun: false,
	},
	upsun: {
		userId: byId('id'),
		email: '={{ $json.newName }}@new.example.com',
		emailAddress: '={{ $json.newName }}@new.example.com',
		updateFields: { company: 'Acme' },
		simplify: false,
		organizationId: inPlace('01HM5Z0QK8S4N2V7X9B3C6D001'),
		projectId: inPlace('sandbox000001'),
		teamId: inPlace('01HM5Z0QK8S4N2V7X9B3T6T001'),
		invitationId: '5a0e0000-0000-4000-8000-000000000001',
		permissions: ['admin'],
		invitationId: '={{ $json.id }}',
		columns: mappedBy('email'),
		scope: { everyUser: true },
		dryRun: false,
	},
};

/** A name may be that of a locator in one operation, and of a text in another. */
export const isBase = (base: unknown, type: NodePropertyTypes) =>
	(type === 'resourceLocator') === (typeof base === 'object' && base !== null && '__rl' in base);

/** By name, what is fine where any text would be refused. */
export const FINE: Record<string, string> = {
	createdAfter: '2020-01-31',
	createdBefore: '2030-01-31',
	emailEndsWith: '@example.com',
	maxChanges: '100%',
	maxLeavers: '100%',
	exceptUsers: 'mara-lindqvist',
	organizations: 'city-lights:viewer',
	language: 'en-US',
	timezone: 'Europe/Stockholm',
	website: 'https://example.com',
	picture: 'https://example.com/a.png',
	country: 'CO',
	isActive: 'true',
	decimalPlaces: '2',
	contactMethods: '[]',
	permissions: 'admin',
};

const PEOPLE: Record<ServiceName, IDataObject[]> = {
	ubidots: [
		{ id: '64a1f0c2b7e4d90013aa0002', firstName: 'Amara', username: 'amara-okafor' },
		{ id: '64a1f0c2b7e4d90013aa0003', firstName: 'José', username: 'jose-ibanez' },
		{ id: '64a1f0c2b7e4d90013aa0004', firstName: 'Linh', username: 'not-there-yet' },
	],
	upsun: [
		{ id: 'd81c8ee2-44b3-429f-b944-a33ad7437690', username: 'robin-salgado' },
		{ id: '7b3f2a10-5c4d-4e6f-8a90-000000000001', username: 'aiko-tanaka' },
		{ id: '7b3f2a10-5c4d-4e6f-8a90-000000000003', username: 'chidi-eze' },
	],
};

/** The columns of a row; of other operations, what their parameters ask the item for. */
export const COLUMNS: Record<ServiceName, string[]> = {
	ubidots: ['username', 'email', 'password', 'firstName'],
	upsun: ['email', 'permissions'],
};

/** The items that an operation with these parameters works with. */
export function itemsFor(
	service: ServiceName,
	parameters: object,
	passwords: readonly string[],
): IDataObject[] {
	const asked = [...JSON.stringify(parameters).matchAll(/\$json\.(\w+)/g)].map(([, name]) => name);
	const names = 'columns' in parameters ? COLUMNS[service] : asked;
	return PEOPLE[service].map((person, n) => {
		const { firstName, username } = person;
		const all: IDataObject = {
			...person,
			newName: `fresh-${n}`,
			email: `${String(username).replace('-', '.')}@example.com`,
			password: passwords[n],
			permissions: 'admin',
			user_id: person.id,
			changes:
				service === 'ubidots'
					? { firstName: { from: firstName, to: `New ${n}` } }
					: { permissions: { from: ['projects:list'], to: ['admin'] } },
		};
		return Object.fromEntries(names.filter((name) => name in all).map((name) => [name, all[name]]));
	});
}
