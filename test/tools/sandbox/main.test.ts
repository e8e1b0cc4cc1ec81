/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions -- runs the command line as a process of its own */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { useSandbox } from './support';

const used = useSandbox();
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
