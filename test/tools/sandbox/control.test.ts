/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- waits for a request to arrive; runs the command line as a process of its own */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { startSandbox } from '../../../tools/sandbox';
import { client, TESTT, ubidotsClient, upsunClient, useSandbox } from './support';

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

const MAIN = join(__dirname, '../../../tools/sandbox/main.ts');

function run(...args: string[]) {
	const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...args]);
	const seen = { text: '' };
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (chunk: Buffer) => (seen.text += chunk.toString()));
	}
	const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
	const shown = async (text: string) => {
		while (!seen.text.includes(text))
			await new Promise((resolve) => child.stdout.once('data', resolve));
	};
	return { child, seen, ended, shown };
}

describe('npm run sandbox', () => {
	it('says how to use it, shows requests without secrets and stops on Ctrl-C', async () => {
		const { child, seen, ended, shown } = run('--port', '0', '--users', '2', '--journal');
		await shown('Start again');
		const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(seen.text) ?? [];
		const before = seen.text.length;
		await fetch(`${url}/api/v2.0/users/?token=${used.sandbox.secrets.ubidotsToken}`);
		await shown('-> 200');
		const line = seen.text.slice(before);
		expect(line).toMatch(/ubidots\s+GET\s+\/api\/v2.0\/users\/\s/);
		expect(line).not.toContain('BBFF');
		child.kill('SIGINT');
		expect(await ended).toBe(0);
	});

	it('says in a sentence that the port is in use', async () => {
		const port = used.sandbox.options.port;
		const { seen, ended } = run('--port', String(port));
		expect(await ended).toBe(1);
		expect(seen.text).toBe(
			`Port ${port} is in use: choose another with "npm run sandbox -- --port ${Number(port) + 1}".\n`,
		);
	});

	it('sets any option: a list, JSON or a text', async () => {
		const { child, seen, ended, shown } = run(
			...['--port', '0', '--set', 'omittedFields=tags,email', '--set', 'taskDelayMs=5'],
			...['--set', 'forgottenRows={"every":3}', '--set', 'taskIds=missing'],
			...['--set', 'hostile={"kind":"deep","status":400}'],
		);
		await shown('Start again');
		const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(seen.text) ?? [];
		const state = await (await fetch(`${url}/__sandbox/state`)).json();
		expect(state).toMatchObject({
			options: {
				omittedFields: ['tags', 'email'],
				taskDelayMs: 5,
				forgottenRows: { every: 3 },
				taskIds: 'missing',
				hostile: { kind: 'deep', status: 400 },
			},
		});
		child.kill('SIGINT');
		await ended;
	});

	it.each([
		['ommittedFields=tags', '"ommittedFields" is no option. Options are '],
		['taskIds', 'taskIds needs a value: taskIds=...'],
	])('says what is wrong with --set %s', async (assignment, message) => {
		const { seen, ended } = run('--set', assignment);
		expect(await ended).toBe(1);
		expect(seen.text).toContain(`--set: ${message}`);
	});

	it('says what a wrong argument should have been', async () => {
		const { seen, ended } = run('--rate', 'fast');
		expect(await ended).toBe(1);
		expect(seen.text).toContain('--rate needs a number, not "fast".');
	});
});
