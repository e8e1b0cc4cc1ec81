import { until } from '../../../support/waiting';
import {
	ME,
	OTTO,
	TESTT,
	bulkUpdate,
	client,
	ubidotsClient,
	upsunClient,
	useSandbox,
} from '../support';

describe('answers to writes', () => {
	const used = useSandbox();
	const USER = `/api/v2.0/users/${TESTT}`;
	const MYSELF = `/users/${ME}`;
	const api = () => ubidotsClient(used.sandbox);
	const upsun = () => upsunClient(used.sandbox);
	const rename = async () => (await api().patch(USER, { firstName: 'Changed' })).data.firstName;
	const read = async () => (await api().get(USER)).data.firstName;

	describe('a slow service', () => {
		it('may answer a write after the client has gone, though it is done', async () => {
			used.sandbox.options.writeLatencyMs = 60_000;
			const stop = new AbortController();
			const gone = api().patch(USER, { firstName: 'Changed' }, { signal: stop.signal });
			await until(() => used.sandbox.journal.count() === 1);
			stop.abort();
			await expect(gone).rejects.toMatchObject({ code: 'ERR_CANCELED' });
			expect(await read()).toBe('Changed');
			expect(used.sandbox.journal.entries().map(({ status }) => status)).toEqual(['aborted', 200]);
		});

		it('gives tokens without delay', async () => {
			used.sandbox.options.writeLatencyMs = 60_000;
			const headers = { 'x-ubidots-apikey': used.sandbox.secrets.ubidotsApiKey };
			const { status } = await api().post('/api/v1.6/auth/token', undefined, { headers });
			expect(status).toBe(200);
		});
	});

	describe('a service that applies an update after it has answered', () => {
		beforeEach(() => {
			used.sandbox.options.updateDelayMs = 500;
		});

		it('shows it done in the answer, and not when the user is read', async () => {
			expect([await rename(), await read()]).toEqual(['Changed', 'Test']);
			used.clock.at += 500;
			expect(await read()).toBe('Changed');
		});

		it('takes one update after the other', async () => {
			await api().patch(USER, { firstName: 'First', tags: ['first'] });
			used.clock.at += 100;
			await api().patch(USER, { firstName: 'Second' });
			used.clock.at += 500;
			expect(used.sandbox.ubidots.user(TESTT)).toMatchObject({
				firstName: 'Second',
				tags: ['first'],
			});
		});

		it('forgets the update of a user who was deleted meanwhile', async () => {
			await rename();
			await api().delete(USER);
			used.clock.at += 500;
			expect((await api().get(USER)).status).toBe(404);
		});

		it('may be Upsun', async () => {
			expect((await upsun().patch(MYSELF, { company: 'New' })).data.company).toBe('New');
			expect((await upsun().get('/users/me')).data.company).toBe('Acme Energy');
			used.clock.at += 500;
			expect(used.sandbox.upsun.me.company).toBe('New');
		});
	});

	describe('a service that answers an update with what was there before', () => {
		beforeEach(() => {
			used.sandbox.options.staleAnswers = true;
		});

		it('has changed the user all the same', async () => {
			expect([await rename(), await read()]).toEqual(['Test', 'Changed']);
		});

		it('may be Upsun', async () => {
			expect((await upsun().patch(MYSELF, { company: 'New' })).data.company).toBe('Acme Energy');
			expect(used.sandbox.upsun.me.company).toBe('New');
		});
	});

	describe.each([200, 202, 204] as const)(
		'a service that answers writes with a bare %d',
		(bare) => {
			beforeEach(() => {
				used.sandbox.options.bodilessWrites = bare;
			});

			it('does so for updates, alone and in bulk, and for new users', async () => {
				const person = { username: 'ana', email: 'ana@example.com', password: 'secret' };
				const answers = [
					await api().patch(USER, { firstName: 'Changed' }),
					await bulkUpdate(used.sandbox, [{ id: OTTO, firstName: 'Changed' }]),
					await api().post('/api/v2.0/users/', person),
					await upsun().patch(MYSELF, { company: 'New' }),
				];
				expect(answers.map(({ status, data }) => [status, data])).toEqual(
					Array(4).fill([bare, '']),
				);
				expect([await read(), used.sandbox.upsun.me.company]).toEqual(['Changed', 'New']);
			});

			it('explains a refusal as ever', async () => {
				const { status, data } = await api().patch(USER, { email: 'bad' });
				expect([status, data.code]).toEqual([400, 400001]);
			});
		},
	);
});

describe('changes of somebody else', () => {
	const used = useSandbox();
	const USER = `/api/v2.0/users/${TESTT}`;
	const api = () => ubidotsClient(used.sandbox);
	const tags = () => used.sandbox.ubidots.user(TESTT)?.tags;

	describe('somebody who changes a user right after a read', () => {
		beforeEach(async () => {
			await client(used.sandbox).patch('/__sandbox/options', {
				changesAfterRead: [
					{ user: 'testt', set: { tags: ['theirs'] } },
					{ user: ME, set: { company: 'Theirs' } },
				],
			});
		});

		it('does so once, whoever reads the user alone', async () => {
			expect((await api().get(USER)).data.tags).toEqual(['tag1', 'tag2']);
			expect(tags()).toEqual(['theirs']);
			await api().patch(USER, { tags: ['mine'] });
			expect((await api().get(USER)).data.tags).toEqual(['mine']);
			expect(tags()).toEqual(['mine']);
		});

		it('does so after a list that holds the user, and no other', async () => {
			await api().get('/api/v2.0/users/', { params: { id: OTTO } });
			expect(tags()).toEqual(['tag1', 'tag2']);
			const { data } = await api().get('/api/v2.0/users/', { params: { id: TESTT } });
			expect(data.results[0].tags).toEqual(['tag1', 'tag2']);
			expect(tags()).toEqual(['theirs']);
		});

		it('does so again after a reset', async () => {
			await api().get(USER);
			used.sandbox.reset();
			await api().get(USER);
			expect(tags()).toEqual(['theirs']);
		});

		it('may be there in Upsun', async () => {
			const upsun = upsunClient(used.sandbox);
			expect((await upsun.get('/users/me')).data.company).toBe('Acme Energy');
			expect((await upsun.get('/users/me')).data.company).toBe('Theirs');
		});
	});

	describe('a hook before each write', () => {
		it('can change the user whom an update is about to change', async () => {
			used.sandbox.options.onBeforeWrite = (id) =>
				used.sandbox.ubidots.put({ id, tags: ['theirs'] });
			const { data } = await api().patch(USER, { firstName: 'Mine' });
			expect(data).toMatchObject({ firstName: 'Mine', tags: ['theirs'] });
		});

		it('is called for each row of a bulk task, when it is applied', async () => {
			const seen: string[] = [];
			used.sandbox.options.onBeforeWrite = (id) => seen.push(id);
			await bulkUpdate(used.sandbox, [{ id: TESTT }, { id: 'nobody' }, { id: OTTO }]);
			expect(seen).toEqual([]);
			used.clock.at += 300;
			used.sandbox.ubidots.tasks();
			expect(seen).toEqual([TESTT, OTTO]);
		});

		it('is called for an Upsun user too', async () => {
			used.sandbox.options.onBeforeWrite = (id) => used.sandbox.upsun.put({ id, country: 'FR' });
			const { data } = await upsunClient(used.sandbox).patch(`/users/${ME}`, { company: 'Mine' });
			expect(data).toMatchObject({ company: 'Mine', country: 'FR' });
		});

		it('cannot be set over HTTP', async () => {
			await client(used.sandbox).patch('/__sandbox/options', { onBeforeWrite: 'x' });
			expect((await api().patch(USER, {})).status).toBe(200);
		});
	});
});
