import { TESTT } from '../../../../support/people';
import { requestLines } from '../../../../support/requests';
import { byId, locator, updateOf } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

/** What is wrong with a value is said before any request leaves, with item and field. */
const world = useWorld();

afterEach(() => expect(requestLines(world)).toEqual([]));

const update = async (updateFields: unknown, item = {}) =>
	await world.run(updateOf(byId(TESTT), updateFields), [item]);

describe('a value of the wrong kind', () => {
	it.each([
		['firstName', ['Ada'], `'First Name' is a list (["Ada"]): it has to be text`],
		['firstName', { a: 1 }, `'First Name' is of type object ({"a":1}): it has to be text`],
		['firstName', true, "'First Name' is of type boolean (true): it has to be text"],
		['lastName', 'A\u0000B', "'Last Name' has a line break or another control character"],
		['website', ['https://x'], `'Website' is a list`],
		['defaultOrganization', [1], `'Default Organization' is a list ([1]): it has to be text`],
		['defaultRole', {}, `'Default Role' is {}: it has to be an ID or a label`],
		[
			'defaultDashboard',
			{ id: 5 },
			`'Default Dashboard' is {"id":5}: it has to be an ID or a label`,
		],
		['decimalPlaces', 'three', "'Decimal Places' is 'three': it has to be a whole number"],
		['decimalPlaces', 2.5, "'Decimal Places' is 2.5: it has to be a whole number"],
		['decimalPlaces', true, "'Decimal Places' is true: it has to be a whole number"],
		['decimalPlaces', [3], "'Decimal Places' is [3]: it has to be a whole number"],
		['decimalPlaces', NaN, "'Decimal Places' is NaN: it has to be a whole number"],
		['isActive', 'ja', "'Is Active' is 'ja': it has to be true or false"],
		['isActive', [true], "'Is Active' is [true]: it has to be true or false"],
		['isActive', 2, "'Is Active' is 2: it has to be true or false"],
		['tags', { a: 1 }, "'Tags' is of type object"],
		['tags', [['a']], `'Tags' is a list (["a"]): it has to be text`],
		['tags', [null], "'Tags' is of type object (null): it has to be text"],
		['tags', 'a\nb', "'Tags' has a line break or another control character: remove it"],
		['properties', 'department=HR', "'Properties' is not valid JSON: 'department=HR'"],
		['properties', '[1]', "'Properties' is '[1]': it has to be a JSON object like"],
		['properties', '"text"', `'Properties' is '"text"': it has to be a JSON object like`],
		['properties', 5, "'Properties' is 5: it has to be a JSON object like"],
	])('%s from %j', async (name, value, text) => {
		const { message, description } = await update({ [name]: '={{ $json.value }}' }, { value });
		expect(message).toContain(text);
		expect(message).toMatch(/ \[item 0\]$/);
		expect(description).toBe('No request was sent.');
	});

	it.each([
		['a row without values', [{ type: 'sms', values: '' }], "no values for the type 'sms'"],
		['a row with blank values', [{ type: 'sms', values: ' , ' }], "no values for the type 'sms'"],
		['an unknown type', [{ type: 'fax', values: '1' }], "has the type 'fax': it has to be one of"],
		['an object as values', [{ type: 'sms', values: '={{ ({}) }}' }], 'is of type object'],
		['no row', [], 'has no rows: add one'],
	])('contact methods with %s', async (_, contactMethod, text) => {
		const { message } = await update({ contactMethods: { contactMethod } });
		expect(message).toContain("'Contact Methods' ");
		expect(message).toContain(text);
	});
});

describe('tags over the documented limits', () => {
	const list = (count: number) => Array.from({ length: count }, (_, n) => `tag-${n}`);

	it('30 tags', async () => {
		const text = "'Tags' has 30 tags: at most 20 are allowed [item 0]";
		expect((await update({ tags: list(30).join(',') })).message).toBe(text);
		expect((await update({ tags: '={{ $json.tags }}' }, { tags: list(30) })).message).toBe(text);
	});

	it('a tag of 51 characters', async () => {
		const { message } = await update({ tags: `short,${'x'.repeat(51)}` });
		expect(message).toBe(
			`'Tags' has a tag of 51 characters ('${'x'.repeat(20)}…'): at most 50 are allowed [item 0]`,
		);
	});

	it('counts characters, not UTF-16 units', async () => {
		expect((await update({ tags: '😀'.repeat(51) })).message).toContain('a tag of 51 characters');
	});
});

describe('nothing to update', () => {
	it('is refused: an empty collection', async () => {
		expect((await update({})).message).toBe(
			"Nothing to update: add a field under 'Update Fields', or choose one under 'Fields to Clear' [item 0]",
		);
	});
});

describe('an expression that gives nothing', () => {
	it.each([
		['firstName', 'First Name'],
		['password', 'Password'],
		['decimalPlaces', 'Decimal Places'],
		['isActive', 'Is Active'],
		['tags', 'Tags'],
		['properties', 'Properties'],
	])('is refused by name: %s', async (name, title) => {
		expect((await update({ [name]: '={{ $json.nowhere }}' })).message).toBe(
			`'${title}' is undefined: its expression returned nothing. Fix the expression or remove the field. If a cell is empty: Extract from File leaves out empty cells unless its option 'Include Empty Cells' is on [item 0]`,
		);
	});

	it('is refused inside a picker as well', async () => {
		const timezone = locator('name', '={{ $json.nowhere }}');
		expect((await update({ timezone })).message).toContain("'Time Zone' is undefined");
	});
});

describe('a password of the wrong kind', () => {
	it.each([[['canary-pass-1']], [{ value: 'canary-pass-1' }]])(
		'is refused without being shown: %j',
		async (value) => {
			const result = await update({ password: '={{ $json.value }}' }, { value });
			expect(result.message).toContain("'Password' ");
			expect(result.message).not.toContain('canary-pass-1');
		},
	);
});

describe('nothing but spaces', () => {
	it.each([
		['username', "'Username'"],
		['password', "'Password'"],
		['email', "'Email'"],
	])('is no %s', async (name, title) => {
		expect((await update({ [name]: '   ' })).message).toContain(`${title} is `);
	});
});
