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
		const upsun = used.sandbox.upsun.users().filter(({ email }) => email === 'jsmith@example.com');
		expect(upsun.map(({ id }) => id)).toEqual([JSMITH, expect.any(String)]);
	});

	it('may have usernames that differ only in case', async () => {
		await start('username');
		expect(await names({ username__iexact: 'testt' })).toEqual(['testt', 'TESTT']);
		const keys = ['testt', 'TESTT'].map(async (key) => await api().get(`/api/v2.0/users/~${key}`));
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
