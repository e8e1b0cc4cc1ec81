import type { SandboxOptions } from '../../../../tools/sandbox';

import {
	INES,
	JSMITH,
	ME,
	OTTO,
	TESTT,
	bulkUpdate,
	client,
	ubidotsClient,
	upsunClient,
	useSandbox,
} from '../support';

describe('omitted fields', () => {
	const used = useSandbox();
	const USER = `/api/v2.0/users/${TESTT}`;
	const api = () => ubidotsClient(used.sandbox);

	describe('a service that leaves fields out', () => {
		beforeEach(() => {
			used.sandbox.options.omittedFields = ['email', 'tags', 'organizations'];
		});

		it('does so when one user is read, though asked for them', async () => {
			const { data } = await api().get(USER, { params: { fields: 'id,email,tags,organizations' } });
			expect(data).toEqual({ id: TESTT });
		});

		it('does so in lists', async () => {
			const { data } = await api().get('/api/v2.0/users/', {
				params: { id: TESTT, fields: 'username,email' },
			});
			expect(data).toMatchObject({ count: 1, results: [{ username: 'testt' }] });
			expect(data.results[0]).not.toHaveProperty('email');
		});

		it('does so in the answer to an update, which takes effect all the same', async () => {
			const { data } = await api().patch(USER, { firstName: 'Changed', tags: ['new'] });
			expect(data.firstName).toBe('Changed');
			expect(data).not.toHaveProperty('tags');
			expect(used.sandbox.ubidots.user(TESTT)?.tags).toEqual(['new']);
		});

		it('may do so in some places only', async () => {
			used.sandbox.options.omittedFrom = ['write'];
			expect((await api().patch(USER, {})).data).not.toHaveProperty('tags');
			expect((await api().get(USER)).data.tags).toEqual(['tag1', 'tag2']);
		});

		it('may be Upsun: in a user, in members and in the names behind them', async () => {
			used.sandbox.options.omittedFields = ['email', 'owner'];
			const upsun = upsunClient(used.sandbox);
			expect((await upsun.get('/users/me')).data).not.toHaveProperty('email');
			expect((await upsun.patch(`/users/${ME}`, {})).data).not.toHaveProperty('email');
			const { data } = await upsun.get('/organizations/name=acme-energy/members');
			expect(data.items[0].user_id).toBe(ME);
			expect(data.items[0]).not.toHaveProperty('owner');
			const references = (await upsun.get(data._links['ref:users:0'].href)).data;
			expect(references[ME].username).toBe('robin-salgado');
			expect(references[ME]).not.toHaveProperty('email');
		});
	});
});

describe('changed values', () => {
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
});

describe('strict usernames', () => {
	const used = useSandbox();
	// The username in the example of the bulk update page.
	const rows = [{ id: INES, username: 'User 1' }];

	describe('a username with a space', () => {
		it('is refused, as the table of the bulk update page has it', async () => {
			expect((await bulkUpdate(used.sandbox, rows)).status).toBe(400);
		});

		it('is accepted where the example of that page counts', async () => {
			used.sandbox.options.strictUsernames = false;
			expect((await bulkUpdate(used.sandbox, rows)).status).toBe(200);
			used.clock.at += 300;
			const api = ubidotsClient(used.sandbox);
			expect((await api.get('/api/v2.0/users/~User%201')).data.id).toBe(INES);
			const { status } = await api.patch(`/api/v2.0/users/${TESTT}`, { username: 'a/b' });
			expect(status).toBe(400);
		});
	});
});

describe('twins', () => {
	const used = useSandbox();
	const api = () => ubidotsClient(used.sandbox);
	const start = async (...twins: string[]) => {
		await client(used.sandbox).patch('/__sandbox/options', { twins });
		await client(used.sandbox).post('/__sandbox/reset');
	};
	const names = async (params: Record<string, string>): Promise<string[]> => {
		const { results } = (await api().get('/api/v2.0/users/', { params })).data;
		return results.map(({ username }: { username: string }) => username);
	};

	describe('two users', () => {
		it('may have one e-mail address', async () => {
			await start('email');
			expect(await names({ email: 'testt@example.com' })).toEqual(['testt', 'testt-twin']);
			const upsun = used.sandbox.upsun
				.users()
				.filter(({ email }) => email === 'jsmith@example.com');
			expect(upsun.map(({ id }) => id)).toEqual([JSMITH, expect.any(String)]);
		});

		it('may have usernames that differ only in case', async () => {
			await start('username');
			expect(await names({ username__iexact: 'testt' })).toEqual(['testt', 'TESTT']);
			const keys = ['testt', 'TESTT'].map(
				async (key) => await api().get(`/api/v2.0/users/~${key}`),
			);
			const [small, capital] = await Promise.all(keys);
			expect(small.data.id).toBe(TESTT);
			expect(capital.data.firstName).toBe('Capital');
			const found = await upsunClient(used.sandbox).get('/users/username=JSMITH');
			expect(found.data.id).not.toBe(JSMITH);
		});

		it('are no longer there after a reset without them', async () => {
			await start('email', 'username');
			expect(used.sandbox.ubidots.users()).toHaveLength(14);
			await start();
			expect(used.sandbox.ubidots.users()).toHaveLength(12);
		});
	});

	describe('a service that does not mind two users of one name', () => {
		beforeEach(() => {
			used.sandbox.options.refuseTwins = false;
		});

		it('takes a name or an address that somebody has', async () => {
			const body = { username: 'testt', email: 'testt@example.com' };
			expect((await api().patch(`/api/v2.0/users/${INES}`, body)).status).toBe(200);
			expect(await names({ email: body.email, username: body.username })).toHaveLength(2);
			const upsun = upsunClient(used.sandbox);
			expect((await upsun.patch(`/users/${ME}`, { username: 'jsmith' })).data.username).toBe(
				'jsmith',
			);
		});

		it('does so in bulk too', async () => {
			const { sandbox, clock } = used;
			const rows = [INES, OTTO].map((id) => ({ id, username: 'same', email: 'same@example.com' }));
			expect((await bulkUpdate(sandbox, rows)).status).toBe(200);
			clock.at += 300;
			expect(await names({ username: 'same', email: 'same@example.com' })).toHaveLength(2);
		});
	});
});
