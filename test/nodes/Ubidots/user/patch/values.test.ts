import type { IDataObject } from 'n8n-workflow';

import {
	bodyFor,
	fieldsToRead,
	isEmptyPatch,
	parsePatch,
} from '../../../../../nodes/Ubidots/user/patch';
import { Failure } from '../../../../../nodes/shared/errors';
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

const edited = (tags: unknown, fields: IDataObject) =>
	bodyFor(parsePatch(fields), { tags } as IDataObject).tags as string[];

const numbered = (count: number, letter = 't') =>
	Array.from({ length: count }, (_, n) => `${letter}${n}`);

describe('the tags that a user shall have', () => {
	it.each<[string, string[], IDataObject, string[]]>([
		['a new tag comes last', ['b', 'a'], { tagsToAdd: ['c'] }, ['b', 'a', 'c']],
		['several new tags keep their order', ['a'], { tagsToAdd: ['z', 'y'] }, ['a', 'z', 'y']],
		['a tag twice is added once', ['a'], { tagsToAdd: ['b', 'b'] }, ['a', 'b']],
		['one that is there stays where it is', ['a', 'b'], { tagsToAdd: ['a'] }, ['a', 'b']],
		['a removed one leaves the order', ['c', 'a', 'b'], { tagsToRemove: ['a'] }, ['c', 'b']],
		['one that is not there', ['a'], { tagsToRemove: ['x'] }, ['a']],
		['all of them', ['a', 'b'], { tagsToRemove: ['b', 'a'] }, []],
		['both at once', ['a', 'b'], { tagsToAdd: ['c', 'b'], tagsToRemove: ['a', 'x'] }, ['b', 'c']],
		['nobody has tags yet', [], { tagsToAdd: ['a'] }, ['a']],
		['capitals make another tag', ['North'], { tagsToRemove: ['north'] }, ['North']],
		['capitals make another tag to add', ['North'], { tagsToAdd: ['north'] }, ['North', 'north']],
		['a part of a tag is none', ['north-east'], { tagsToRemove: ['north'] }, ['north-east']],
		['emoji and other scripts', ['北', '👩‍🚒'], { tagsToRemove: ['北'] }, ['👩‍🚒']],
		// The same letter in two ways, which look alike: access must not stay because of that.
		['accents of their own', ['zoe\u0308', 'a'], { tagsToRemove: ['zo\u00EB'] }, ['a']],
		['accents of their own, to add', ['zoe\u0308'], { tagsToAdd: ['zo\u00EB'] }, ['zoe\u0308']],
		['blanks around a tag', [' a ', 'b'], { tagsToRemove: ['a'] }, ['b']],
		[
			'a name of JavaScript',
			['constructor'],
			{ tagsToAdd: ['__proto__'] },
			['constructor', '__proto__'],
		],
	])('%s', (_, before, body, after) => {
		expect(edited(before, body)).toEqual(after);
		expect(before).toEqual([...before]);
	});

	it('leave the other fields of the row alone, and the edits out', () => {
		const patch = parsePatch({ firstName: 'Ada', tagsToAdd: ['b'], tagsToRemove: ['x'] });
		expect(bodyFor(patch, { tags: ['a'], firstName: 'Eve' })).toEqual({
			firstName: 'Ada',
			tags: ['a', 'b'],
		});
		expect(patch.set).toEqual({ firstName: 'Ada' });
	});

	it('are of no interest to a row without edits', () => {
		const body = { firstName: 'Ada', tags: ['x'] };
		expect(bodyFor(parsePatch(body))).toBe(body);
	});

	it('are not written by edits that are empty', () => {
		expect(bodyFor(parsePatch({ tagsToAdd: [], tagsToRemove: [] }), { tags: ['a'] })).toEqual({});
		expect(bodyFor(parsePatch({ tagsToAdd: [] }))).toEqual({});
	});

	it.each([undefined, null, 'a, b', { 0: 'a' }])('cannot be known from %j', (tags) => {
		expect(() => edited(tags, { tagsToAdd: ['b'] })).toThrow(
			'Ubidots does not show the current tags of the user, so none can be added or removed',
		);
	});

	it('cannot be known of a user who was not read', () => {
		expect(() => bodyFor(parsePatch({ tagsToAdd: ['b'] }))).toThrow(
			'does not show the current tags',
		);
	});
});

describe('more tags than a user may have', () => {
	it('are refused', () => {
		expect(() => edited(numbered(20), { tagsToAdd: ['new'] })).toThrow(Failure);
		expect(() => edited(numbered(20), { tagsToAdd: ['new'] })).toThrow(
			"With 'Tags to Add' the user has 21 tags: at most 20 are allowed",
		);
	});

	it('are not, where there is room, or as many are taken away', () => {
		expect(edited(numbered(19), { tagsToAdd: ['new'] })).toHaveLength(20);
		expect(edited(numbered(20), { tagsToAdd: ['t3'] })).toHaveLength(20);
		expect(edited(numbered(20), { tagsToAdd: ['new'], tagsToRemove: ['t3'] })).toEqual([
			...numbered(20).filter((tag) => tag !== 't3'),
			'new',
		]);
	});

	it('may be taken away by and by from one who has them already', () => {
		expect(edited(numbered(30), { tagsToRemove: ['t0'] })).toHaveLength(29);
	});
});

describe('a row', () => {
	const check = (body: IDataObject) => () => parsePatch(body);

	it('either replaces the tags or edits them', () => {
		for (const edit of [{ tagsToAdd: ['a'] }, { tagsToAdd: [] }]) {
			expect(check({ tags: ['b'], ...edit })).toThrow(
				"'Tags' replaces all tags, so 'Tags to Add' cannot be used together with it: remove one of them",
			);
		}
		expect(check({ tags: [], tagsToRemove: ['a'] })).toThrow(
			"'Tags' replaces all tags, so 'Tags to Remove' cannot be used together with it",
		);
	});

	it.each([
		[['a', 'b'], ['b'], "'b'"],
		[['zo\u00EB'], ['zoe\u0308'], "'zo\u00EB'"],
	])('does not add %j and remove %j', (tagsToAdd, tagsToRemove, shown) => {
		expect(check({ tagsToAdd, tagsToRemove })).toThrow(
			`'Tags to Add' and 'Tags to Remove' both have ${shown}: remove it from one of them`,
		);
	});

	it('may add and remove what differs only in its capitals', () => {
		expect(parsePatch({ tagsToAdd: ['north'], tagsToRemove: ['North'] })).toEqual({
			set: {},
			tags: { add: ['north'], remove: ['North'] },
		});
	});

	it('loses empty edits, but for one that has nothing else', () => {
		expect(parsePatch({ firstName: 'Ada', tagsToAdd: [], tagsToRemove: [] })).toEqual({
			set: { firstName: 'Ada' },
		});
		expect(parsePatch({ tagsToAdd: [] })).toEqual({ set: {}, tags: { add: [], remove: [] } });
	});

	it('without edits passes as it is', () => {
		const body = { tags: ['a'], firstName: 'Ada' };
		expect(parsePatch(body)).toEqual({ set: body });
	});

	it('with edits needs the tags to be read, and what else it writes', () => {
		const edits = parsePatch({ firstName: 'Ada', tagsToAdd: ['a'], tagsToRemove: ['b'] });
		expect(fieldsToRead(edits)).toEqual(['firstName', 'tags']);
		expect(fieldsToRead(parsePatch({ firstName: 'Ada', tags: [] }))).toEqual(['firstName', 'tags']);
		expect(parsePatch({ tags: ['tagsToAdd'] }).tags).toBeUndefined();
	});

	it('is empty only when it names no field at all', () => {
		expect(isEmptyPatch(parsePatch({}))).toBe(true);
		expect(isEmptyPatch(parsePatch({ tagsToAdd: [] }))).toBe(false);
		expect(isEmptyPatch(parsePatch({ firstName: '' }))).toBe(false);
	});
});
