import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { TESTT } from '../../../../support/people';
import { patches, requestBodies, requestLines } from '../../../../support/requests';
import { byId, locator, updateOf } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

const world = useWorld();

/** Updates one user with these fields of the form, and gives the body that left. */
async function bodyFor(updateFields: INodeParameters, item = {}): Promise<unknown> {
	const { message } = await world.run(updateOf(byId(TESTT), updateFields), [item]);
	expect(message).toBeUndefined();
	const bodies = requestBodies(world);
	expect(bodies).toHaveLength(1);
	return bodies[0];
}

const ORGANIZATION = '62b4eb3519cd98007bf410bf';

const DASHBOARD = '60d1b3ef5a2c9f000b62e001';

/** What is entered in the form, and what leaves; no more of the user than this. */
const FIELDS: Array<[string, INodeParameters[string], unknown]> = [
	['username', 'jane-doe_2', 'jane-doe_2'],
	['firstName', 'Zoë', 'Zoë'],
	['lastName', "O'Brien-Ñandú 李", "O'Brien-Ñandú 李"],
	['email', 'jane@example.com', 'jane@example.com'],
	['defaultOrganization', locator('id', ORGANIZATION), ORGANIZATION],
	['defaultRole', locator('label', 'viewer'), 'viewer'],
	['defaultDashboard', locator('list', DASHBOARD), DASHBOARD],
	['language', 'es-ES', 'es-ES'],
	['website', 'https://www.example.com/jane', 'https://www.example.com/jane'],
	['timezone', locator('name', 'America/Bogota'), 'America/Bogota'],
	['decimalPlaces', 3, 3],
	['numberFormat', 'comma', 'comma'],
	['isActive', false, false],
	['tags', 'north, night shift', ['north', 'night shift']],
	[
		'contactMethods',
		{ contactMethod: [{ type: 'sms', values: '+57 3305514578, +57 3305514579' }] },
		[{ type: 'sms', values: ['+57 3305514578', '+57 3305514579'] }],
	],
	['properties', '{"department": {"name": "HR"}}', { department: { name: 'HR' } }],
];

describe('each body parameter', () => {
	it.each(FIELDS)('%s leaves alone and as the API takes it', async (name, entered, sent) => {
		expect(await bodyFor({ [name]: entered })).toEqual({ [name]: sent });
	});

	it('password leaves as it was typed, spaces and all', async () => {
		const password = ' correct "horse" \\ bättery ';
		await bodyFor({ password });
		expect(world.sandbox.ubidots.passwordOf(TESTT)).toBe(password);
	});

	it('all of them leave together in one request', async () => {
		const entered = Object.fromEntries(FIELDS.map(([name, value]) => [name, value]));
		const sent = Object.fromEntries(FIELDS.map(([name, , value]) => [name, value]));
		expect(await bodyFor({ ...entered, password: 'Secret-123' })).toEqual({
			...sent,
			password: '<password>',
		});
		expect(world.sandbox.ubidots.user(TESTT)).toMatchObject({
			username: 'jane-doe_2',
			isActive: false,
			tags: ['north', 'night shift'],
		});
	});
});

describe('what is not set', () => {
	it('is not sent: the defaults of creation would overwrite what the user has', async () => {
		expect(Object.keys((await bodyFor({ firstName: 'Ada' })) as object)).toEqual(['firstName']);
	});

	it('stays as it was', async () => {
		const before = world.sandbox.ubidots.user(TESTT);
		await bodyFor({ firstName: 'Ada' });
		expect(world.sandbox.ubidots.user(TESTT)).toEqual({ ...before, firstName: 'Ada' });
	});
});

describe('values from expressions', () => {
	it.each([
		['isActive', 'false', false],
		['isActive', 'TRUE', true],
		['isActive', 0, false],
		['isActive', '1', true],
		['decimalPlaces', '3', 3],
		['decimalPlaces', '0', 0],
		['firstName', 42, '42'],
		['tags', ['a', ' b ', 'c d'], ['a', 'b', 'c d']],
		['tags', 'a,,b, ', ['a', 'b']],
		['tags', [1, 2], ['1', '2']],
		['tags', [], []],
		['properties', { a: null, b: [1] }, { a: null, b: [1] }],
		['defaultOrganization', ORGANIZATION, ORGANIZATION],
		['defaultOrganization', '~acme-energy', '~acme-energy'],
		['defaultOrganization', { id: ORGANIZATION, label: 'x', name: 'X' }, ORGANIZATION],
		['defaultRole', { url: 'https://x/roles/viewer', label: 'viewer', name: 'Viewer' }, 'viewer'],
		['defaultDashboard', { id: DASHBOARD, label: 'plant-overview' }, DASHBOARD],
		['timezone', 'Europe/Dublin', 'Europe/Dublin'],
	])('%s from %j is sent as %j', async (name, value, sent) => {
		expect(await bodyFor({ [name]: '={{ $json.value }}' }, { value })).toEqual({ [name]: sent });
	});

	it.each([
		['["north","shift late"]', ['north', 'shift late']],
		['=[]', []],
		['[x], y', ['[x]', 'y']],
	])('tags may come as JSON text, as sheets hold it: %s', async (tags, sent) => {
		expect(await bodyFor({ tags })).toEqual({ tags: sent });
	});

	it('contact methods from several rows, with expressions in them', async () => {
		const contactMethods = {
			contactMethod: [
				{ type: 'email', values: '={{ $json.mails }}' },
				{ type: 'telegram', values: '@jane' },
			],
		};
		expect(
			await bodyFor({ contactMethods }, { mails: ['a@example.com', 'b@example.com'] }),
		).toEqual({
			contactMethods: [
				{ type: 'email', values: ['a@example.com', 'b@example.com'] },
				{ type: 'telegram', values: ['@jane'] },
			],
		});
	});

	it('may fill a picker from inside', async () => {
		const picked = locator('id', '={{ $json.organization }}');
		expect(await bodyFor({ defaultOrganization: picked }, { organization: ORGANIZATION })).toEqual({
			defaultOrganization: ORGANIZATION,
		});
	});

	it('may differ from item to item', async () => {
		const items = [{ name: 'A' }, { name: 'B' }, { name: 'C' }];
		const result = await world.run(
			updateOf(
				byId('={{ $json.name === "B" ? "409dba9c67d3bb19f554" : "' + TESTT + '" }}'),
				{ firstName: '={{ $json.name }}' },
				{ maxConcurrentRequests: 1 },
			),
			items,
		);
		expect(requestBodies(world)).toEqual(items.map(({ name }) => ({ firstName: name })));
		expect(result.items.map(({ json }) => json.firstName)).toEqual(['A', 'B', 'C']);
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
	});
});

describe('Unfit for JSON', () => {
	const update = async (updateFields: IDataObject, item: IDataObject = {}) =>
		await world.run(updateOf(byId(TESTT), updateFields), [item]);

	describe('values that JSON or the HTTP client would change without a word', () => {
		it('keys such as "constructor" in Properties are written', async () => {
			const properties = { prototype: true, constructor: 'ACME', a: { constructor: 1 }, ok: 1 };
			const { message } = await update({ properties: JSON.stringify(properties) });
			expect(message).toBeUndefined();
			expect(patches(world)[0].body).toEqual({ properties });
		});

		it.each<[string, IDataObject, string]>([
			[
				'NaN as text',
				{ firstName: '={{ Number("x") }}' },
				"'First Name' is NaN, which is not a number",
			],
			['Infinity as text', { firstName: '={{ 1 / 0 }}' }, "'First Name' is Infinity"],
			['NaN as a password', { password: '={{ Number("x") }}' }, "'Password' is not text"],
			[
				'a long number',
				{ lastName: '={{ 633124712471234712341234 }}' },
				'has lost its last digits: enter it as text',
			],
			['a Map', { properties: '={{ new Map([["a", 1]]) }}' }, "'Properties' is"],
			['a number inside', { properties: '={{ ({ a: { b: NaN } }) }}' }, "has NaN at 'a.b'"],
			['nothing inside', { properties: '={{ ({ a: [1, undefined] }) }}' }, "undefined at 'a.1'"],
			['a function', { properties: '={{ ({ a: () => 1 }) }}' }, "at 'a', which JSON cannot hold"],
		])('%s is refused', async (_, fields, text) => {
			expect((await update(fields)).message).toContain(text);
			expect(requestLines(world)).toEqual([]);
		});

		it('an object that is nested without end is refused', async () => {
			const deep = (levels: number): IDataObject => (levels === 0 ? {} : { a: deep(levels - 1) });
			const { message } = await update({ properties: '={{ $json.deep }}' }, { deep: deep(500) });
			expect(message).toContain("'Properties' is nested too deeply");
		});
	});
});
