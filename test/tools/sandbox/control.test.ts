/* eslint-disable @n8n/community-nodes/no-restricted-globals -- waits for a request to arrive */
import { startSandbox } from '../../../tools/sandbox';

import { TESTT, client, ubidotsClient, upsunClient, useSandbox } from './support';

const used = useSandbox();
const USER = `/api/v2.0/users/${TESTT}`;
const control = () => client(used.sandbox);

describe('the control over HTTP', () => {
	it('shows and clears the journal, and is not in it', async () => {
		await ubidotsClient(used.sandbox).get(USER);
		const { data } = await control().get('/__sandbox/journal');
		expect(data).toMatchObject([
			{ path: USER, status: 200, headers: { 'x-auth-token': '<secret>' } },
		]);
		await control().delete('/__sandbox/journal');
		expect((await control().get('/__sandbox/journal')).data).toEqual([]);
	});

	it('adds and clears faults, with patterns and without end', async () => {
		await control().post('/__sandbox/faults', {
			match: { path: { regex: '^/api/.*af$' } },
			times: 'Infinity',
			answer: { status: 500 },
		});
		expect((await ubidotsClient(used.sandbox).get(USER)).status).toBe(500);
		expect((await ubidotsClient(used.sandbox).get(USER)).status).toBe(500);
		expect((await ubidotsClient(used.sandbox).get('/api/v2.0/users/~testt')).status).toBe(200);
		await control().delete('/__sandbox/faults');
		expect((await ubidotsClient(used.sandbox).get(USER)).status).toBe(200);
		await control().post('/__sandbox/faults', { answer: 'html', match: { path: 'users/me' } });
		expect((await upsunClient(used.sandbox).get('/users/me')).status).toBe(502);
		await control().post('/__sandbox/faults', { answer: { hostile: 'hugeRows' } });
		expect((await upsunClient(used.sandbox).get('/users/me')).data).toHaveLength(500);
	});

	it.each([
		[{}],
		[{ answer: 'explode' }],
		[{ answer: { body: 'x' } }],
		[{ answer: { hostile: 'x' } }],
		[[]],
	])('refuses the fault %j', async (fault) => {
		expect((await control().post('/__sandbox/faults', fault)).status).toBe(400);
	});

	it('changes options, shows the state and starts again', async () => {
		await control().patch('/__sandbox/options', { retryAfter: 'seconds', port: 1 });
		expect(used.sandbox.options).toMatchObject({
			retryAfter: 'seconds',
			port: Number(new URL(used.sandbox.url).port),
		});
		await ubidotsClient(used.sandbox).patch(USER, { firstName: 'Changed' });
		const { data } = await control().get('/__sandbox/state');
		expect(data).toMatchObject({
			ubidots: { users: expect.any(Array), tasks: [], mintedTokens: 0 },
			upsun: { users: expect.any(Array), exchanges: 0, mails: [] },
			requests: 1,
			openConnections: 1,
		});
		await control().post('/__sandbox/reset');
		expect(used.sandbox.ubidots.user(TESTT)?.firstName).toBe('Test');
		expect(used.sandbox.journal.count()).toBe(0);
	});

	it('makes more users in both services', async () => {
		const { ubidots, upsun, options } = used.sandbox;
		await control().post('/__sandbox/users', { users: 5 });
		expect([ubidots.users().length, upsun.users().length]).toEqual([17, 14]);
		expect((await control().post('/__sandbox/users', {})).status).toBe(400);
		options.users = 0;
	});

	it('says no to what it does not know', async () => {
		expect((await control().get('/__sandbox/nothing')).status).toBe(404);
		expect((await control().get('/nothing')).status).toBe(404);
	});

	it('tells at the door how to point a credential at it', async () => {
		const { data, headers } = await control().get('/');
		expect(headers['content-type']).toContain('text/plain');
		expect(data).toContain(used.sandbox.url);
		expect(data).toContain(used.sandbox.secrets.ubidotsToken);
	});
});

describe('starting and stopping', () => {
	it('is the same every time', async () => {
		const [one, two] = await Promise.all([startSandbox({ users: 3 }), startSandbox({ users: 3 })]);
		const people = ({ url, ubidots, upsun }: typeof one) =>
			JSON.stringify([ubidots.users(), upsun.users()]).replaceAll(url, '');
		expect(people(one)).toBe(people(two));
		await Promise.all([one.close(), two.close()]);
	});

	it('ends open connections when closed', async () => {
		const sandbox = await startSandbox();
		sandbox.faults.add({ answer: 'hang' });
		const waiting = expect(upsunClient(sandbox).get('/users/me')).rejects.toThrow();
		while (sandbox.journal.count() === 0) await new Promise(setImmediate);
		await sandbox.close();
		await waiting;
	});

	it('says when the port is taken', async () => {
		await expect(startSandbox({ port: used.sandbox.options.port })).rejects.toMatchObject({
			code: 'EADDRINUSE',
		});
	});
});
