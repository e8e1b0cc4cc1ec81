import { TESTT } from './people';

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
