import { parseFields } from '../../../../nodes/shared/form/fields';
import { USER_FIELDS } from '../../../../nodes/Upsun/user/fields';

const parsed = (name: string, value: unknown) => parseFields(USER_FIELDS, { [name]: value })[name];

describe('a country', () => {
	it.each(['de', ' De ', 'DE'])('is a code of two letters, sent in capitals: %j', (value) => {
		expect(parsed('country', value)).toBe('DE');
	});

	it.each(['D', 'DEU', 'D1', '1D', 'Germany', 'ß', 'ßß', 'D E'])('is not %j', (value) => {
		expect(() => parsed('country', value)).toThrow(
			`'Country' is '${value}': it has to be a two-letter country code, like DE`,
		);
	});
});

describe.each(['picture', 'website'])('an address in %s', (name) => {
	it.each(['https://example.com', 'http://example.com/a?b=c', 'HTTPS://EXAMPLE.COM'])(
		'is a whole one, like %s',
		(value) => {
			expect(parsed(name, value)).toBe(value);
		},
	);

	it.each([
		'example.com',
		'ftp://example.com',
		'see https://example.com',
		'xhttps://example.com',
		'https://example.com/a b',
		'https://',
		'https://[',
		'https://example.com or http://example.org',
	])('is not %s', (value) => {
		expect(() => parsed(name, value)).toThrow('it has to be a whole address that begins with');
	});
});

it.each(['first_name', 'last_name', 'company'])('%s may be empty', (name) => {
	expect(parsed(name, '')).toBe('');
});

it.each(['username', 'picture', 'website', 'country'])('%s cannot be emptied', (name) => {
	expect(() => parsed(name, '')).toThrow('is empty: enter a value or remove the field');
});
