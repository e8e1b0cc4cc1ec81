import { parseBaseUrl } from '../../../nodes/shared/credentials/baseUrl';
import { parseFields } from '../../../nodes/shared/form/fields';
import { parseUrl } from '../../../nodes/shared/urls';
import { USER_FIELDS } from '../../../nodes/Upsun/user/fields';

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
		const read = (value: string) => parseFields(USER_FIELDS, { website: value }).website;
		for (let row = 0; row < OFTEN; row++) read('https://example.com');
		expect(read(website)).toBe(website);
	});

	it('is still one after many thousand requests with the credential', () => {
		for (let count = 0; count < OFTEN; count++) parseBaseUrl('https://example.com', 'Base URL');
		expect(parseBaseUrl(website, 'Base URL')).toBe('https://xn--bcher-kva.example/%C3%BC');
	});
});
