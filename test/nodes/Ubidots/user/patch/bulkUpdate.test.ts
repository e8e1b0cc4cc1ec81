import type { IDataObject } from 'n8n-workflow';

import { column, failedItems, hintsOf } from '../../../../support/outputs';
import { AMARA, INES, JOSE, NOBODY, OTTO } from '../../../../support/people';
import { patches, reads, requests, rowsSent } from '../../../../support/requests';
import { autoMap, bulkUpdate, CONTINUE, mapByHand, type OnError } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { inVirtualTime } from '../../../../support/virtualTime';

const world = useWorld();
const bulk = async (
	rows: IDataObject[],
	options: IDataObject = {},
	onError?: OnError,
	columns: unknown = autoMap(),
) => await world.run(bulkUpdate(options, onError, columns), rows);
const tagsOf = (id: string) => world.sandbox.ubidots.user(id)?.tags;
const hold = (id: string, tags: string[]) => world.sandbox.ubidots.put({ id, tags });

beforeEach(() => {
	hold(AMARA, ['b', 'a']);
	hold(INES, []);
	hold(JOSE, ['c']);
});

describe('a bulk update that edits tags', () => {
	it('reads the users with their tags only, and sends all tags in one request', async () => {
		const { items } = await bulk([
			{ id: AMARA, tagsToAdd: 'c', tagsToRemove: 'b' },
			{ id: JOSE, tagsToAdd: 'a', tagsToRemove: '' },
		]);
		expect(requests(world).map(({ method }) => method)).toEqual(['GET', 'PATCH', 'GET']);
		expect(reads(world)[0].query.fields.split(',').sort()).toEqual(['id', 'tags']);
		expect(rowsSent(world)).toEqual([
			{ id: AMARA, tags: ['a', 'c'] },
			{ id: JOSE, tags: ['c', 'a'] },
		]);
		expect(items[0].json).toMatchObject({
			id: AMARA,
			status: 'applied',
			changes: { tags: { from: ['b', 'a'], to: ['a', 'c'] } },
		});
	});

	it('is unchanged for a user whose tags stay as they are', async () => {
		const result = await bulk([
			{ id: AMARA, tagsToAdd: 'a' },
			{ id: JOSE, tagsToAdd: 'a' },
		]);
		expect(column(result.items, 'status')).toEqual(['unchanged', 'applied']);
		expect(result.items[0].json).toEqual({
			status: 'unchanged',
			summary: 'no change',
			id: AMARA,
			changes: {},
		});
		expect(rowsSent(world).map(({ id }) => id)).toEqual([JOSE]);
		expect(hintsOf(result)).toEqual(['1 of 2 users needed no change']);
	});

	it('that is not visible within Confirm Timeout is pending, and a hint says so', async () => {
		world.sandbox.options.taskDelayMs = Infinity;
		const { items, hints } = await inVirtualTime(
			async () => await bulk([{ id: AMARA, tagsToAdd: 'north' }], { confirmTimeout: 5 }),
		);
		expect(items[0].json).toMatchObject({ status: 'pending', notVisible: ['tags'] });
		expect(hints('Node')[0].message).toBe('Still pending after 5 s: 1 of 1 user');
	});

	it('names the tags to remove that nobody had', async () => {
		const { hints } = await bulk([
			{ id: AMARA, tagsToAdd: 'new', tagsToRemove: 'b, nroth' },
			{ id: JOSE, tagsToRemove: 'b, new, sotuh' },
		]);
		expect(hints('Node').map(({ message }) => message)).toContain(
			"'Tags to Remove' has 'nroth', 'sotuh', which no user had. Check the spelling",
		);
	});

	it('sends nothing at all when nobody changes', async () => {
		await bulk([{ id: AMARA, tagsToAdd: 'a' }]);
		expect(patches(world)).toEqual([]);
	});

	it('leaves rows without an edit as they are, unread', async () => {
		const name = world.sandbox.ubidots.user(OTTO)?.firstName;
		const { items } = await bulk([
			{ id: OTTO, firstName: name },
			{ id: AMARA, tagsToAdd: 'c' },
		]);
		const read = new Set(reads(world).map(({ path }) => path));
		expect([...read]).toEqual([`/api/v2.0/users/${AMARA}`]);
		expect(rowsSent(world)).toEqual([
			{ id: OTTO, firstName: name },
			{ id: AMARA, tags: ['b', 'a', 'c'] },
		]);
		expect(items[0].json).not.toHaveProperty('changes');
	});

	it.each(['username', 'email'])('finds users by their %s', async (match) => {
		const person = world.sandbox.ubidots.user(AMARA);
		const { items } = await bulk(
			[{ [match]: person?.[match as 'username'], tagsToAdd: 'c' }],
			{},
			undefined,
			autoMap(match),
		);
		expect(rowsSent(world)).toEqual([{ id: AMARA, tags: ['b', 'a', 'c'] }]);
		expect(items[0].json.status).toBe('applied');
	});

	it('takes columns that are mapped by hand', async () => {
		const columns = mapByHand({
			id: '={{ $json.who }}',
			tagsToAdd: '={{ $json.add }}',
			tagsToRemove: '',
		});
		await bulk([{ who: AMARA, add: ['c'] }], {}, undefined, columns);
		expect(rowsSent(world)).toEqual([{ id: AMARA, tags: ['b', 'a', 'c'] }]);
	});

	it('has one row for each user', async () => {
		const { message } = await bulk([
			{ id: AMARA, tagsToAdd: 'c' },
			{ id: AMARA, tagsToRemove: 'a' },
		]);
		expect(message).toContain('is listed in items 0-1 (2): give each user only one row');
		expect(requests(world)).toEqual([]);
	});

	it('fails rows alone with Continue On Fail', async () => {
		hold(
			INES,
			Array.from({ length: 20 }, (_, n) => `t${n}`),
		);
		const { items } = await bulk(
			[
				{ id: INES, tagsToAdd: 'new' },
				{ id: NOBODY, tagsToAdd: 'new' },
				{ id: AMARA, tagsToAdd: 'new', tags: 'x' },
				{ id: JOSE, tagsToAdd: 'new' },
			],
			{},
			CONTINUE,
		);
		expect(failedItems(items)).toEqual([0, 1, 2]);
		expect(column(items, 'error').slice(0, 3)).toEqual([
			"With 'Tags to Add' the user has 21 tags: at most 20 are allowed [item 0]",
			expect.stringContaining(`No user has the ID '${NOBODY}'`),
			expect.stringContaining("'Tags' replaces all tags"),
		]);
		expect(rowsSent(world)).toEqual([{ id: JOSE, tags: ['c', 'new'] }]);
	});

	it('sends nothing without, when one user cannot have the tags', async () => {
		hold(
			INES,
			Array.from({ length: 20 }, (_, n) => `t${n}`),
		);
		const { message, description } = await bulk([
			{ id: JOSE, tagsToAdd: 'new' },
			{ id: INES, tagsToAdd: 'new' },
		]);
		expect(message).toContain('the user has 21 tags');
		expect(message).toContain('[item 1]');
		expect(description).toContain('No update was sent.');
		expect(patches(world)).toEqual([]);
	});
});

describe('where the service does not show tags', () => {
	it('rows with an edit fail, and others are written', async () => {
		world.sandbox.options.omittedFields = ['tags'];
		const { items } = await bulk(
			[
				{ id: AMARA, tagsToAdd: 'x' },
				{ id: JOSE, firstName: 'José' },
				{ id: INES, tagsToRemove: 'x' },
			],
			{},
			CONTINUE,
		);
		expect(failedItems(items)).toEqual([0, 2]);
		expect(items[0].json.error).toBe(
			'Ubidots does not show the current tags of the user, so none can be added or removed [item 0]',
		);
		expect(rowsSent(world)).toEqual([{ id: JOSE, firstName: 'José' }]);
	});
});

it.each(['first', 'ignored'] as const)(
	'edits the right users where filters are honoured like this: %s',
	async (honourInFilters) => {
		world.sandbox.options.honourInFilters = honourInFilters;
		await bulk([AMARA, JOSE].map((id) => ({ id, tagsToAdd: 'x' })));
		expect([AMARA, JOSE, INES].map(tagsOf)).toEqual([['b', 'a', 'x'], ['c', 'x'], []]);
	},
);

it('writes nothing the second time', async () => {
	const rows = [
		{ id: AMARA, tagsToAdd: 'x, y', tagsToRemove: 'a' },
		{ id: JOSE, tagsToAdd: 'x' },
	];
	await bulk(rows);
	world.sandbox.journal.clear();
	const { items } = await bulk(rows);
	expect(column(items, 'status')).toEqual(['unchanged', 'unchanged']);
	expect(patches(world)).toEqual([]);
});

describe('with other options', () => {
	const rows = [
		{ id: AMARA, firstName: 'Amara', tagsToAdd: 'c' },
		{ id: JOSE, tagsToAdd: 'c' },
	];

	it('a dry run plans the tags and writes nothing', async () => {
		const { items } = await bulk(rows, { dryRun: true });
		expect(column(items, 'status')).toEqual(['planned', 'unchanged']);
		expect(items[0].json.changes).toEqual({ tags: { from: ['b', 'a'], to: ['b', 'a', 'c'] } });
		expect(patches(world)).toEqual([]);
	});

	it.each([{ skipUnchanged: true }, { maxChanges: 1 }])('%j sends only what differs', async (o) => {
		await bulk(rows, o);
		expect(rowsSent(world)).toEqual([{ id: AMARA, tags: ['b', 'a', 'c'] }]);
	});

	it('Confirm waits for the tags', async () => {
		world.sandbox.options.taskDelayMs = 600;
		const { items } = await inVirtualTime(
			async () => await bulk(rows, { confirm: true, confirmTimeout: 10 }),
		);
		expect(column(items, 'status')).toEqual(['applied', 'unchanged']);
		expect(tagsOf(AMARA)).toEqual(['b', 'a', 'c']);
	});

	it('an item for each request counts those without one apart', async () => {
		const { items } = await bulk(rows, { output: 'batches' });
		expect(items.map(({ json }) => json)).toEqual([
			{ task: { id: expect.any(String) as string }, users: 1, ids: [AMARA], status: 'applied' },
			{ status: 'unchanged', users: 1, ids: [JOSE] },
		]);
	});

	it('Max Batch Bytes holds for what is sent, not for the edits', async () => {
		const words = Array.from({ length: 12 }, (_, n) => `a tag to remove ${n}`);
		const { message } = await bulk([{ id: AMARA, tagsToRemove: ['a', ...words] }], {
			maxBatchBytes: 100,
		});
		expect(message).toBeUndefined();
		expect(rowsSent(world)).toEqual([{ id: AMARA, tags: ['b'] }]);
	});

	it('Max Batch Bytes refuses a user whose tags take more than one request may have', async () => {
		const many = Array.from({ length: 15 }, (_, n) => `a long tag ${n}`);
		hold(AMARA, many);
		const { items } = await bulk(
			[
				{ id: AMARA, tagsToAdd: 'x' },
				{ id: JOSE, tagsToAdd: 'x' },
			],
			{ maxBatchBytes: 200 },
			CONTINUE,
		);
		expect(items[0].json.error).toContain("more than the 200 that 'Max Batch Bytes' allows");
		expect(rowsSent(world)).toEqual([{ id: JOSE, tags: ['c', 'x'] }]);
	});
});
