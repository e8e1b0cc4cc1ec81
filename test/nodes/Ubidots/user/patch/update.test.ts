import type { IDataObject } from 'n8n-workflow';

import { AMARA, INES, JOSE, NOBODY, TESTT } from '../../../../support/people';
import { column } from '../../../../support/outputs';
import { patches, reads, requestLines } from '../../../../support/requests';
import {
	byUsername,
	BY_ID_OF_ITEM,
	CONTINUE,
	type OnError,
	updateOf,
} from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

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

describe('an update that edits tags', () => {
	it('reads the user first, and sends all tags', async () => {
		const { items } = await edit([{ id: AMARA, add: 'c', remove: 'b' }]);
		expect(requestLines(world)).toEqual([
			`GET /api/v2.0/users/${AMARA}`,
			`PATCH /api/v2.0/users/${AMARA}`,
		]);
		expect(written()).toEqual([{ tags: ['a', 'c'] }]);
		expect(items[0].json).toMatchObject({
			id: AMARA,
			username: 'amara-okafor',
			tags: ['a', 'c'],
			changes: { tags: { from: ['b', 'a'], to: ['a', 'c'] } },
		});
	});

	it('reads many users at a time', async () => {
		await edit([AMARA, INES, JOSE].map((id) => ({ id, add: 'x' })));
		expect(reads(world)).toHaveLength(1);
		expect([AMARA, INES, JOSE].map(tagsOf)).toEqual([['b', 'a', 'x'], ['x'], ['c', 'x']]);
	});

	it('sends nothing when nothing differs, and gives the user as read', async () => {
		const { items, hints } = await edit([{ id: AMARA, add: 'a', remove: 'z' }]);
		expect(written()).toEqual([]);
		expect(items[0].json).toMatchObject({ id: AMARA, tags: ['b', 'a'], changes: {} });
		expect(items[0].json).toHaveProperty('organizations');
		expect(hints('Node').map(({ message }) => message)).toEqual([
			'1 of 1 user needed no change',
			"'Tags to Remove' has 'z', which no user had. Check the spelling",
		]);
	});

	it('sends the other fields of the row with them', async () => {
		await edit([{ id: AMARA, add: 'c' }], {}, undefined, { firstName: 'Ada' });
		expect(written()).toEqual([{ firstName: 'Ada', tags: ['b', 'a', 'c'] }]);
	});

	it('leaves rows without an edit as they are, unread', async () => {
		const items = [
			{ id: AMARA, name: 'Ada' },
			{ id: JOSE, name: 'Eve', add: 'x' },
		];
		const run = await edit(items, {}, undefined, { firstName: '={{ $json.name }}' });
		expect(reads(world).map(({ path }) => path)).toEqual([`/api/v2.0/users/${JOSE}`]);
		expect(written()).toEqual(
			expect.arrayContaining([{ firstName: 'Ada' }, { firstName: 'Eve', tags: ['c', 'x'] }]),
		);
		expect(run.items[0].json).not.toHaveProperty('changes');
		expect(run.items[1].json).toHaveProperty('changes');
	});

	it('finds users by their username', async () => {
		await world.run(updateOf(byUsername('amara-okafor'), { tagsToRemove: 'b' }));
		expect(requestLines(world)).toEqual([
			'GET /api/v2.0/users/~amara-okafor',
			'PATCH /api/v2.0/users/~amara-okafor',
		]);
		expect(tagsOf(AMARA)).toEqual(['a']);
	});

	it('fails for a user that there is not, and edits the others', async () => {
		const { items } = await edit(
			[
				{ id: NOBODY, add: 'x' },
				{ id: JOSE, add: 'x' },
			],
			{},
			CONTINUE,
		);
		expect(items[0].json.error).toContain(`No user has the ID '${NOBODY}'`);
		expect(tagsOf(JOSE)).toEqual(['c', 'x']);
	});

	it('fails for a user with 20 tags, and takes nothing from it', async () => {
		const many = Array.from({ length: 20 }, (_, n) => `t${n}`);
		hold(AMARA, many);
		const { items } = await edit(
			[
				{ id: AMARA, add: 'new' },
				{ id: JOSE, add: 'new' },
			],
			{},
			CONTINUE,
		);
		expect(items[0].json.error).toBe(
			"With 'Tags to Add' the user has 21 tags: at most 20 are allowed [item 0]",
		);
		expect([AMARA, JOSE].map(tagsOf)).toEqual([many, ['c', 'new']]);
	});

	it.each([['dryRun'], ['skipUnchanged'], ['maxChanges']])('agrees with %s', async (option) => {
		const items = [
			{ id: AMARA, add: 'c' },
			{ id: JOSE, add: 'c' },
		];
		const { items: given } = await edit(items, { [option]: option === 'maxChanges' ? 1 : true });
		expect(column(given, 'changes')).toEqual([
			{ tags: { from: ['b', 'a'], to: ['b', 'a', 'c'] } },
			{},
		]);
		expect(written()).toEqual(option === 'dryRun' ? [] : [{ tags: ['b', 'a', 'c'] }]);
	});
});

describe('where the service does not show tags', () => {
	beforeEach(() => {
		world.sandbox.options.omittedFields = ['tags'];
	});

	it('the row fails, and nothing is taken from the user', async () => {
		const { items } = await edit(
			[
				{ id: AMARA, add: 'x' },
				{ id: JOSE, remove: 'c' },
			],
			{},
			CONTINUE,
		);
		for (const { json } of items)
			expect(json.error).toContain('Ubidots does not show the current tags of the user');
		expect(patches(world)).toEqual([]);
		expect([AMARA, JOSE].map(tagsOf)).toEqual([['b', 'a'], ['c']]);
	});

	it('rows without an edit are written', async () => {
		const run = await edit([{ id: AMARA }, { id: JOSE, add: 'x' }], {}, CONTINUE, {
			firstName: 'Ada',
		});
		expect(run.items[0].json).toMatchObject({ firstName: 'Ada' });
		expect(run.items[1].json.error).toContain('Ubidots does not show the current tags of the user');
		expect(written()).toEqual([{ firstName: 'Ada' }]);
	});
});

it.each(['first', 'ignored'] as const)(
	'edits the right users where filters are honoured like this: %s',
	async (honourInFilters) => {
		world.sandbox.options.honourInFilters = honourInFilters;
		await edit([AMARA, JOSE, TESTT].map((id) => ({ id, add: 'x' })));
		expect([AMARA, JOSE, TESTT, INES].map(tagsOf)).toEqual([
			['b', 'a', 'x'],
			['c', 'x'],
			['tag1', 'tag2', 'x'],
			[],
		]);
	},
);

it.each(['tagsSorted', 'tagsUnique', 'trim'] as const)(
	'writes nothing the second time where the service tidies tags: %s',
	async (normalisation) => {
		world.sandbox.options.normalisations = [normalisation];
		const items = [{ id: AMARA, add: 'c, 0', remove: 'b' }];
		await edit(items);
		await edit(items);
		expect(patches(world)).toHaveLength(1);
		expect(tagsOf(AMARA)).toHaveLength(3);
	},
);
