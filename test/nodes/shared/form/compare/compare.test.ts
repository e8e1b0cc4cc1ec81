import { canBeSeen, compare } from '../../../../../nodes/shared/form/compare';
import { USER_FIELDS } from '../../../../../nodes/Ubidots/user/fields';

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
