import type { IDataObject } from 'n8n-workflow';

import { INES, OTTO, TESTT } from '../../../../../support/people';
import { requestBodies, requestLines } from '../../../../../support/requests';
import {
	autoMap,
	bulkUpdate,
	CONTINUE,
	mapByHand,
	type OnError,
	sync,
} from '../../../../../support/setups';
import { useWorld } from '../../../../../support/useWorld';

const world = useWorld();

const bulk = async (items: IDataObject[], onError?: OnError, columns: unknown = autoMap()) =>
	await world.run(bulkUpdate({}, onError, columns), items);

describe('a row without its user', () => {
	const NEEDED = 'every row needs the ID of its user, because users are matched by it';

	it.each([
		['no id', {}, `'ID' is missing: ${NEEDED}`],
		['an empty id', { id: '' }, `'ID' is empty: ${NEEDED}`],
		['null', { id: null }, `'ID' is null: ${NEEDED}`],
		['blanks', { id: '  ' }, "'ID' is '  ', which does not name a user"],
		['.', { id: '.' }, "'ID' is '.', which does not name a user"],
		['..', { id: '..' }, "'ID' is '..', which does not name a user"],
		['another path', { id: 'a/b' }, "'ID' is 'a/b', which does not name a user: it has '/'"],
		['a percent sign', { id: 'a%2Fb' }, "which does not name a user: it has '%'"],
		['a username', { id: '~testt' }, "'ID' is '~testt', which does not name a user"],
		['a list', { id: ['a'] }, `'ID' is a list (["a"]): it has to be text`],
		['an object', { id: { a: 1 } }, `'ID' is of type object ({"a":1}): it has to be text`],
		['false', { id: false }, "'ID' is of type boolean (false): it has to be text"],
	])('%s', async (_, row, text) => {
		const { message } = await bulk([
			{ id: INES, firstName: 'A' },
			{ ...row, firstName: 'B' } as IDataObject,
		]);
		expect(message).toContain(text);
		expect(message).toMatch(/ \[item 1\]$/);
		expect(requestLines(world)).toEqual([]);
	});
});

describe('a row that is matched by', () => {
	it.each([
		['username', 'a/b', "'Username' is 'a/b', which does not name a user: it has '/'"],
		['username', 'a\\b', "which does not name a user: it has '\\'"],
		['username', '..', "'Username' is '..', which does not name a user"],
	])('%s %j is refused', async (column, value, text) => {
		const rows = [{ [column]: value, firstName: 'A' }];
		expect((await bulk(rows, undefined, autoMap(column))).message).toContain(text);
		expect(requestLines(world)).toEqual([]);
	});
});

describe('a row without anything to write', () => {
	it.each([
		['an empty item', {}, "'ID' is missing"],
		['only an id', { id: INES }, `Nothing to update for the user '${INES}'`],
		['only unknown keys', { id: INES, Vorname: 'A' }, `Nothing to update for the user '${INES}'`],
	])('%s', async (_, row, text) => {
		expect((await bulk([row])).message).toContain(text);
		expect(requestLines(world)).toEqual([]);
	});
});

describe('values', () => {
	it.each([
		['email', '', "'Email' is empty: enter a value or remove the field"],
		['password', '', "'Password' is empty"],
		['username', null, "'Username' is empty"],
		['isActive', 'maybe', "'Is Active' is 'maybe': it has to be true or false"],
		['tags', 'a,'.repeat(29) + 'a', "'Tags' has 30 tags: at most 20 are allowed"],
		['tags', ['x'.repeat(51)], "'Tags' has a tag of 51 characters"],
		['firstName', ['A'], `'First Name' is a list (["A"]): it has to be text`],
		['lastName', { a: 1 }, "'Last Name' is of type object"],
		['contactMethods', 'sms: 1', "'Contact Methods' is not valid JSON: 'sms: 1'"],
		['contactMethods', '5', "'Contact Methods' is '5': it has to be a list like"],
		['contactMethods', ['sms'], "'Contact Methods' has 'sms' instead of a type and values"],
		['contactMethods', [{ type: 'sms', value: '1' }], "has no values for the type 'sms'"],
		['properties', '{', "'Properties' is not valid JSON: '{'"],
	])('%s = %j is refused by name', async (name, value, text) => {
		const { message } = await bulk([{ id: INES, [name]: value as string }]);
		expect(message).toContain(text);
		expect(message).toContain('[item 0]');
		expect(requestLines(world)).toEqual([]);
	});

	it('a password of the wrong kind is not shown', async () => {
		const result = await bulk([{ id: INES, password: ['canary-pass-2'] }]);
		expect(result.message).toContain("'Password' ");
		expect(`${result.message}${result.description}`).not.toContain('canary-pass-2');
	});
});

describe('two rows for the same user', () => {
	const rows = [
		{ id: INES, firstName: 'A' },
		{ id: OTTO, firstName: 'B' },
		{ id: INES, firstName: 'C' },
		{ id: TESTT, firstName: 'D' },
	];

	it('are refused with both places, before any request', async () => {
		const { message, description } = await bulk(rows);
		const text = `The user '${INES}' is listed in items 0, 2 (2): give each user only one row`;
		expect(message).toBe(text);
		expect(description).toMatch(/^No request was sent\.\nTo go on with the 2 good items, /);
		expect(requestLines(world)).toEqual([]);
	});

	it('become error items with Continue On Fail, and the others are sent', async () => {
		const { items } = await bulk(rows, CONTINUE);
		expect(items.map(({ json }) => json.id ?? 'refused')).toEqual([
			'refused',
			OTTO,
			'refused',
			TESTT,
		]);
		expect(requestBodies(world)).toEqual([
			[
				{ id: OTTO, firstName: 'B' },
				{ id: TESTT, firstName: 'D' },
			],
		]);
	});

	it('are refused in one sentence when they are twenty thousand', async () => {
		const many = Array.from({ length: 20_000 }, () => ({ id: 'same', firstName: 'X' }));
		const { message } = await bulk(many);
		expect(message).toContain("The user 'same' is listed in items 0-19999 (20000)");
	});

	it('are seen through blanks around an id', async () => {
		const { message } = await bulk([rows[0], { id: ` ${INES} `, firstName: 'E' }]);
		expect(message).toContain('give each user only one row');
	});
});

describe('many bad rows', () => {
	it('with one reason are named in one line', async () => {
		const rows = Array.from({ length: 30 }, (_, n) => ({ id: `a${n}`, email: '' }));
		const { message, description } = await bulk(rows);
		expect(message).toBe("Items 0-29: 'Email' is empty: enter a value or remove the field");
		expect(description).toBe('No request was sent.');
	});
});

it('a bad day, all at once: latin1, a byte order mark, cut at 50, and addresses that slipped by a cell', async () => {
	const list = Array.from({ length: 50 }, (_, n) => ({
		'\ufeffusername': `person-${n}`,
		email: n < 49 ? `person-${n + 1}@example.com` : '',
		lastName: n % 5 === 0 ? 'Ib\ufffd\ufffdez' : 'Berg',
	}));
	const { message, description } = await bulk(list, undefined, autoMap('username'));
	// What is to be mended first: with the right encoding, the slipped column is what the next run says.
	expect(message).toMatch(
		/^Items 0, 5, 10, 15, 20, 25, 30, 35, 40, 45: 'Last Name' has a character that was lost .* 'Encoding' /,
	);
	expect(description?.split('\n')).toEqual([
		'No request was sent.',
		"Failed: item 49 (1): 'Email' is empty: enter a value or remove the field",
		expect.stringMatching(/^To go on with the 39 good items, /),
	]);
});

describe('a match column that is none', () => {
	it('is refused', async () => {
		const { message } = await bulk(
			[{ id: INES, firstName: 'A' }],
			undefined,
			mapByHand({ lastName: 'B' }, 'lastName'),
		);
		expect(message).toBe(
			"'Columns' matches on 'lastName': choose ID, Username or Email as the column to match on [item 0]",
		);
	});
});

describe('columns that are no mapping', () => {
	it.each([
		['text', 'email'],
		['an expression', '={{ $json }}'],
		['an empty object', {}],
		['an unknown mode', { ...autoMap(), mappingMode: 'auto' }],
		['a match column as text', { ...autoMap(), matchingColumns: 'email' }],
		['a list', [autoMap()]],
	])('are refused, not taken for automatic: %s', async (_, columns) => {
		for (const setup of [
			bulkUpdate({}, undefined, columns),
			sync({ columns, leavers: 'delete', scope: { everyUser: true } }),
		]) {
			const { message, description } = await world.run(setup, [{ id: INES, firstName: 'A' }]);
			expect(message).toContain("'Columns' is not a mapping");
			expect(description).toBe('No request was sent.');
		}
		expect(requestLines(world)).toEqual([]);
	});
});
