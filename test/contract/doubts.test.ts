import type { IDataObject } from 'n8n-workflow';

import {
	emailOf,
	ME,
	NOBODY,
	people,
	peopleByEmail,
	peopleByUsername,
	TESTT,
	usernameOf,
} from '../support/people';
import { column, failedItems } from '../support/outputs';
import { patches, reads, requestCount, rowsSent } from '../support/requests';
import { autoMap, bulkUpdate, byId, CONTINUE, updateOf, upsunUpdateOf } from '../support/setups';
import { useWorld } from '../support/useWorld';
import { inVirtualTime } from '../support/virtualTime';

/** Lists that honour a filter only in part: nobody who is there may be called "not found", and nobody else may be written. */
describe('a filter that counts only in part:', () => {
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
		it('are found in the list of all users, where that is short and no filter is honoured', async () => {
			world.sandbox.options.ignoredFilters = ['email__iexact', 'email__in'];
			const { items } = await world.run(by('email'), peopleByEmail(20, 280));
			expect(column(items, 'status')).toEqual(accepted(20));
			expect(requestCount(world, { method: 'GET' })).toBe(2);
		});

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
			world.sandbox.options.maxPageSize = 100;
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
			world.sandbox.options.maxPageSize = 100;
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
});

/** Values that come back tidied: each doubt, with a row whose values it changes. */
describe('values that come back tidied:', () => {
	const world = useWorld();

	const TIDIED = [
		['trim', { firstName: 'Amara ', lastName: ' Okafor' }],
		['emailDomain', { email: 'Boss@Example.COM' }],
		['emailCase', { email: 'Boss@Example.COM' }],
		['websiteSlash', { website: 'https://www.example.org/' }],
		['languageRegionUpper', { language: 'es-es' }],
		['languageRegionLower', { language: 'es-ES' }],
		['decimalsFromText', { decimalPlaces: '3' }],
		['tagsSorted', { tags: 'b,a' }],
		['tagsUnique', { tags: 'a,b,a' }],
		['numbersAsText', { decimalPlaces: 3 }],
		['emptyAsNull', { firstName: '', website: '' }],
	] as const;

	describe.each(TIDIED)('where the service tidies values: %s', (doubt, values) => {
		const row = { id: TESTT, ...values };
		beforeEach(() => {
			world.sandbox.options.normalisations = [doubt];
		});

		it('Confirm says applied', async () => {
			const { items } = await inVirtualTime(
				async () => await world.run(bulkUpdate({ confirm: true }), [row]),
			);
			expect(items[0].json).toMatchObject({ status: 'applied' });
			expect(items[0].json).not.toHaveProperty('notVisible');
		});

		it('Skip Unchanged writes nothing the second time', async () => {
			await world.run(bulkUpdate(), [row]);
			world.sandbox.journal.clear();
			const { items } = await world.run(bulkUpdate({ skipUnchanged: true }), [row]);
			expect(items[0].json).toMatchObject({ status: 'unchanged' });
			expect(patches(world)).toEqual([]);
		});

		it('Update with Skip Unchanged writes nothing the second time', async () => {
			const fields = Object.fromEntries(
				Object.keys(values).map((name) => [name, `={{ $json.${name} }}`]),
			);
			await world.run(updateOf(byId(TESTT), fields), [row]);
			world.sandbox.journal.clear();
			await world.run(updateOf(byId(TESTT), fields, { skipUnchanged: true }), [row]);
			expect(patches(world)).toEqual([]);
		});
	});

	it('text of one line is sent trimmed', async () => {
		await world.run(bulkUpdate(), [{ id: ` ${TESTT} `, firstName: ' Zoë ', tags: ' a , b ' }]);
		expect(rowsSent(world)).toEqual([{ id: TESTT, firstName: 'Zoë', tags: ['a', 'b'] }]);
	});

	it.each([
		['trim', { first_name: 'Robin ', website: ' https://example.org' }],
		['websiteSlash', { website: 'https://www.example.org/' }],
	] as const)('Upsun Update with Skip Unchanged does not rewrite: %s', async (doubt, fields) => {
		world.sandbox.options.normalisations = [doubt];
		await world.run(upsunUpdateOf(byId(ME), fields));
		world.sandbox.journal.clear();
		await world.run(upsunUpdateOf(byId(ME), fields, { skipUnchanged: true }));
		expect(patches(world)).toEqual([]);
	});
});

/** A field that a response does not hold is unknown, not empty. */
describe('a field that is not shown:', () => {
	const world = useWorld();

	const leaveOut = (...fields: string[]) => {
		world.sandbox.options.omittedFields = fields;
	};

	describe('rows that empty a field which the service does not show', () => {
		const row = { id: TESTT, tags: '', firstName: '' };
		beforeEach(() => {
			world.sandbox.ubidots.put({ id: TESTT, firstName: '', tags: ['tag1'] });
			leaveOut('tags');
		});

		it('are sent by Bulk Update with Skip Unchanged', async () => {
			const { items } = await world.run(bulkUpdate({ skipUnchanged: true }), [row]);
			expect(rowsSent(world)).toEqual([{ id: TESTT, tags: [] }]);
			expect(items[0].json).toMatchObject({ status: 'accepted', changes: { tags: { to: [] } } });
			expect(world.sandbox.ubidots.user(TESTT)?.tags).toEqual([]);
		});

		it('are planned by a dry run, without a value they would change from', async () => {
			const { items } = await world.run(bulkUpdate({ dryRun: true }), [row]);
			expect(items[0].json).toEqual({
				status: 'planned',
				summary: 'Tags: empty',
				id: TESTT,
				changes: { tags: { to: [] } },
			});
		});

		it('are sent by Update with Skip Unchanged', async () => {
			const fields = { tags: '={{ $json.tags }}', firstName: '' };
			await world.run(updateOf(byId(TESTT), fields, { skipUnchanged: true }), [row]);
			expect(patches(world).map(({ body }) => body)).toEqual([{ tags: [] }]);
		});
	});

	describe('Confirm, where the service does not show a field', () => {
		const confirm = async (row: IDataObject) =>
			await inVirtualTime(async () => await world.run(bulkUpdate({ confirm: true }), [row]));

		it('says applied for what it saw, and names what it could not see', async () => {
			leaveOut('tags');
			const { items } = await confirm({ id: TESTT, firstName: 'New', tags: '' });
			expect(items[0].json).toMatchObject({ status: 'applied', notVisible: ['tags'] });
		});

		it('leaves a row of which nothing is shown accepted', async () => {
			leaveOut('tags', 'language');
			world.sandbox.options.taskDelayMs = Infinity;
			const { items } = await confirm({ id: TESTT, tags: '', language: '' });
			expect(items[0].json).toMatchObject({
				status: 'accepted',
				notVisible: ['language', 'tags'],
			});
		});

		it('says pending for a field that is shown and has not changed', async () => {
			leaveOut('tags');
			world.sandbox.options.taskDelayMs = Infinity;
			const { items } = await confirm({ id: TESTT, firstName: 'New', tags: '' });
			expect(items[0].json).toMatchObject({ status: 'pending', notVisible: ['firstName'] });
		});
	});

	it('Upsun Update with Skip Unchanged sends a field that the profile does not show', async () => {
		leaveOut('company');
		const fields = { company: '', first_name: 'Robin' };
		await world.run(upsunUpdateOf(byId(ME), fields, { skipUnchanged: true }));
		expect(patches(world).map(({ body }) => body)).toEqual([{ company: '' }]);
	});
});
