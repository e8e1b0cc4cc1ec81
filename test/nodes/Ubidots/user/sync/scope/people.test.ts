import type { IDataObject } from 'n8n-workflow';

import { byLabel } from '../../../../../support/setups';
import { useWorld } from '../../../../../support/useWorld';
import { allUsers } from '../../../../../support/written';
import { CREW, crewId, crewRows, hintsOf, putCrew, syncCrew } from '../crew';

const world = useWorld();
beforeEach(() => putCrew(world, 4));

const run = async (scope: unknown, options: IDataObject = {}, rows = crewRows(1, 2)) =>
	await world.run(syncCrew({ scope, options } as never), rows);
const put = (id: number, user: object) => world.sandbox.ubidots.put({ id: crewId(id), ...user });

describe('who is in the list belongs into the scope, or no later run would see that person leave:', () => {
	const nina = { username: 'nina', email: 'nina@crew.example' };
	const OUTSIDE = /of the list will not be in the scope/;
	const outside = (result: Parameters<typeof hintsOf>[0]) =>
		hintsOf(result).find((text) => OUTSIDE.test(text));

	it('a new user gets the tags of the scope, which the plan shows', async () => {
		const list = [...crewRows(1, 2, 3, 4), { ...nina, tags: ['a', 'crew'] }];
		for (const n of [1, 2, 3, 4]) put(n, { tags: ['crew', 'staff'] });
		const scope = { tag: 'crew, staff' };
		const planned = await run(scope, { dryRun: true }, list);
		expect(planned.items[4].json.changes).toMatchObject({ tags: { to: ['a', 'crew', 'staff'] } });
		const written = await run(scope, {}, list);
		expect([outside(planned), outside(written)]).toEqual([undefined, undefined]);
		expect(world.sandbox.ubidots.user('nina')?.tags).toEqual(['a', 'crew', 'staff']);
		await run(scope, {}, crewRows(1, 2, 3, 4));
		expect(world.sandbox.ubidots.user('nina')?.isActive).toBe(false);
	});

	it('no tag is added where leavers are kept, or there would be too many', async () => {
		const tags = Array.from({ length: 20 }, (_, n) => `tag-${n}`);
		const { message } = await run({ tag: 'crew' }, {}, [...crewRows(1), { ...nina, tags }]);
		expect(message).toContain("With the tags of 'Scope' the new user has 21 tags");
		const setup = syncCrew({ leavers: 'keep', scope: { tag: 'crew' } });
		await world.run(setup, [{ ...nina, tags }]);
		expect(world.sandbox.ubidots.user('nina')?.tags).toEqual(tags);
	});

	it.each<[string, IDataObject, IDataObject[], string]>([
		[
			'a new user with another address',
			CREW,
			[...crewRows(1, 2, 3, 4), { ...nina, email: 'nina@example.org' }],
			"1 user of the list will not be in the scope, where no later run sees them leave: 'nina' (Email Ends With). To mend it, correct the email address or the scope",
		],
		[
			'a new user without the organization',
			{ organization: byLabel('city-lights') as never },
			[...crewRows(1, 2, 3, 4), nina],
			"'nina' (Organization). To mend it, give them a role in the organization, in the column 'Organizations'",
		],
		[
			'one whose row replaces the tags',
			{ tag: 'crew' },
			[{ ...crewRows(1)[0], tags: ['other'] }, ...crewRows(2, 3, 4)],
			"'crew-1' (Tag). To mend it, add the tag, with 'Tags to Add'",
		],
		[
			'one whose row changes the address',
			{ ...CREW, tag: 'crew' },
			[{ username: 'crew-1', email: 'crew-1@example.org' }, ...crewRows(2, 3, 4)],
			"'crew-1' (Email Ends With)",
		],
		[
			'one who is outside already',
			{ tag: 'crew' },
			[...crewRows(1, 2, 3, 4), { username: 'testt' }],
			"'testt' (Tag)",
		],
	])('%s is named, in the plan as well', async (_, scope, list, text) => {
		for (const n of [1, 2, 3, 4])
			put(n, { memberships: [{ label: 'city-lights', role: 'viewer' }] });
		const others = [...allUsers(world).values()].filter(({ id }) => !id.startsWith('c0de'));
		for (const { id } of others) world.sandbox.ubidots.put({ id, memberships: [] });
		for (const dryRun of [true, false]) {
			expect(outside(await run(scope, { dryRun }, list))).toContain(text);
		}
	});

	it('nobody is named where all are in it, or all users are', async () => {
		expect(outside(await run(CREW, {}, crewRows(1, 2, 3)))).toBeUndefined();
		expect(outside(await run({ everyUser: true }, { dryRun: true }))).toBeUndefined();
	});
});

describe('a list of as many rows as many nodes return at most', () => {
	it.each([
		[20, 21, true],
		[50, 60, true],
		[100, 101, true],
		[50, 50, false],
		[51, 60, false],
	])('%i rows for %i people is told: %s', async (rows, crew, isTold) => {
		putCrew(world, crew);
		const list = crewRows(...Array.from({ length: rows }, (_, n) => n + 1));
		for (const dryRun of [true, false]) {
			const hint = hintsOf(await run(CREW, { dryRun }, list)).find((text) =>
				text.includes('exactly'),
			);
			expect(hint?.startsWith(`The list has exactly ${rows} rows`) ?? false).toBe(isTold);
		}
	});
});
