import {
	emailOf,
	NOBODY,
	people,
	peopleByEmail,
	peopleByUsername,
	usernameOf,
} from '../../support/people';
import { column, failedItems } from '../../support/outputs';
import { reads, requestCount } from '../../support/requests';
import { autoMap, bulkUpdate, CONTINUE } from '../../support/setups';
import { useWorld } from '../../support/useWorld';

/** Lists that honour a filter only in part: nobody who is there may be called "not found", and nobody else may be written. */
const world = useWorld({ users: 300 });

const by = (match: string, options = {}) => bulkUpdate(options, CONTINUE, autoMap(match));
const accepted = (count: number) => Array<string>(count).fill('accepted');

describe.each([1, 2, 7, 50, 99, 'first', 'firstPage', 'ignored'] as const)(
	'a filter that honours its values like this: %s',
	(honourInFilters) => {
		beforeEach(() => {
			world.sandbox.options.honourInFilters = honourInFilters;
		});

		it('hides nobody who is looked up by username', async () => {
			const { items } = await world.run(by('username'), peopleByUsername(120));
			expect(column(items, 'status')).toEqual(accepted(120));
		});

		it('hides nobody who is looked up by email address', async () => {
			const { items } = await world.run(by('email'), peopleByEmail(120));
			expect(column(items, 'status')).toEqual(accepted(120));
		});

		it('hides nobody who is compared by ID, and names those who are missing', async () => {
			const rows = [...people(60), { id: NOBODY, firstName: 'Nobody' }, ...people(60, 61)];
			const { items } = await world.run(by('id', { dryRun: true }), rows);
			expect(failedItems(items)).toEqual([60]);
			expect(items.filter(({ json }) => json.status === 'planned')).toHaveLength(120);
		});
	},
);

describe('who is missing', () => {
	const strangers = (count: number) =>
		Array.from({ length: count }, (_, n) => ({ username: `nobody-${n}`, firstName: 'Nobody' }));

	it('is proved with few requests where the filter works', async () => {
		const rows = [...peopleByUsername(100), ...strangers(100)];
		const { items } = await world.run(by('username'), rows);
		expect(failedItems(items)).toHaveLength(100);
		expect(reads(world).length).toBeLessThanOrEqual(5);
	});

	it('is proved with few requests even when everybody is missing', async () => {
		const { items } = await world.run(by('username'), strangers(200));
		expect(failedItems(items)).toHaveLength(200);
		expect(reads(world).length).toBeLessThanOrEqual(8);
	});

	it('is found out with a bounded number of requests where only some values count', async () => {
		world.sandbox.options.honourInFilters = 30;
		const rows = [...peopleByUsername(100), ...strangers(60)];
		const { items } = await world.run(by('username'), rows);
		expect(failedItems(items)).toHaveLength(60);
		expect(reads(world).length).toBeLessThanOrEqual(20);
	});
});

describe('email addresses', () => {
	it('in capitals cost hardly more reads than in the case in which they are stored', async () => {
		const rows = peopleByEmail(200).map(({ email, firstName }) => ({
			email: email.replace('person', 'Person').replace('example', 'Example'),
			firstName,
		}));
		const { items } = await world.run(by('email'), rows);
		expect(column(items, 'status')).toEqual(accepted(200));
		expect(reads(world).length).toBeLessThanOrEqual(6);
	});

	it('that nobody has fail alone where email__iexact is ignored', async () => {
		world.sandbox.options.ignoredFilters = ['email__iexact'];
		const rows = [
			...peopleByEmail(20),
			{ email: 'stranger@example.com', firstName: 'X' },
			{ email: 'nobody@example.com', firstName: 'Y' },
			...peopleByEmail(20, 21),
		];
		const { items } = await world.run(by('email'), rows);
		expect(failedItems(items)).toEqual([20, 21]);
		expect(items[20].json.error).toContain('does not filter by it');
		expect(column(items, 'status').filter(Boolean)).toEqual(accepted(40));
		// One of the two shows that the filter is ignored, after the list of users has shown that it is longer.
		expect(requestCount(world, { method: 'GET' })).toBeLessThanOrEqual(4);
	});

	it('fail one by one, with the reason, where neither filter is honoured', async () => {
		world.sandbox.options.ignoredFilters = ['email__iexact', 'email__in'];
		const rows = [
			{ email: emailOf(299), firstName: 'X' },
			{ email: emailOf(298), firstName: 'Y' },
		];
		const { items } = await world.run(by('email'), rows);
		for (const { json } of items) expect(json.error).toContain('Match by ID or username instead');
		expect(world.sandbox.ubidots.user(usernameOf(299))?.firstName).not.toBe('X');
	});
});
