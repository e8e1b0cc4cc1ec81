import type { UpsunUser } from './model';

/** The id in the update page's path parameter. */
export const ME = 'd81c8ee2-44b3-429f-b944-a33ad7437690';

/** Fictional people on domains reserved for examples. The first one owns the token. */
export const seedPeople: Array<Partial<UpsunUser>> = [
	{
		id: ME,
		username: 'robin-salgado',
		email: 'robin.salgado@example.com',
		first_name: 'Robin',
		last_name: 'Salgado',
		company: 'Acme Energy',
		website: 'https://acme.example.com',
		country: 'CO',
	},
	{
		// The id and address in the update page's example answer; deactivated there too.
		id: '3c90c3cc-0d44-4b50-8888-8dd25736052a',
		deactivated: true,
		username: 'jsmith',
		email: 'jsmith@example.com',
		first_name: 'Jo',
		last_name: 'Smith',
		created_at: '2023-11-07T05:31:56Z',
		updated_at: '2023-11-07T05:31:56Z',
		consented_at: '2023-11-07T05:31:56Z',
	},
	person(1, 'aiko-tanaka', 'Aiko', '田中', 'JP'),
	person(2, 'bjorn-asgeirsson', 'Björn', 'Ásgeirsson', 'IS'),
	person(3, 'chidi-eze', 'Chidi', 'Eze', 'NG'),
	person(4, 'dilnoza-karimova', 'Dilnoza', 'Karimova', 'UZ'),
	person(5, 'eloise-dupre', 'Éloïse', 'Dupré', 'FR'),
	person(6, 'farid-haidari', 'Farid', 'Haidari', 'DE'),
	{ ...person(7, 'greta-lund', 'Greta', 'Lund', 'SE'), email: 'Greta.Lund+upsun@example.org' },
];

/** The uuid of the n-th generated user, counted from 1: the same in every run. */
export function generatedUpsunId(n: number): string {
	return `00000000-0000-4000-9000-${n.toString(16).padStart(12, '0')}`;
}

/** The n-th generated user, counted from 1: `member-00001`. */
export function generatedPerson(n: number): Partial<UpsunUser> {
	const username = `member-${String(n).padStart(5, '0')}`;
	return {
		id: generatedUpsunId(n),
		username,
		email: `${username}@example.org`,
		first_name: 'Member',
		last_name: String(n),
	};
}

function person(n: number, username: string, first: string, last: string, country: string) {
	return {
		id: `7b3f2a10-5c4d-4e6f-8a90-0000000000${String(n).padStart(2, '0')}`,
		username,
		email: `${username.replace('-', '.')}@example.org`,
		first_name: first,
		last_name: last,
		company: 'City Lights',
		country,
	};
}
