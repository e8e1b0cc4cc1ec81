import type { IDataObject } from 'n8n-workflow';

import { AMARA, INES } from '../../../../support/people';
import { patches, requestLines, rowsSent } from '../../../../support/requests';
import { bulkUpdate, byId, mapByHand, ubidots, updateOf } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

/** Amara is tagged `field` and `shift-a`. */
const world = useWorld();

const bulk = async (row: IDataObject) => await world.run(bulkUpdate(), [{ id: AMARA, ...row }]);
const one = async (fields: IDataObject, more: IDataObject = {}, item: IDataObject = {}) =>
	await world.run(ubidots('update', { userKey: byId(AMARA), updateFields: fields, ...more }), [
		item,
	]);
const written = () => rowsSent(world).map(({ tags }) => tags);

describe('tags to add', () => {
	it.each([
		['a list', ['north', 'night shift']],
		['text with commas', 'north, night shift'],
		['text with commas and blanks, some without a tag', ' north ,, night shift , '],
		['a list as JSON text', '["north", "night shift"]'],
		['a list with a tag twice', ['north', 'north', 'night shift', 'field']],
	])('are taken from %s', async (_, tagsToAdd) => {
		await bulk({ tagsToAdd });
		expect(written()).toEqual([['field', 'shift-a', 'north', 'night shift']]);
	});

	it('may be a number, as sheets have it', async () => {
		await bulk({ tagsToAdd: 7 });
		expect(written()).toEqual([['field', 'shift-a', '7']]);
	});

	it('may be in any script', async () => {
		await bulk({ tagsToAdd: '東京, Ω, 👩‍🚒' });
		expect(written()).toEqual([['field', 'shift-a', '東京', 'Ω', '👩‍🚒']]);
	});
});

describe('an empty cell', () => {
	it.each(['', null, [], '[]'])('(%j) changes nothing', async (empty) => {
		const { items } = await bulk({ tagsToAdd: empty, tagsToRemove: empty });
		expect(items[0].json).toEqual({
			status: 'unchanged',
			summary: 'no change',
			id: AMARA,
			changes: {},
		});
		expect(patches(world)).toEqual([]);
	});

	it('beside another field leaves the row as it is without, unread', async () => {
		const { items } = await bulk({ firstName: 'Ada', tagsToAdd: '', tagsToRemove: null });
		expect(rowsSent(world)).toEqual([{ id: AMARA, firstName: 'Ada' }]);
		expect(requestLines(world)).toHaveLength(1);
		expect(items[0].json).not.toHaveProperty('changes');
	});

	it('beside the other edit is of no effect', async () => {
		await bulk({ tagsToAdd: '', tagsToRemove: 'field' });
		expect(written()).toEqual([['shift-a']]);
	});

	it('left blank in the form of Update changes nothing', async () => {
		const { items } = await one({ tagsToAdd: '' });
		expect(items[0].json).toMatchObject({ id: AMARA, tags: ['field', 'shift-a'], changes: {} });
		await one({ tagsToRemove: '', firstName: 'Ada' });
		expect(patches(world).map(({ body }) => body)).toEqual([{ firstName: 'Ada' }]);
	});

	it('mapped by hand to nothing is refused, like any other field', async () => {
		const columns = mapByHand({ id: AMARA, tagsToAdd: '={{ $json.absent }}' });
		const { message } = await world.run(bulkUpdate({}, undefined, columns));
		expect(message).toContain("'Tags to Add' is undefined: its expression returned nothing");
		expect(requestLines(world)).toEqual([]);
	});
});

describe('refused before any request', () => {
	it.each<[string, IDataObject, string]>([
		['with Tags', { tags: 'x', tagsToAdd: 'a' }, "'Tags' replaces all tags, so 'Tags to Add'"],
		['in both', { tagsToAdd: 'a, b', tagsToRemove: 'c,b' }, "both have 'b'"],
		['too long', { tagsToAdd: 'x'.repeat(51) }, "'Tags to Add' has a tag of 51 characters"],
		[
			'too many',
			{ tagsToAdd: Array.from({ length: 21 }, (_, n) => `t${n}`) },
			"'Tags to Add' has 21 tags: at most 20 are allowed",
		],
		['no text', { tagsToRemove: [{ name: 'a' }] }, "'Tags to Remove' is of type object"],
		['a list that is not JSON', { tagsToRemove: '[north]' }, "'Tags to Remove' is not valid JSON"],
	])('%s', async (_, row, text) => {
		for (const { message } of [await bulk(row), await one(row)]) expect(message).toContain(text);
		expect(requestLines(world)).toEqual([]);
	});

	it('beside a cell that empties all tags', async () => {
		const { message } = await bulk({ tags: '', tagsToRemove: 'a' });
		expect(message).toContain("'Tags' replaces all tags, so 'Tags to Remove' cannot be used");
		expect(requestLines(world)).toEqual([]);
	});

	it('in Update beside Tags in Fields to Clear', async () => {
		const { message } = await one({ tagsToAdd: 'a' }, { fieldsToClear: ['tags'] });
		expect(message).toContain("'Tags' replaces all tags, so 'Tags to Add' cannot be used");
		expect(requestLines(world)).toEqual([]);
	});

	it.each(['tagsToAdd', 'tagsToRemove'])('%s in Fields to Clear', async (name) => {
		const { message } = await one({ firstName: 'Ada' }, { fieldsToClear: [name] });
		expect(message).toContain(
			`'Fields to Clear' names '${name}', which is not a field that can be cleared`,
		);
		expect(requestLines(world)).toEqual([]);
	});
});

it('an expression gives each item its own edits', async () => {
	const setup = updateOf(byId('={{ $json.id }}'), {
		tagsToAdd: '={{ $json.more }}',
		tagsToRemove: '={{ $json.less }}',
	});
	await world.run(setup, [
		{ id: AMARA, more: ['a'], less: 'field' },
		{ id: INES, more: 'b', less: '' },
	]);
	expect(world.sandbox.ubidots.user(AMARA)?.tags).toEqual(['shift-a', 'a']);
	expect(world.sandbox.ubidots.user(INES)?.tags).toContain('b');
});
