import type { Doubts } from '../options';
import type { ResolvedOptions } from '../types';
import type { Places } from './people/places';
import { ME } from './store';
import type { UpsunStore, UpsunUser } from './store';

const START = '2024-01-15T09:00:00Z';

/** Back to the named people and the generated ones, and to the places that they are in. */
export function furnish(store: UpsunStore, places: Places, options: ResolvedOptions): void {
	store.reset();
	places.reset();
	for (const person of seedPeople) store.put(person);
	for (let n = 1; n <= options.users; n += 1) store.put(generatedPerson(n));
	for (const twin of twinsOf(options)) store.put(twin);
	const [, jsmith, aiko, bjorn, chidi, dilnoza, eloise, farid, greta, ...others] = store
		.all()
		.map(({ id }) => id);
	const lists = (ids: string[]) => Object.fromEntries(ids.map((id) => [id, ['projects:list']]));
	places.at(START, () => {
		const acme = places.addOrganization({
			name: 'acme-energy',
			label: 'Acme Energy',
			members: lists([aiko, bjorn, chidi, dilnoza, ...others]),
		});
		places.addOrganization({
			name: 'city-lights',
			label: 'City Lights',
			members: lists([jsmith, dilnoza, eloise, farid, greta]),
		});
		// The token's owner is a member here, who may not see who else is.
		places.addOrganization({
			name: 'closed-doors',
			label: 'Closed Doors',
			ownerId: aiko,
			members: lists([ME]),
		});
		const organizationId = acme.id;
		const website = places.addProject({
			organizationId,
			title: 'Website',
			users: { [aiko]: ['admin'], [bjorn]: ['viewer', 'development:contributor'] },
		});
		const meters = places.addProject({
			organizationId,
			title: 'Meter API',
			users: { [chidi]: ['viewer', 'production:viewer', 'staging:contributor'] },
		});
		places.addTeam({
			organizationId,
			label: 'Field engineers',
			members: [bjorn, dilnoza],
			projectIds: [website.id, meters.id],
		});
		places.addInvitation(acme, { email: 'hana.novak@example.org', permissions: ['projects:list'] });
	});
	for (const id of [ME, aiko, chidi]) store.setSignIn(id, { mfa_enabled: true });
}

/** Fictional people on domains reserved for examples. The first one owns the token. */
const seedPeople: Array<Partial<UpsunUser>> = [
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

/** People who share with `jsmith` what one would think belongs to one user alone. */
function twinsOf({ twins }: Doubts): Array<Partial<UpsunUser>> {
	return twins.map((kind) => people[kind]);
}

const people: Record<Doubts['twins'][number], Partial<UpsunUser>> = {
	email: {
		id: '7b3f2a10-5c4d-4e6f-8a90-000000000101',
		username: 'jsmith-twin',
		email: 'jsmith@example.com',
	},
	username: {
		id: '7b3f2a10-5c4d-4e6f-8a90-000000000102',
		username: 'JSMITH',
		email: 'jsmith.capital@example.com',
	},
};
