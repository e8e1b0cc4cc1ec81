import { ME, TESTT, ubidotsClient, upsunClient, useSandbox } from '../support';

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
