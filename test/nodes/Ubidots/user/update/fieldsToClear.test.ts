import type { INodeParameters } from 'n8n-workflow';

import { AMARA } from '../../../../support/people';
import { requestBodies } from '../../../../support/requests';
import { byId, fromList, locator, ubidots } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

const world = useWorld();

const clear = async (fieldsToClear: unknown, updateFields: INodeParameters = {}, item = {}) =>
	await world.run(ubidots('update', { userKey: byId(AMARA), updateFields, fieldsToClear }), [item]);

/** The empty value of each field: the default in the pages' tables. */
const EMPTY = {
	firstName: '',
	lastName: '',
	website: '',
	defaultOrganization: null,
	defaultRole: null,
	defaultDashboard: null,
	language: null,
	timezone: null,
	decimalPlaces: null,
	numberFormat: null,
	tags: [],
	contactMethods: [],
};

describe('clearing a field', () => {
	it.each(Object.entries(EMPTY))('%s is sent as %j', async (name, empty) => {
		const { items } = await clear([name]);
		expect(requestBodies(world)).toEqual([{ [name]: empty }]);
		expect(items[0].json[name]).toEqual(empty);
	});

	it('all of them together', async () => {
		await clear(Object.keys(EMPTY));
		expect(requestBodies(world)).toEqual([EMPTY]);
	});

	it('beside fields that are set', async () => {
		await clear(['tags'], { firstName: 'Ada' });
		expect(requestBodies(world)).toEqual([{ firstName: 'Ada', tags: [] }]);
	});

	it('chosen by an expression, as a list or as text', async () => {
		await clear('={{ $json.names }}', {}, { names: ['tags', 'language'] });
		await clear('={{ $json.names }}', {}, { names: 'tags, language' });
		expect(requestBodies(world)).toEqual([
			{ tags: [], language: null },
			{ tags: [], language: null },
		]);
	});

	it.each(['username', 'password', 'email', 'isActive', 'properties', 'nickname'])(
		'%s has no documented empty value and is refused',
		async (name) => {
			const { message, description } = await clear([name]);
			expect(message).toBe(
				`'Fields to Clear' names '${name}', which is not a field that can be cleared [item 0]`,
			);
			expect(description).toBe('No request was sent.');
			expect(requestBodies(world)).toEqual([]);
		},
	);
});

describe('a field both set and cleared', () => {
	it('is refused by its name in the form, before any request', async () => {
		const { message } = await clear(['website'], { website: 'https://example.com' });
		expect(message).toBe(
			"'Website' is both set and cleared: remove it from 'Fields to Clear' or from the fields [item 0]",
		);
		expect(requestBodies(world)).toEqual([]);
	});

	it('is refused even when both would send the same', async () => {
		const { message } = await clear(['tags'], { tags: '={{ [] }}' });
		expect(message).toContain("'Tags' is both set and cleared");
	});
});

describe('an empty value from an expression', () => {
	// n8n offers no expression for rows as a whole.
	const single = Object.entries(EMPTY).filter(([name]) => name !== 'contactMethods');

	it.each(single)('empties %s with %j', async (name, empty) => {
		for (const value of ['', null]) await clear([], { [name]: '={{ $json.value }}' }, { value });
		expect(requestBodies(world)).toEqual(Array(2).fill({ [name]: empty }));
	});

	it.each([
		['username', 'Username'],
		['password', 'Password'],
		['email', 'Email'],
		['isActive', 'Is Active'],
		['properties', 'Properties'],
	])('is refused for %s', async (name, title) => {
		for (const value of ['', null]) {
			const { message } = await clear([], { [name]: '={{ $json.value }}' }, { value });
			expect(message).toBe(`'${title}' is empty: enter a value or remove the field [item 0]`);
		}
		expect(requestBodies(world)).toEqual([]);
	});
});

describe('a field that was added to the form and left blank', () => {
	it.each([
		['language', 'Language', ''],
		['language', 'Language', '  '],
		['numberFormat', 'Number Format', ''],
		['tags', 'Tags', ''],
		['decimalPlaces', 'Decimal Places', null],
		['defaultRole', 'Default Role', fromList('')],
		['timezone', 'Time Zone', locator('name', '')],
	])('is refused: %s', async (name, title, blank) => {
		const { message } = await clear([], { firstName: 'Ada', [name]: blank as never });
		expect(message).toBe(
			`'${title}' is left blank: enter a value, remove the field, or choose it in 'Fields to Clear' [item 0]`,
		);
		expect(requestBodies(world)).toEqual([]);
	});

	it('is refused: contact methods without a row', async () => {
		const { message } = await clear([], { contactMethods: {} });
		expect(message).toBe("'Contact Methods' has no rows: add one or remove the field [item 0]");
	});

	it('is sent where empty text is the documented empty value', async () => {
		await clear([], { website: '' });
		expect(requestBodies(world)).toEqual([{ website: '' }]);
	});
});
