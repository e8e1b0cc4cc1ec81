import type { IDataObject } from 'n8n-workflow';

import { byLabel, CONTINUE } from '../../../../../support/setups';
import { useWorld } from '../../../../../support/useWorld';
import { CREW, crewId, crewRows, putCrew, syncCrew, writes } from '../crew';

const world = useWorld();
beforeEach(() => putCrew(world, 4));

const put = (id: number, user: object) => world.sandbox.ubidots.put({ id: crewId(id), ...user });

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
