import { USER_FIELDS } from '../../../nodes/Upsun/user/fields';
import { parseBaseUrl } from '../../../nodes/shared/credentials/properties';
import { parseFields } from '../../../nodes/shared/form/fieldValues';
import { asRecord, asText, isRecord } from '../../../nodes/shared/objects';
import { parseUrl } from '../../../nodes/shared/path';
import { Redactor } from '../../../nodes/shared/redact';
import { listed, shownList } from '../../../nodes/shared/shown';
import { isBusy, isOverLimit, isSuccess } from '../../../nodes/shared/statuses';

describe('objects', () => {
	it.each([{}, { a: 1 }, new Date()])('%j is an object', (value) => {
		expect(isRecord(value)).toBe(true);
		expect(asRecord(value)).toBe(value);
	});

	it.each([null, undefined, '', 'text', 5, true])(
		'%j is none, and taken as an empty one',
		(value) => {
			expect(isRecord(value)).toBe(false);
			expect(asRecord(value)).toEqual({});
		},
	);

	it('a list is no object', () => {
		expect(isRecord([{}])).toBe(false);
	});

	it('text is taken as it is, and anything else as none', () => {
		expect(asText(' a ')).toBe(' a ');
		for (const value of [5, null, undefined, ['a'], { a: 'b' }]) expect(asText(value)).toBe('');
	});
});

describe('statuses', () => {
	it.each([200, 201, 204, 299])('%i is a success', (status) => {
		expect(isSuccess(status)).toBe(true);
	});

	it.each([0, 199, 300, 404, 500, NaN])('%p is none', (status) => {
		expect(isSuccess(status)).toBe(false);
	});

	it.each([420, 429])('%i means too many requests, which is worth another attempt', (status) => {
		expect(isOverLimit(status)).toBe(true);
		expect(isBusy(status)).toBe(true);
	});

	it.each([500, 503])('%i is trouble of the service, and not too many requests', (status) => {
		expect(isOverLimit(status)).toBe(false);
		expect(isBusy(status)).toBe(true);
	});

	it.each([200, 400, 419, 421, 428, 430, 499])('%i is neither', (status) => {
		expect(isOverLimit(status)).toBe(false);
		expect(isBusy(status)).toBe(false);
	});

	it('no status at all is not too many requests', () => {
		expect(isOverLimit(undefined)).toBe(false);
	});
});

describe('addresses', () => {
	it('an address is parsed, and anything else is none', () => {
		expect(parseUrl('https://example.com/a?b=c')?.pathname).toBe('/a');
		for (const text of ['', 'example.com', 'https://', 'https://[']) {
			expect(parseUrl(text)).toBeUndefined();
		}
	});

	describe('an address with a letter like ü', () => {
		const OFTEN = 20_000;
		const website = 'https://bücher.example/ü';

		it('is still one in the last of many thousand rows', () => {
			const read = (value: string) =>
				parseFields(USER_FIELDS, { website: value }, new Redactor()).website;
			for (let row = 0; row < OFTEN; row++) read('https://example.com');
			expect(read(website)).toBe(website);
		});

		it('is still one after many thousand requests with the credential', () => {
			for (let count = 0; count < OFTEN; count++) parseBaseUrl('https://example.com', 'Base URL');
			expect(parseBaseUrl(website, 'Base URL')).toBe('https://xn--bcher-kva.example/%C3%BC');
		});
	});
});

describe('a list for a sentence', () => {
	it('is separated by commas; values are in quotes', () => {
		expect(listed(['a', 'b c'])).toBe('a, b c');
		expect(shownList(['a', 'b c', 1])).toBe("'a', 'b c', 1");
	});

	it('has the first ten, and how many are left', () => {
		const names = Array.from({ length: 11 }, (_, n) => `c${n}`);
		expect(shownList(names)).toMatch(/'c9' and 1 more$/);
		expect(shownList(names.slice(1))).toMatch(/'c10'$/);
	});

	it('cuts long values', () => {
		expect(shownList(['x'.repeat(200)]).length).toBeLessThan(120);
	});
});
