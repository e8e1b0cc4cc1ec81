import type { SandboxOptions } from '../../../../tools/sandbox';

import { ME, TESTT, bulkUpdate, ubidotsClient, upsunClient, useSandbox } from '../support';

type Normalisation = NonNullable<SandboxOptions['normalisations']>[number];

const used = useSandbox();
const USER = `/api/v2.0/users/${TESTT}`;
const api = () => ubidotsClient(used.sandbox);

const written: Array<[Normalisation, string, unknown, unknown]> = [
	['trim', 'firstName', ' Ana  María ', 'Ana  María'],
	['trim', 'tags', [' a ', 'b'], ['a', 'b']],
	['innerSpace', 'firstName', ' Ana  María ', ' Ana María '],
	['emailDomain', 'email', 'Ana.Lopez@Example.COM', 'Ana.Lopez@example.com'],
	['emailCase', 'email', 'Ana.Lopez@Example.COM', 'ana.lopez@example.com'],
	['websiteSlash', 'website', 'https://example.com/', 'https://example.com'],
	['languageRegionUpper', 'language', 'es-es', 'es-ES'],
	['languageRegionLower', 'language', 'es-ES', 'es-es'],
	['decimalsFromText', 'decimalPlaces', '2', 2],
	['decimalsRounded', 'decimalPlaces', 2.6, 3],
	['tagsSorted', 'tags', ['b', 'a'], ['a', 'b']],
	['tagsLowerCase', 'tags', ['B', 'a'], ['b', 'a']],
	['tagsUnique', 'tags', ['b', 'a', 'b'], ['b', 'a']],
];

describe('a service that changes values as it stores them', () => {
	it.each(written)('%s: %s %j becomes %j', async (name, field, sent, stored) => {
		used.sandbox.options.normalisations = [name];
		const { status, data } = await api().patch(USER, { [field]: sent });
		expect([status, data[field]]).toEqual([200, stored]);
		expect(used.sandbox.ubidots.user(TESTT)).toHaveProperty(field, stored);
	});

	it('does so to the rows of a bulk update and to a new user too', async () => {
		const { sandbox, clock } = used;
		sandbox.options.normalisations = ['trim', 'tagsSorted'];
		await bulkUpdate(sandbox, [{ id: TESTT, firstName: ' Ana ', tags: ['b', 'a'] }]);
		clock.at += 300;
		expect(sandbox.ubidots.user(TESTT)).toMatchObject({ firstName: 'Ana', tags: ['a', 'b'] });
		const body = { username: ' ana ', email: 'ana@example.com', password: ' secret ' };
		expect((await api().post('/api/v2.0/users/', body)).data.username).toBe('ana');
		expect(sandbox.ubidots.passwordOf('ana')).toBe(' secret ');
	});

	it('leaves values of the wrong kind for the rules to refuse', async () => {
		used.sandbox.options.normalisations = ['trim', 'emailCase', 'decimalsRounded', 'tagsSorted'];
		const body = { firstName: 1, email: null, decimalPlaces: 'two', tags: [3] };
		const { status, data } = await api().patch(USER, body);
		expect([status, Object.keys(data.detail)]).toEqual([400, Object.keys(body)]);
	});

	it('may be Upsun', async () => {
		used.sandbox.options.normalisations = ['countryCase', 'websiteSlash', 'trim'];
		const sent = { country: 'fr', website: 'https://example.org/', company: ' X ' };
		expect((await upsunClient(used.sandbox).patch(`/users/${ME}`, sent)).data).toMatchObject({
			country: 'FR',
			website: 'https://example.org',
			company: 'X',
		});
	});
});

describe('a service that writes values otherwise than it stores them', () => {
	const shown: Array<[Normalisation, string, unknown, unknown]> = [
		['numbersAsText', 'decimalPlaces', 2, '2'],
		['textAsNumbers', 'firstName', '007', 7],
		['emptyAsNull', 'website', '', null],
	];

	it.each(shown)('%s: %s %j is answered as %j', async (name, field, stored, answered) => {
		used.sandbox.options.normalisations = [name];
		const answers = [
			(await api().patch(USER, { [field]: stored })).data,
			(await api().get(USER)).data,
			(await api().get('/api/v2.0/users/', { params: { id: TESTT } })).data.results[0],
		];
		expect(answers.map((user) => user[field])).toEqual([answered, answered, answered]);
		expect(used.sandbox.ubidots.user(TESTT)).toHaveProperty(field, stored);
	});
});
