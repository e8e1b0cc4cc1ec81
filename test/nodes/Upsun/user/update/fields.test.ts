import type { IDataObject } from 'n8n-workflow';

import { setAccessToken } from '../../../../support/credentials';
import { ME } from '../../../../support/people';
import { requestBodies, requestLines } from '../../../../support/requests';
import { fromList, locator, upsunUpdateOf } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

const world = useWorld();
beforeEach(() => setAccessToken(world));

const update = async (fields: unknown, item: IDataObject = {}) =>
	await world.run(upsunUpdateOf(ME, fields), [item]);

describe('each body parameter', () => {
	it.each([
		['username', 'jane-doe', 'jane-doe'],
		['first_name', 'Zoë', 'Zoë'],
		['last_name', "O'Brien 李", "O'Brien 李"],
		[
			'picture',
			'https://www.example.com/jane.png?size=2',
			'https://www.example.com/jane.png?size=2',
		],
		['company', 'Example & Söhne', 'Example & Söhne'],
		['website', 'http://example.com', 'http://example.com'],
		['website', 'HTTPS://EXAMPLE.COM', 'HTTPS://EXAMPLE.COM'],
		['country', 'DE', 'DE'],
		['country', locator('code', 'EU'), 'EU'],
		['country', { ...fromList('FR'), cachedResultName: 'France' }, 'FR'],
		['first_name', '', ''],
		['company', '', ''],
	])('%s = %j leaves alone as %j', async (name, entered, sent) => {
		const { message } = await update({ [name]: entered });
		expect(message).toBeUndefined();
		expect(requestBodies(world)).toEqual([{ [name]: sent }]);
	});

	it.each([
		['de', 'DE'],
		[' co ', 'CO'],
		['Eu', 'EU'],
	])('country is upper-cased: %j', async (entered, sent) => {
		await update({ country: '={{ $json.country }}' }, { country: entered });
		expect(requestBodies(world)).toEqual([{ country: sent }]);
	});

	it('numbers from a sheet become text', async () => {
		await update({ company: '={{ $json.company }}' }, { company: 4711 });
		expect(requestBodies(world)).toEqual([{ company: '4711' }]);
	});

	it('an empty value from an expression empties a name', async () => {
		for (const value of ['', null]) {
			await update({ last_name: '={{ $json.value }}' }, { value });
		}
		expect(requestBodies(world)).toEqual([{ last_name: '' }, { last_name: '' }]);
	});
});

describe('a value that is refused before any request', () => {
	afterEach(() => expect(requestLines(world)).toEqual([]));

	const NO_URL = 'it has to be a whole address that begins with http:// or https://';
	const NO_COUNTRY = 'it has to be a two-letter country code, like DE';

	it.each([
		['picture', '/jane.png', `'Picture URL' is '/jane.png': ${NO_URL}`],
		['picture', 'data:image/png;base64,AAAA', NO_URL],
		['website', 'www.example.com', `'Website' is 'www.example.com': ${NO_URL}`],
		['website', 'ftp://example.com', NO_URL],
		['website', 'see https://example.com', NO_URL],
		['website', 'xhttps://example.com', NO_URL],
		['website', 'https://[', NO_URL],
		['website', 'https://example.com or http://example.org', NO_URL],
		['picture', '', "'Picture URL' is empty"],
		['website', 'http://', NO_URL],
		['website', 'https:example.com', NO_URL],
		['website', 'javascript:alert(1)', NO_URL],
		['website', 'https://example.com/a b', NO_URL],
		['website', '', "'Website' is empty: enter a value or remove the field"],
		['website', null, "'Website' is empty"],
		['website', ['https://example.com'], "'Website' is a list"],
		['country', 'DEU', `'Country' is 'DEU': ${NO_COUNTRY}`],
		['country', 'D', NO_COUNTRY],
		['country', 'D1', NO_COUNTRY],
		['country', '1D', NO_COUNTRY],
		['country', 'Germany', NO_COUNTRY],
		['country', 'D E', NO_COUNTRY],
		['country', 'ßß', NO_COUNTRY],
		['country', 'ß', NO_COUNTRY],
		['country', 'ﬁ', NO_COUNTRY],
		['country', 'ıt', NO_COUNTRY],
		['country', '', "'Country' is empty"],
		['country', { code: 'DE' }, "'Country' is of type object"],
		['username', '', "'Username' is empty"],
		['username', '  ', "'Username' is "],
		['username', undefined, "'Username' is undefined: its expression returned nothing"],
		['first_name', ['A'], `'First Name' is a list (["A"]): it has to be text`],
		['company', 'A\nB', "'Company' has a line break or another control character"],
	])('%s = %j', async (name, value, text) => {
		const { message, description } = await update(
			{ [name]: '={{ $json.value }}' },
			{ value: value as string },
		);
		expect(message).toContain(text);
		expect(message).toMatch(/ \[item 0\]$/);
		expect(description).toBe('No request was sent.');
	});

	it('nothing at all', async () => {
		expect((await update({})).message).toBe(
			"Nothing to update: add a field under 'Update Fields' [item 0]",
		);
	});
});
