import type { IDataObject } from 'n8n-workflow';

import { byLabel, CONTINUE } from '../../../../../support/setups';
import { useWorld } from '../../../../../support/useWorld';
import { allUsers } from '../../../../../support/written';
import { CREW, crewId, crewRows, hintsOf, putCrew, syncCrew, writes } from '../crew';

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

describe('a scope of which it cannot be told who is in it ends the run before its first write:', () => {
	it.each<[string, IDataObject]>([
		['email', CREW],
		['tags', { tag: 'crew' }],
		['organizations', { organization: byLabel('city-lights') as never }],
		['username', CREW],
		['id', CREW],
	])('no %s', async (omitted, scope) => {
		Object.assign(world.sandbox.options, { omittedFields: [omitted], omittedFrom: ['list'] });
		put(2, { memberships: [{ label: 'city-lights', role: 'viewer' }] });
		// One row is looked up alone, which shows all.
		const rows = [{ ...crewRows(1)[0], firstName: 'New' }];
		const { items } = await world.run(syncCrew({ scope } as never, CONTINUE), rows);
		expect(items[0].json).toEqual({
			error: expect.stringMatching(
				/^The service does not show enough of \d+ users? to tell whether they are leavers: .*crew-2.*\. Nothing was written\./,
			),
			details: { code: 'scopeNotRead' },
		});
		expect(writes(world)).toEqual([]);
	});

	it('the tags of one user are no list', async () => {
		const [known, odd] = [1, 2].map((n) => ({
			...world.sandbox.ubidots.user(crewId(n)),
			...(n === 2 && { tags: 'crew' }),
		}));
		const body = { count: 2, next: null, previous: null, results: [known, odd] };
		world.sandbox.faults.add({
			match: { method: 'GET' },
			answer: { status: 200, body },
		});
		const scope = { tag: 'crew' };
		const { message } = await world.run(syncCrew({ scope } as never), crewRows(1, 3, 4));
		expect(message).toContain('The service does not show enough of 1 user to tell');
		expect(message).toContain("'crew-2'");
		expect(writes(world)).toEqual([]);
	});

	it('one who is named by a row, or excepted, needs not be shown whole', async () => {
		Object.assign(world.sandbox.options, { omittedFields: ['email'], omittedFrom: ['list'] });
		const { message } = await world.run(
			syncCrew({ scope: { tag: 'crew' }, exceptUsers: `CREW-2, ${crewId(3)}, crew-4` }),
			crewRows(1),
		);
		expect(message).toBeUndefined();
		expect(writes(world)).toEqual([]);
	});
});

describe('half a list is no list: the run ends before its first write where', () => {
	const rows = [{ ...crewRows(1)[0], firstName: 'New' }, ...crewRows(2, 3, 4, 5, 6, 7, 8)];
	it.each([
		['cutShort', 'Ubidots says that there are 20, but has sent 6'],
		['twiceOnPage', 'Ubidots says that there are 20, but has sent 16'],
		['countTooHigh', 'Ubidots says that there are 21, but has sent 20'],
		['emptyPages', 'Ubidots promises more than it sends'],
		['nextForEver', 'Ubidots promises more than it sends'],
		['shrinkingCount', 'they became fewer while they were listed'],
		['countMissing', 'Ubidots does not say how many there are'],
		['resultsOnly', 'Ubidots does not say how many there are'],
		['noObjects', 'Ubidots promises more than it sends'],
		['nextToNowhere', undefined],
	] as const)('%s', async (oddity, gap) => {
		putCrew(world, 20);
		Object.assign(world.sandbox.options, { listOddities: [oddity], maxPageSize: 6 });
		for (const leavers of ['deactivate', 'delete']) {
			const { items } = await world.run(syncCrew({ leavers }, CONTINUE), rows);
			expect(items).toHaveLength(rows.length);
			for (const { json } of items) {
				if (gap === undefined) expect(json.error).toContain('Could not list users');
				else
					expect(json).toEqual({
						error: `The users in the scope cannot be listed as a whole: ${gap}. Nothing was written. Try again; if it stays so, ask Ubidots`,
						details: { code: 'scopeNotRead' },
					});
			}
		}
		expect(writes(world)).toEqual([]);
	});

	it.each(['reordered', 'countOfPage'] as const)('%s', async (oddity) => {
		putCrew(world, 20);
		Object.assign(world.sandbox.options, { listOddities: [oddity], maxPageSize: 6 });
		const { message } = await world.run(syncCrew(), rows);
		expect(message).toContain('cannot be listed as a whole');
		expect(writes(world)).toEqual([]);
	});

	it('but not where users come twice, because somebody was created meanwhile', async () => {
		putCrew(world, 20);
		Object.assign(world.sandbox.options, { listOddities: ['repeated'], maxPageSize: 6 });
		const listed = crewRows(...Array.from({ length: 17 }, (_, n) => n + 1));
		await world.run(syncCrew(), listed);
		expect(writes(world)).toEqual(['PATCH crew-18 crew-19 crew-20']);
	});
});
