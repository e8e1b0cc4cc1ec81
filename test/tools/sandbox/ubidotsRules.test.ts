import { OWNER, TESTT, raw, ubidotsClient, useSandbox } from './support';

/** Bodies that keep every rule of the update page. */
const accepted: Array<[string, Record<string, unknown>]> = [
	['a username of letters, digits, dash and underscore', { username: 'New_name-2' }],
	['its own username again', { username: 'testt' }],
	['its own address in another case', { email: 'TESTT@example.com' }],
	['empty names and website', { firstName: '', lastName: '', website: '' }],
	[
		'null for what is nullable',
		{ language: null, timezone: null, decimalPlaces: null, numberFormat: null },
	],
	['null for references', { defaultOrganization: null, defaultRole: null, defaultDashboard: null }],
	['a name in any script', { firstName: '伟', lastName: 'O’Neill-Ibáñez 🙂' }],
	[
		'20 tags of 50 characters',
		{ tags: Array.from({ length: 20 }, (_, n) => `${n}`.padEnd(50, '🙂').slice(0, 50)) },
	],
	['no tags', { tags: [] }],
	[
		'every kind of contact',
		{
			contactMethods: ['email', 'voice', 'telegram', 'sms'].map((type) => ({
				type,
				values: ['x'],
			})),
		},
	],
	['keys it does not know', { id: 'other', nickname: 'T', createdAt: 'never' }],
];

/** What breaks a rule: words, field, value, message. */
const refused: Array<[string, string, unknown, string]> = [
	[
		'a username with a space',
		'username',
		'User 1',
		'Only alphanumeric characters, dash or hyphen are allowed.',
	],
	[
		'a username with a letter outside ASCII',
		'username',
		'josé',
		'Only alphanumeric characters, dash or hyphen are allowed.',
	],
	['an empty username', 'username', '', 'This field may not be blank.'],
	['a null username', 'username', null, 'This field may not be null.'],
	['a taken username', 'username', 'jose-ibanez', 'A user with that username already exists.'],
	['an empty password', 'password', '', 'This field may not be blank.'],
	['a numeric first name', 'firstName', 1, 'Not a valid string.'],
	['a null last name', 'lastName', null, 'This field may not be null.'],
	['a broken address', 'email', 'nobody', 'Enter a valid email address.'],
	['an address without a dot', 'email', 'a@localhost', 'Enter a valid email address.'],
	[
		'a taken address in another case',
		'email',
		'JOSE.IBANEZ@example.com',
		'A user with that email already exists.',
	],
	[
		'an unknown organization',
		'defaultOrganization',
		'~nowhere',
		'There is no organization "~nowhere".',
	],
	['an organization as an object', 'defaultOrganization', { id: 'x' }, 'Not a valid string.'],
	['an unknown role', 'defaultRole', 'boss', 'There is no role "boss".'],
	['an unknown dashboard', 'defaultDashboard', '0', 'There is no dashboard "0".'],
	['a numeric language', 'language', 3, 'Not a valid string.'],
	['a null website', 'website', null, 'This field may not be null.'],
	['a timezone as a list', 'timezone', [], 'Not a valid string.'],
	['decimal places as text', 'decimalPlaces', '3', 'A valid integer is required.'],
	['broken decimal places', 'decimalPlaces', 2.5, 'A valid integer is required.'],
	['isActive as text', 'isActive', 'true', 'Must be a valid boolean.'],
	['isActive as a number', 'isActive', 1, 'Must be a valid boolean.'],
	['tags as text', 'tags', 'a,b', 'Expected a list of items.'],
	[
		'21 tags',
		'tags',
		Array.from({ length: 21 }, String),
		'Ensure this field has no more than 20 elements.',
	],
	[
		'a tag of 51 characters',
		'tags',
		['x'.repeat(51)],
		'Ensure that no tag has more than 50 characters.',
	],
	['a numeric tag', 'tags', [1], 'Not a valid string.'],
	['contacts as an object', 'contactMethods', {}, 'Expected a list of items.'],
	[
		'a contact as text',
		'contactMethods',
		['x'],
		'Every item must be an object with type and values.',
	],
	[
		'a contact by fax',
		'contactMethods',
		[{ type: 'fax', values: [] }],
		'"fax" is not a valid choice of type.',
	],
	[
		'a contact with one value',
		'contactMethods',
		[{ type: 'sms', values: '1' }],
		'values must be a list of strings.',
	],
	[
		'contact properties as text',
		'contactMethods',
		[{ type: 'sms', values: [], properties: '' }],
		'properties must be an object.',
	],
	['properties as a list', 'properties', [], 'Expected an object.'],
];

const used = useSandbox({ maxBodyBytes: 0 });
const patch = async (body: unknown, key = TESTT) =>
	await ubidotsClient(used.sandbox).patch(`/api/v2.0/users/${key}`, body);

describe('a Ubidots user update', () => {
	it.each(accepted)('accepts %s', async (_, body) => {
		const { status, data } = await patch(body);
		expect([status, data.detail]).toEqual([200, undefined]);
	});

	it.each(refused)('refuses %s', async (_, field, value, message) => {
		const before = used.sandbox.ubidots.user(TESTT);
		const { status, data } = await patch({
			[field]: value,
			firstName: field === 'firstName' ? value : 'Kept out',
		});
		expect(status).toBe(400);
		expect(data).toEqual({
			code: 400001,
			message: 'Validation Error.',
			detail: { [field]: [message] },
		});
		expect(used.sandbox.ubidots.user(TESTT)).toEqual(before);
	});

	it('names every field that is wrong', async () => {
		const { data } = await patch({ username: '', isActive: null, tags: 1 });
		expect(Object.keys(data.detail)).toEqual(['username', 'isActive', 'tags']);
	});

	it('refuses the prefix testing on the owner only', async () => {
		const { status, data } = await patch({ username: 'Testing-mara' }, OWNER);
		expect([status, data.detail]).toEqual([
			400,
			{ username: ['The prefix testing is not allowed on owners.'] },
		]);
		expect((await patch({ username: 'testing-testt' })).status).toBe(200);
	});

	it('finds the user under the new username at once, and no more under the old one', async () => {
		await patch({ username: 'renamed' });
		expect((await patch({}, '~renamed')).data.id).toBe(TESTT);
		expect((await patch({}, '~testt')).status).toBe(404);
	});

	it('takes an organization by id, label or ~label and reads it back as an object', async () => {
		for (const key of ['61c0a2de4f1b8e000a51d002', 'northwind-water', '~northwind-water']) {
			const { data } = await patch({ defaultOrganization: key });
			expect(data.defaultOrganization).toEqual({
				url: `${used.sandbox.url}/api/v2.0/organizations/61c0a2de4f1b8e000a51d002`,
				id: '61c0a2de4f1b8e000a51d002',
				label: 'northwind-water',
				name: 'Northwind Water',
				createdAt: '2022-02-03T14:41:52.004210Z',
			});
		}
	});

	it('reads a role back without an id, and a dashboard with one', async () => {
		const { data } = await patch({
			defaultRole: 'viewer',
			defaultDashboard: '60d1b3ef5a2c9f000b62e004',
		});
		expect(Object.keys(data.defaultRole)).toEqual(['url', 'label', 'name', 'createdAt']);
		expect(data.defaultDashboard).toMatchObject({
			id: '60d1b3ef5a2c9f000b62e004',
			label: 'on-call',
		});
	});

	it('never gives the password back but notes when it was changed', async () => {
		const { data } = await patch({ password: 'Sesame-0pen!' });
		expect(JSON.stringify(data)).not.toContain('Sesame');
		expect(data.properties.password_update_timestamp).toBe(used.clock.at);
		expect(used.sandbox.ubidots.passwordOf(TESTT)).toBe('Sesame-0pen!');
	});

	it('merges properties', async () => {
		const { data } = await patch({ properties: { team: 'blue' } });
		expect(data.properties).toEqual({ password_update_timestamp: 1712608765455, team: 'blue' });
	});

	it('gives contact methods back with an id and properties', async () => {
		const { data } = await patch({
			contactMethods: [{ type: 'voice', values: ['+57 3305514578'] }],
		});
		expect(data.contactMethods).toEqual([
			{
				id: expect.stringMatching(/^[0-9a-f]{24}$/),
				type: 'voice',
				values: ['+57 3305514578'],
				properties: {},
			},
		]);
	});

	it('changes nothing for an empty object or no body', async () => {
		const before = used.sandbox.ubidots.user(TESTT);
		expect((await patch({})).data).toEqual(before);
		expect((await patch(undefined)).data).toEqual(before);
	});

	it('refuses a body that is a list, broken JSON or no JSON', async () => {
		expect((await patch([])).data.detail).toEqual({ non_field_errors: ['Expected an object.'] });
		expect((await patch(raw('{"firstName": '))).data).toMatchObject({
			code: 400001,
			message: 'JSON parse error.',
		});
		const form = await ubidotsClient(used.sandbox).patch(
			`/api/v2.0/users/${TESTT}`,
			'firstName=x',
			{
				headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
			},
		);
		expect(form.status).toBe(415);
	});

	it('gives only the wanted fields back', async () => {
		const { data } = await ubidotsClient(used.sandbox).patch(
			`/api/v2.0/users/${TESTT}?fields=lastName,id`,
			{
				lastName: 'X',
			},
		);
		expect(data).toEqual({ id: TESTT, lastName: 'X' });
	});
});
