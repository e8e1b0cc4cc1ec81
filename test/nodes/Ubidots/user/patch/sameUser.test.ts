import type { IDataObject } from 'n8n-workflow';

import { column } from '../../../../support/outputs';
import { AMARA, INES, JOSE, OTTO } from '../../../../support/people';
import { patches, reads, requestLines } from '../../../../support/requests';
import {
	applyChanges,
	autoMap,
	bulkUpdate,
	BY_ID_OF_ITEM,
	byId,
	CONTINUE,
	type OnError,
	sync,
	updateOf,
} from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { inVirtualTime } from '../../../../support/virtualTime';

const world = useWorld();

const EDITS = { tagsToAdd: '={{ $json.add ?? "" }}', tagsToRemove: '={{ $json.remove ?? "" }}' };

const edit = async (
	items: IDataObject[],
	options: IDataObject = {},
	onError?: OnError,
	fields: IDataObject = {},
) => await world.run(updateOf(BY_ID_OF_ITEM, { ...EDITS, ...fields }, options, onError), items);

const tagsOf = (id: string) => world.sandbox.ubidots.user(id)?.tags;

const hold = (id: string, tags: string[]) => world.sandbox.ubidots.put({ id, tags });

const written = () => patches(world).map(({ body }) => body);

beforeEach(() => {
	hold(AMARA, ['b', 'a']);
	hold(INES, []);
	hold(JOSE, ['c']);
});

describe('several items for one user', () => {
	const twice = [
		{ id: AMARA, add: 'x' },
		{ id: AMARA, add: 'y', remove: 'b' },
	];

	it.each([{}, { skipUnchanged: true }, { maxChanges: 1 }])(
		'are written in order, each on top of the one before (%j)',
		async (options) => {
			const { items } = await edit(twice, options);
			expect(written()).toEqual([{ tags: ['b', 'a', 'x'] }, { tags: ['a', 'x', 'y'] }]);
			expect(tagsOf(AMARA)).toEqual(['a', 'x', 'y']);
			expect(column(items, 'tags')).toEqual([
				['b', 'a', 'x'],
				['a', 'x', 'y'],
			]);
			expect(reads(world)).toHaveLength(1);
		},
	);

	it('are planned in order', async () => {
		const { items } = await edit(twice, { dryRun: true });
		expect(column(items, 'changes')).toEqual([
			{ tags: { from: ['b', 'a'], to: ['b', 'a', 'x'] } },
			{ tags: { from: ['b', 'a', 'x'], to: ['a', 'x', 'y'] } },
		]);
	});

	it('that name the user in different ways are written on top of each other too', async () => {
		const setup = updateOf('={{ $json.user }}', EDITS);
		await world.run(setup, [
			{ user: AMARA, add: 'x' },
			{ user: '~amara-okafor', add: 'y' },
		]);
		expect(tagsOf(AMARA)).toEqual(['b', 'a', 'x', 'y']);
	});

	it('come after one without an edit, which wrote without reading, so that the user is read again', async () => {
		const setup = (fields: IDataObject) =>
			updateOf(byId(AMARA), { firstName: 'Ada', ...fields }, {}, CONTINUE);
		const both = setup({ tagsToAdd: '={{ $json.add }}', username: '={{ $json.username }}' });
		await world.run(both, [
			{ add: '', username: 'amara-new' },
			{ add: 'y', username: 'amara-new' },
		]);
		expect(reads(world)).toHaveLength(2);
		expect(written()).toEqual([
			{ firstName: 'Ada', username: 'amara-new' },
			{ tags: ['b', 'a', 'y'] },
		]);
	});
});

describe('an item after one whose answer', () => {
	const twice = [
		{ id: AMARA, add: 'x', name: 'Ada' },
		{ id: AMARA, add: 'y', name: 'Ada' },
	];
	const name = { firstName: '={{ $json.name }}' };

	it('shows the user as it was before keeps what was written', async () => {
		world.sandbox.options.staleAnswers = true;
		await edit(twice);
		expect(tagsOf(AMARA)).toEqual(['b', 'a', 'x', 'y']);
	});

	it('does not show tags goes on from those that were written', async () => {
		Object.assign(world.sandbox.options, { omittedFields: ['tags'], omittedFrom: ['write'] });
		await edit(twice);
		expect(tagsOf(AMARA)).toEqual(['b', 'a', 'x', 'y']);
		expect(reads(world)).toHaveLength(1);
	});

	it('does not show tags, and had no edit, reads the user again', async () => {
		Object.assign(world.sandbox.options, { omittedFields: ['tags'], omittedFrom: ['write'] });
		const { items } = await edit([{ id: AMARA, name: 'Ada' }, twice[1]], {}, undefined, name);
		expect(tagsOf(AMARA)).toEqual(['b', 'a', 'y']);
		expect(reads(world)).toHaveLength(2);
		expect(items[1].json.changes).toEqual({ tags: { from: ['b', 'a'], to: ['b', 'a', 'y'] } });
	});
});

describe('an item after one that failed for the same user', () => {
	const twice = [
		{ id: AMARA, add: 'x' },
		{ id: AMARA, add: 'y' },
	];
	const fail = (when: 'before' | 'after') =>
		world.sandbox.faults.add({ match: { method: 'PATCH' }, when, answer: { status: 500 } });

	it.each([
		['was carried out all the same', 'after', ['b', 'a', 'x', 'y']],
		['was not carried out', 'before', ['b', 'a', 'y']],
	] as const)('reads the user again, and loses nothing: the first %s', async (_, when, tags) => {
		fail(when);
		const { items } = await edit(twice, { retryTimeout: 0 }, CONTINUE);
		expect(items[0].json.error).toContain('may have been carried out');
		expect(items[1].json).toMatchObject({ tags });
		expect(tagsOf(AMARA)).toEqual(tags);
		expect(requestLines(world).map((line) => line.split(' ')[0])).toEqual([
			'GET',
			'PATCH',
			'GET',
			'PATCH',
		]);
	});

	it('does so when the first was not read', async () => {
		fail('after');
		const setup = updateOf(
			byId(AMARA),
			{ firstName: '={{ $json.name }}', tagsToAdd: '={{ $json.add }}' },
			{ retryTimeout: 0 },
			CONTINUE,
		);
		const { items } = await world.run(setup, [
			{ name: 'Ada', add: '' },
			{ name: 'Eve', add: 'y' },
		]);
		expect(items[0].json.error).toContain('may have been carried out');
		expect(items[1].json).toMatchObject({
			changes: { firstName: { from: 'Ada', to: 'Eve' }, tags: { to: ['b', 'a', 'y'] } },
		});
	});

	it('does so when it names the user in another way', async () => {
		fail('after');
		const setup = updateOf('={{ $json.user }}', EDITS, { retryTimeout: 0 }, CONTINUE);
		await world.run(setup, [
			{ user: AMARA, add: 'x' },
			{ user: '~amara-okafor', add: 'y' },
		]);
		expect(tagsOf(AMARA)).toEqual(['b', 'a', 'x', 'y']);
	});

	it.each([{ maxChanges: 5 }, { skipUnchanged: true }])('does so with %j too', async (options) => {
		fail('after');
		await edit(twice, { ...options, retryTimeout: 0 }, CONTINUE);
		expect(tagsOf(AMARA)).toEqual(['b', 'a', 'x', 'y']);
	});

	it('fails where the user cannot be read again, and says so', async () => {
		fail('before');
		world.sandbox.faults.add({ match: { method: 'GET' }, skip: 1, answer: { status: 503 } });
		const { items } = await edit(twice, { retryTimeout: 0 }, CONTINUE);
		expect(items[1].json.error).toContain(`read the user '${AMARA}' again`);
		expect(tagsOf(AMARA)).toEqual(['b', 'a']);
	});

	it('ends the run without Continue On Fail', async () => {
		fail('before');
		const { description } = await edit(twice, { retryTimeout: 0 });
		expect(description).toContain('Not sent: item 1 (1)');
		expect(patches(world)).toHaveLength(1);
	});
});

describe('Two runs', () => {
	/** Two runs in a row: the second starts from the tags that the first has left. */
	const world = useWorld({ taskDelayMs: 2000 });

	beforeEach(() => world.sandbox.ubidots.put({ id: AMARA, tags: ['a'] }));

	const tags = () => world.sandbox.ubidots.user(AMARA)?.tags;

	const AMARA_BY_NAME = { username: 'amara-okafor' };

	it.each([
		['Bulk Update', bulkUpdate(), { id: AMARA }, { id: OTTO, firstName: 'New' }],
		[
			'Bulk Update by username',
			bulkUpdate({}, undefined, autoMap('username')),
			AMARA_BY_NAME,
			{ username: 'otto-berg', firstName: 'New' },
		],
		['Sync', sync(), AMARA_BY_NAME, { username: 'otto-berg', firstName: 'New' }],
	])(
		'%s waits for the rows that change single tags, and for no others',
		async (_, setup, who, other) => {
			await inVirtualTime(async () => {
				const { items } = await world.run(setup, [{ ...who, tagsToAdd: 'north' }, other]);
				expect(column(items, 'status')).toEqual(['applied', 'accepted']);
				await world.run(setup, [{ ...who, tagsToAdd: 'south', tagsToRemove: 'a' }]);
			});
			expect(tags()).toEqual(['north', 'south']);
		},
	);

	it('Apply Changes waits for tags, so that a plan that was made before is refused', async () => {
		await inVirtualTime(async () => {
			const plan = async (tagsToAdd: string): Promise<IDataObject> => {
				const { items } = await world.run(bulkUpdate({ dryRun: true }), [{ id: AMARA, tagsToAdd }]);
				return items[0].json;
			};
			const plans = [await plan('north'), await plan('south')];
			await world.run(applyChanges(), [plans[0]]);
			const { items } = await world.run(applyChanges({}, CONTINUE), [plans[1]]);
			expect(items[0].json.details).toMatchObject({ code: 'changed' });
		});
		expect(tags()).toEqual(['a', 'north']);
	});
});
