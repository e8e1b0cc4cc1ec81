import type { PutUser } from './model';

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

/** The n-th generated user, counted from 1: `person-00001`, the same in every run. */
export function generatedUser(n: number): PutUser {
	const username = `person-${String(n).padStart(5, '0')}`;
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
