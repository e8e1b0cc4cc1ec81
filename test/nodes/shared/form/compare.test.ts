import { USER_FIELDS, USER_FIELDS as UBIDOTS_FIELDS } from '../../../../nodes/Ubidots/user/fields';
import { USER_FIELDS as UPSUN_FIELDS } from '../../../../nodes/Upsun/user/fields';
import {
	canBeSeen,
	changesText,
	compare,
	differenceOf,
	isNothing,
} from '../../../../nodes/shared/form/compare';
import { text } from '../../../../nodes/shared/form/fieldTypes';
import type { Field } from '../../../../nodes/shared/form/fields';

const held = {
	id: '1',
	firstName: 'Ada',
	lastName: '',
	tags: ['a', 'b'],
	decimalPlaces: 3,
	properties: { team: 'A', password_update_timestamp: 1 },
	defaultRole: { label: 'viewer', name: 'Viewer' },
};

describe('what would change', () => {
	it('is only what differs, ready to be sent and to be shown', () => {
		const wanted = { firstName: 'Ada', lastName: 'Byron', tags: ['b', 'a'], decimalPlaces: null };
		expect(compare(USER_FIELDS, wanted, held)).toEqual({
			body: { lastName: 'Byron', decimalPlaces: null },
			changes: {
				lastName: { from: '', to: 'Byron' },
				decimalPlaces: { from: 3, to: null },
			},
			unknown: [],
		});
	});

	it('is nothing where everything is as it is wanted', () => {
		const wanted = { firstName: 'Ada', properties: { team: 'A' }, defaultRole: 'viewer' };
		expect(compare(USER_FIELDS, wanted, held)).toEqual({ body: {}, changes: {}, unknown: [] });
	});

	it('counts a password as a change that nobody can see, and never shows it', () => {
		const { body, changes, unknown } = compare(USER_FIELDS, { password: 'hush-hush' }, held);
		expect(body).toEqual({ password: 'hush-hush' });
		expect(JSON.stringify(changes)).not.toContain('hush');
		expect(changes).toEqual({ password: { from: '•••', to: '•••' } });
		expect(unknown).toEqual(['password']);
	});

	it('takes a field that was not shown for unknown, not for empty', () => {
		expect(compare(USER_FIELDS, { website: 'https://x', tags: [] }, {})).toEqual({
			body: { website: 'https://x', tags: [] },
			changes: { website: { to: 'https://x' }, tags: { to: [] } },
			unknown: ['website', 'tags'],
		});
	});

	it('has no former value, not even an empty one, where none was shown', () => {
		expect(compare(USER_FIELDS, { website: 'https://x' }, {}).changes).toStrictEqual({
			website: { to: 'https://x' },
		});
	});
});

describe('whether a write can be seen', () => {
	it('is so for a single field that the service shows', () => {
		expect(canBeSeen(USER_FIELDS, { firstName: 'Ada' })).toBe(true);
		expect(canBeSeen(USER_FIELDS, { password: 'hush-hush', tags: [] })).toBe(true);
	});

	it('is not so for a password alone, or for nothing', () => {
		expect(canBeSeen(USER_FIELDS, { password: 'hush-hush' })).toBe(false);
		expect(canBeSeen(USER_FIELDS, {})).toBe(false);
	});
});

const FIELDS: Field[] = ['first', 'last'].map((name) => ({
	name,
	displayName: name,
	type: text,
	description: name,
}));

describe('a row compared with the user that the service has', () => {
	it('keeps what differs', () => {
		const difference = differenceOf(
			FIELDS,
			{ first: 'Ada', last: 'King' },
			{ first: 'Ada', last: 'B' },
		);
		expect(difference).toEqual({
			body: { last: 'King' },
			changes: { last: { from: 'B', to: 'King' } },
		});
		expect(isNothing(difference)).toBe(false);
	});

	it('keeps its own body when all of it differs', () => {
		const body = { first: 'Ada' };
		expect(differenceOf(FIELDS, body, { first: 'Eve' }).body).toBe(body);
	});

	it('is nothing when nothing differs', () => {
		const difference = differenceOf(FIELDS, { first: 'Ada' }, { first: 'Ada' });
		expect(difference).toEqual({ body: {}, changes: {} });
		expect(isNothing(difference)).toBe(true);
	});
});

describe('A change in one line', () => {
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
});

describe('Equality', () => {
	const organization = {
		url: 'https://example.com/api/v2.0/organizations/1',
		id: '1',
		label: 'acme',
		name: 'Acme',
	};

	const role = {
		url: 'https://example.com/api/v2.0/roles/viewer',
		label: 'viewer',
		name: 'Viewer',
	};

	const method = (type: string, ...values: string[]) => ({ type, values });

	const held = (entry: { type: string; values: string[] }) => ({
		id: 'x',
		...entry,
		properties: {},
	});

	const isSame = (field: string, sent: unknown, value: unknown) =>
		Object.keys(
			compare(UBIDOTS_FIELDS, { [field]: sent } as never, { [field]: value } as never).body,
		).length === 0;

	describe('what counts as the same', () => {
		it.each<[string, unknown, unknown]>([
			['firstName', 'Ada', 'Ada'],
			['firstName', '', null],
			['language', null, ''],
			['decimalPlaces', 2, 2],
			['isActive', false, false],
			['tags', ['a', 'b'], ['b', 'a']],
			['tags', [], null],
			['tags', ['a', 'a'], ['a']],
			['defaultOrganization', '1', organization],
			['defaultOrganization', 'acme', organization],
			['defaultOrganization', '~acme', organization],
			['defaultOrganization', '1', '1'],
			['defaultRole', 'viewer', role],
			['contactMethods', [], null],
			[
				'contactMethods',
				[method('sms', '1', '2'), method('email', 'a@b')],
				[held(method('email', 'a@b')), held(method('sms', '2', '1'))],
			],
			['properties', { a: 1 }, { b: 2, a: 1 }],
			['properties', { a: { x: 1, y: [1, 2] } }, { a: { y: [1, 2], x: 1 } }],
			['firstName', 'Ada', ' Ada '],
			['firstName', 'Zoë', 'Zoe\u0308'],
			['email', 'Boss@Example.COM', 'Boss@example.com'],
			['email', 'Boss@Example.COM', 'boss@example.com'],
			['language', 'es-es', 'es-ES'],
			['website', 'https://Example.com/', 'https://example.com'],
			['website', 'https://example.com/A/', 'https://example.com/A'],
			['decimalPlaces', 3, '3'],
			['isActive', true, 'true'],
		])('%s: %j is what %j holds', (field, sent, value) => {
			expect(isSame(field, sent, value)).toBe(true);
		});

		it.each<[string, unknown, unknown]>([
			['firstName', 'Ada', 'ada'],
			['firstName', 'Ada', undefined],
			['firstName', '', 'Ada'],
			['decimalPlaces', 0, null],
			['decimalPlaces', 0, undefined],
			['decimalPlaces', 2, 3],
			['isActive', false, undefined],
			['isActive', true, false],
			['tags', ['a'], ['a', 'b']],
			['tags', ['a', 'b'], ['a']],
			['tags', [], ['a']],
			['tags', ['a'], null],
			['defaultOrganization', '1', null],
			['defaultOrganization', null, organization],
			['defaultOrganization', '2', organization],
			['defaultOrganization', 'Acme', organization],
			['defaultRole', 'viewer', { ...role, label: 'operator' }],
			['contactMethods', [method('sms', '1')], [held(method('voice', '1'))]],
			['contactMethods', [method('sms', '1')], [held(method('sms', '1', '2'))]],
			['contactMethods', [], [held(method('sms', '1'))]],
			['properties', { a: 1 }, { a: 2 }],
			['properties', { a: 1 }, {}],
			['properties', { a: 1 }, null],
			['properties', { a: [1, 2] }, { a: [2, 1] }],
			['properties', { a: { x: 1 } }, { a: { x: 1, y: 2 } }],
			['properties', { a: null }, {}],
			['properties', { a: [] }, { a: {} }],
			['password', 'anything', undefined],
			['firstName', '', undefined],
			['language', null, undefined],
			['tags', [], undefined],
			['defaultOrganization', null, undefined],
			['username', 'Ada', 'ada'],
			['website', 'https://example.com/A', 'https://example.com/a'],
			['website', 'https://example.com', 'http://example.com'],
			['email', 'ada@example.com', 'ada@example.org'],
			['isActive', true, null],
		])('%s: %j is not what %j holds', (field, sent, value) => {
			expect(isSame(field, sent, value)).toBe(false);
		});
	});

	describe('the comparison of a row', () => {
		it('keeps only what differs, and tells from what to what', () => {
			const body = { firstName: 'Ada', lastName: 'King', tags: ['x'], language: null };
			const user = { firstName: 'Ada', lastName: 'Byron', tags: ['y'], language: '' };
			expect(compare(UBIDOTS_FIELDS, body, user)).toEqual({
				body: { lastName: 'King', tags: ['x'] },
				changes: { lastName: { from: 'Byron', to: 'King' }, tags: { from: ['y'], to: ['x'] } },
				unknown: [],
			});
		});

		it('shows a value that is null as null, and no former value where none was shown', () => {
			const body = { firstName: 'Ada', lastName: 'King' };
			expect(compare(UBIDOTS_FIELDS, body, { firstName: null }).changes).toEqual({
				firstName: { from: null, to: 'Ada' },
				lastName: { to: 'King' },
			});
		});

		it('never shows a password, neither the new one nor one that the service might give', () => {
			const { changes, body, unknown } = compare(
				UBIDOTS_FIELDS,
				{ password: 'new-secret' },
				{ password: 'old-secret' },
			);
			expect(changes).toEqual({ password: { from: '•••', to: '•••' } });
			expect(body).toEqual({ password: 'new-secret' });
			expect(unknown).toEqual(['password']);
		});

		it('works for Upsun from its own field table', () => {
			const body = { company: '', country: 'DE', first_name: 'Ada' };
			const user = { company: null, country: 'DE', first_name: 'ada' };
			expect(compare(UPSUN_FIELDS, body, user).changes).toEqual({
				first_name: { from: 'ada', to: 'Ada' },
			});
		});
	});
});
