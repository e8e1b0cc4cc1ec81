import { PASSWORD } from '../../../../support/people';
import { requestLines, requestsInFull } from '../../../../support/requests';
import {
	byId,
	byLabel,
	CONTINUE,
	fromList,
	locator,
	type OnError,
	ubidots,
} from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

const world = useWorld();

const REQUIRED = { username: 'ada-lovelace', email: 'ada@example.com', password: PASSWORD };

const create = async (parameters: Record<string, unknown> = {}, onError?: OnError) =>
	await world.run(ubidots('create', { ...REQUIRED, ...parameters }, onError));

describe('Create', () => {
	it('sends username, email and password, and gives the user as the API does', async () => {
		const { items } = await create();
		expect(requestsInFull(world)).toEqual([
			{
				method: 'POST',
				path: '/api/v2.0/users/',
				body: { username: 'ada-lovelace', email: 'ada@example.com', password: '<password>' },
			},
		]);
		expect(world.sandbox.ubidots.passwordOf('ada-lovelace')).toBe(PASSWORD);
		expect(items).toEqual([
			{ json: world.sandbox.ubidots.user('ada-lovelace'), pairedItem: { item: 0 } },
		]);
		expect(items[0].json).not.toHaveProperty('password');
	});

	it('sends every other field that was set, in the form the API wants', async () => {
		await create({
			additionalFields: {
				firstName: 'Ada',
				lastName: 'Lovelace 李',
				defaultOrganization: fromList('61c0a2de4f1b8e000a51d001'),
				defaultRole: byLabel('viewer'),
				defaultDashboard: byId('60d1b3ef5a2c9f000b62e001'),
				language: 'en-GB',
				website: 'https://ada.example.com',
				timezone: locator('name', 'Europe/London'),
				decimalPlaces: 3,
				numberFormat: '1,000.00',
				isActive: false,
				tags: 'math, engines',
				contactMethods: { contactMethod: [{ type: 'sms', values: '+44 1, +44 2' }] },
				properties: '{"department": "Engines"}',
			},
		});
		const [{ body }] = requestsInFull(world);
		expect(body).toEqual({
			...REQUIRED,
			password: '<password>',
			firstName: 'Ada',
			lastName: 'Lovelace 李',
			defaultOrganization: '61c0a2de4f1b8e000a51d001',
			defaultRole: 'viewer',
			defaultDashboard: '60d1b3ef5a2c9f000b62e001',
			language: 'en-GB',
			website: 'https://ada.example.com',
			timezone: 'Europe/London',
			decimalPlaces: 3,
			numberFormat: '1,000.00',
			isActive: false,
			tags: ['math', 'engines'],
			contactMethods: [{ type: 'sms', values: ['+44 1', '+44 2'] }],
			properties: { department: 'Engines' },
		});
		expect(world.sandbox.ubidots.user('ada-lovelace')).toMatchObject({ isActive: false });
	});

	it('makes one user for each item, in order', async () => {
		const setup = ubidots('create', {
			username: '={{ $json.name }}',
			email: '={{ $json.name }}@example.com',
			password: '={{ $json.secret }}',
		});
		const people = ['one', 'two', 'three'].map((name) => ({ name, secret: `${PASSWORD}-${name}` }));
		const { items } = await world.run(setup, people);
		expect(items.map(({ json, pairedItem }) => [json.username, pairedItem])).toEqual([
			['one', { item: 0 }],
			['two', { item: 1 }],
			['three', { item: 2 }],
		]);
		expect(world.sandbox.ubidots.passwordOf('two')).toBe(`${PASSWORD}-two`);
	});
});

describe('a user who is created otherwise than asked for', () => {
	const additionalFields = { isActive: false, tags: 'math', firstName: 'Ada' };

	it('has the fields that differ in notVisible, and a hint names them', async () => {
		world.sandbox.options.ignoredOnCreation = ['isActive', 'tags'];
		const { items, hints } = await create({ additionalFields });
		expect(items[0].json).toMatchObject({ isActive: true, notVisible: ['isActive', 'tags'] });
		expect(hints('Node').map(({ message }) => message)).toEqual([
			"1 user was created otherwise than asked for: see 'Is Active', 'Tags' of those with 'notVisible', and correct them with Update",
		]);
	});

	it('is not one of whom the answer does not show all', async () => {
		world.sandbox.options.omittedFields = ['isActive', 'tags'];
		const { items, hints } = await create({ additionalFields });
		expect(items[0].json).not.toHaveProperty('notVisible');
		expect(hints('Node')).toEqual([]);
	});
});

describe('Create is refused before any request', () => {
	it.each([
		['an empty username', { username: '={{ "" }}' }, "'Username'"],
		['an empty email', { email: '={{ "" }}' }, "'Email'"],
		['an empty password', { password: '={{ "" }}' }, "'Password'"],
		['a username that an expression leaves out', { username: '={{ $json.gone }}' }, "'Username'"],
		['a password of null', { password: '={{ null }}' }, "'Password'"],
		['21 tags', { additionalFields: { tags: [...'abcdefghijklmnopqrstu'] } }, '21 tags'],
		['a tag of 51 characters', { additionalFields: { tags: 'x'.repeat(51) } }, '51 characters'],
		['half a decimal place', { additionalFields: { decimalPlaces: 1.5 } }, "'Decimal Places'"],
		['properties that are no JSON', { additionalFields: { properties: '{a' } }, "'Properties'"],
		['a blank time zone', { additionalFields: { timezone: '' } }, "'Time Zone'"],
	])('with %s', async (_, parameters, reason) => {
		const { message } = await create(parameters);
		expect(message).toContain(reason);
		expect(message).toContain('[item 0]');
		expect(message).not.toContain(PASSWORD);
		expect(requestLines(world)).toEqual([]);
	});

	it('for that item alone with Continue On Fail', async () => {
		const parameters = {
			...REQUIRED,
			username: '={{ $json.name }}',
			email: '={{ $json.name }}@x.example',
		};
		const names = ['good', 'not good', 'good-too'].map((name) => ({ name }));
		const { items } = await world.run(ubidots('create', parameters, CONTINUE), names);
		expect(items.map(({ json }) => json.username ?? Object.keys(json))).toEqual([
			'good',
			['error', 'details'],
			'good-too',
		]);
	});
});
