/** Bodies that keep every rule of the update page. */
export const accepted: Array<[string, Record<string, unknown>]> = [
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
export const refused: Array<[string, string, unknown, string]> = [
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
