import { USER_FIELDS } from '../../../../nodes/Ubidots/user/fields';
import { changesText } from '../../../../nodes/shared/form/compare';

/** The line about a change that a person reads in a table. */
it.each<[string, Parameters<typeof changesText>[1], string]>([
	['nothing', {}, 'no change'],
	['a text', { lastName: { from: 'Okafor', to: 'Bello' } }, 'Last Name: Okafor → Bello'],
	['a list', { tags: { from: ['field'], to: ['field', 'north'] } }, 'Tags: field → field, north'],
	[
		'empty values',
		{ firstName: { from: '', to: 'Ada' }, language: { from: 'es-ES', to: null } },
		'First Name: empty → Ada; Language: es-ES → empty',
	],
	['an empty list', { tags: { from: ['a'], to: [] } }, 'Tags: a → empty'],
	['what the service did not show', { tags: { to: ['a'] } }, 'Tags: a'],
	['a switch', { isActive: { from: true, to: false } }, 'Is Active: true → false'],
	['a password', { password: { from: '•••', to: '•••' } }, 'Password: •••'],
	[
		'a reference',
		{ defaultRole: { from: { label: 'viewer', id: 'x' }, to: 'operator' } },
		'Default Role: viewer → operator',
	],
	[
		'contact methods',
		{ contactMethods: { from: [{ id: '1', type: 'sms', values: ['1', '2'] }], to: [] } },
		'Contact Methods: sms 1, 2 → empty',
	],
	['properties', { properties: { from: {}, to: { a: 1 } } }, 'Properties: {} → {"a":1}'],
	[
		'lines and long texts',
		{ firstName: { from: 'a\nb', to: 'x'.repeat(90) } },
		`First Name: a b → ${'x'.repeat(60)}…`,
	],
])('says in one line: %s', (_, changes, line) => {
	expect(changesText(USER_FIELDS, changes)).toBe(line);
});
