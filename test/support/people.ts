import { generatedUpsunId, generatedUserId, generatedUsername } from '../../tools/sandbox';

/** People of the sandbox's Ubidots. The first three are the examples of the API's pages. */
export const TESTT = '63d3f1247fefea000cd325af';
export const INES = '409dba9c67d3bb19f554';
export const OTTO = '445da83878abc3c75756';
/** The owner of the account. */
export const OWNER = '64a1f0c2b7e4d90013aa0001';
/** With organizations, tags and a contact method. */
export const AMARA = '64a1f0c2b7e4d90013aa0002';
export const JOSE = '64a1f0c2b7e4d90013aa0003';
/** `Sean.OBrien@example.com`: capitals in username and address. */
export const SEAN = '64a1f0c2b7e4d90013aa0006';
export const KAI = '64a1f0c2b7e4d90013aa0009';
/** An ID that no user has. */
export const NOBODY = '000000000000000000000000';

/** People of the sandbox's Upsun: the owner of the token, the example of the API's page, and others. */
export const ME = 'd81c8ee2-44b3-429f-b944-a33ad7437690';
export const JSMITH = '3c90c3cc-0d44-4b50-8888-8dd25736052a';
export const AIKO = '7b3f2a10-5c4d-4e6f-8a90-000000000001';
export const CHIDI = '7b3f2a10-5c4d-4e6f-8a90-000000000003';
export const GRETA = '7b3f2a10-5c4d-4e6f-8a90-000000000007';

/** A password as Ubidots wants them. */
export const PASSWORD = 'Correct-horse-9';

export type Person = { id: string; firstName: string };

const rows = (idOf: (n: number) => string, count: number, from: number): Person[] =>
	Array.from({ length: count }, (_, index) => ({
		id: idOf(from + index),
		firstName: `New ${from + index}`,
	}));

/** Rows for the first generated users of Ubidots, or those from another one on: an ID, and a first name to write. */
export const people = (count: number, from = 1): Person[] => rows(generatedUserId, count, from);

/** The same for the generated users of Upsun. */
export const members = (count: number, from = 1): Person[] => rows(generatedUpsunId, count, from);

/** The generated user of this number, counted from 1. */
export const usernameOf = generatedUsername;
export const emailOf = (n: number) => `${usernameOf(n)}@example.com`;

/** Rows like those of `people` that name the user in another way. */
export const peopleByUsername = (count: number, from = 1) =>
	people(count, from).map(({ firstName }, index) => ({
		username: usernameOf(from + index),
		firstName,
	}));
export const peopleByEmail = (count: number, from = 1) =>
	people(count, from).map(({ firstName }, index) => ({ email: emailOf(from + index), firstName }));

/** Places of the sandbox's Upsun: an organization that the token's owner owns, with its project and team, and one where nobody may look. */
export const ACME = '01HM5Z0QK8S4N2V7X9B3C6D001';
export const CLOSED = '01HM5Z0QK8S4N2V7X9B3C6D003';
export const WEBSITE = 'sandbox000001';
export const METERS = 'sandbox000002';
export const ENGINEERS = '01HM5Z0QK8S4N2V7X9B3T6T001';
export const BJORN = '7b3f2a10-5c4d-4e6f-8a90-000000000002';
export const DILNOZA = '7b3f2a10-5c4d-4e6f-8a90-000000000004';

/**
 * The user of the API's Update User page, key by key. The page hides the address, which the sandbox makes up together with the
 * picture that depends on it.
 */
export const exampleUser = (api: string, email: string, avatar: string) => ({
	url: `${api}/users/${TESTT}`,
	id: TESTT,
	username: 'testt',
	firstName: 'first',
	lastName: 'Ubidots',
	email,
	defaultOrganization: null,
	defaultRole: null,
	defaultDashboard: null,
	mugshotUrl: `//www.gravatar.com/avatar/${avatar}?s=100&d=mm`,
	language: null,
	website: '',
	timezone: null,
	decimalPlaces: 3,
	numberFormat: null,
	firstTime: true,
	properties: { password_update_timestamp: 1712608765455 },
	organizations: [
		{
			url: `${api}/organizations/62b4eb3519cd98007bf410bf`,
			id: '62b4eb3519cd98007bf410bf',
			label: 'my-third-customer',
			name: 'Cliente1',
			createdAt: '2022-06-23T22:37:41.840643Z',
			properties: { color: '#00796B' },
			role: {
				url: `${api}/roles/patch1`,
				label: 'patch1',
				name: 'patch1',
				createdAt: '2022-06-17T23:30:09.838765Z',
			},
		},
	],
	organizationsCount: 1,
	isActive: true,
	lastLogin: '2023-01-27T15:48:11.420796Z',
	tags: ['tag1', 'tag2'],
	createdAt: '2023-01-27T15:43:32.549760Z',
	contactMethods: [],
});
