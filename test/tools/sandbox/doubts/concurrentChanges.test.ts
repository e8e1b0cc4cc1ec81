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
		used.sandbox.options.onBeforeWrite = (id) => used.sandbox.ubidots.put({ id, tags: ['theirs'] });
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
