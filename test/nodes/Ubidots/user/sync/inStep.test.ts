import type { IDataObject } from 'n8n-workflow';

import { patches, reads, requestCount, requests, rowsSent } from '../../../../support/requests';
import { autoMap, sync } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { CREW, crewEmail, crewId, crewName, putCrew, syncCrew } from './crew';

const world = useWorld();

/** Three people who are as the list says, and one whose first name is another. */
const LIST = [
	{ username: 'amara-okafor', firstName: 'Amara' },
	{ username: 'jose-ibanez', firstName: 'José' },
	{ username: 'kai-makoa', firstName: 'Kai' },
	{ username: 'otto-berg', firstName: 'Otto Karl' },
];

const syncWithLimit = async (maxChanges: string) =>
	await world.run(sync({ options: { maxChanges } }), LIST);

describe('Max Changes of a sync', () => {
	it('does not count people who are as the list says', async () => {
		const { items, message } = await syncWithLimit('1');
		expect(message).toBeUndefined();
		expect(items.map(({ json }) => json.action)).toEqual(['none', 'none', 'none', 'update']);
		expect(rowsSent(world)).toHaveLength(1);
	});

	it('says how many would change, and writes nothing when they are too many', async () => {
		const { message } = await syncWithLimit('20%');
		expect(message).toMatch(
			/^1 user would change: more than 'Max Changes' allows \(20% of 4 input/,
		);
		expect(patches(world)).toEqual([]);
	});
});

const COUNT = 3000;

const rows: IDataObject[] = Array.from({ length: COUNT }, (_, n) => ({
	email: crewEmail(n + 1),
	firstName: 'Crew',
	tags: 'crew',
}));
const setup = (scope: IDataObject) =>
	syncCrew({ columns: autoMap('email') as never, scope, exceptUsers: crewName(1) });

describe('a sync that looks for leavers asks once:', () => {
	beforeEach(() => putCrew(world, COUNT));

	it.each([
		['pages may be large', 1000, 12],
		['a page holds a hundred', 100, 40],
	])(
		'3,000 people who are in step are asked for once, where %s',
		async (_, maxPageSize, most) => {
			world.sandbox.options.maxPageSize = maxPageSize;
			const { items, message } = await world.run(setup(CREW), rows);
			expect(message).toBeUndefined();
			expect(items.every(({ json }) => json.action === 'none')).toBe(true);
			expect(items).toHaveLength(COUNT);
			expect(requestCount(world)).toBeLessThanOrEqual(most);
			expect(reads(world)).toHaveLength(requestCount(world));
		},
		60_000,
	);

	it('only who is not in the scope is looked up, many at a time', async () => {
		const [, second] = rows;
		for (const n of [1, 2, 3])
			world.sandbox.ubidots.put({ id: crewId(n), email: `c${n}@else.example` });
		const list = [
			{ email: 'c1@else.example' },
			{ email: 'c2@else.example' },
			second,
			...rows.slice(3),
		];
		const options = { missingUsers: 'fail' };
		await world.run(
			syncCrew({ columns: autoMap('email') as never, ...options, exceptUsers: crewName(3) }),
			list.slice(0, 2).concat(list.slice(3)),
		);
		const lookUps = requests(world).filter(({ query }) => 'email__in' in query);
		expect(lookUps.map(({ query }) => query.email__in)).toContain(
			'c1@else.example,c2@else.example',
		);
		expect(lookUps.every(({ query }) => !query.email__in.includes('crew-'))).toBe(true);
	}, 60_000);

	it('whoever is in no list of all users is created without being asked for', async () => {
		world.sandbox.ubidots.put({ id: crewId(1), email: crewEmail(1) });
		const fresh = { username: 'new', email: 'new@crew.example' };
		const { items } = await world.run(
			syncCrew({
				columns: autoMap('email') as never,
				scope: { everyUser: true },
				exceptUsers: 'mara-lindqvist',
				dryRun: true,
			}),
			[...rows, fresh],
		);
		expect(items[COUNT].json).toMatchObject({ action: 'create', status: 'planned' });
		expect(requests(world).filter(({ query }) => 'email__in' in query)).toEqual([]);
	}, 60_000);
});
