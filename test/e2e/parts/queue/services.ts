/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- part of the driver of a real n8n, never shipped */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

import { findPostgres, findRedis } from '../../debian';
import { freePort, portAnswers } from '../../../../tools/n8n/loopback';
import { start } from '../../../../tools/n8n/processes';
import { until } from '../../../../tools/n8n/wait';

/** Redis in a throw-away folder, keeping nothing. */
export async function startRedis() {
	const port = await freePort();
	const folder = mkdtempSync(join(tmpdir(), 'n8n-e2e-redis-'));
	const server = start('redis', findRedis() ?? 'redis-server', [
		...['--bind', '127.0.0.1', '--port', String(port), '--dir', folder],
		...['--save', '', '--appendonly', 'no'],
	]);
	await until('Redis is ready', () => portAnswers(port), { process: server });
	const stop = async () => {
		await server.stop();
		rmSync(folder, { recursive: true, force: true });
	};
	return { port, stop };
}

/** PostgreSQL refuses to run as root: then it runs as the user that its package made. */
const asPostgres =
	process.getuid?.() === 0
		? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups']
		: [];

/** PostgreSQL in a throw-away folder, with an empty database for n8n. */
export async function startPostgres() {
	const port = String(await freePort());
	// In the folder for temporary files, because the user postgres may not be let into the project's.
	const folder = mkdtempSync(join(tmpdir(), 'n8n-e2e-postgres-'));
	if (asPostgres.length > 0) await execa('chown', ['postgres:postgres', folder]);
	const command = (program: string, ...args: string[]): [string, string[]] => {
		const [first, ...rest] = [...asPostgres, findPostgres(program) ?? program, ...args];
		return [first, rest];
	};
	const run = (program: string, ...args: string[]) =>
		execa(...command(program, ...args), { cwd: folder, stdin: 'ignore' });
	const data = join(folder, 'data');
	await run('initdb', '-D', data, '-U', 'n8n', '--auth=trust', '-E', 'UTF8', '--no-sync');
	const settings = [
		'listen_addresses=127.0.0.1',
		`port=${port}`,
		`unix_socket_directories=${folder}`,
		'fsync=off',
	];
	const postgres = command('postgres', '-D', data, ...settings.flatMap((one) => ['-c', one]));
	// SIGINT: end now, whoever is still connected.
	const server = start('postgres', ...postgres, { stopSignal: 'SIGINT' });
	await until('PostgreSQL is ready', () => portAnswers(Number(port)), { process: server });
	await run('createdb', '-h', '127.0.0.1', '-p', port, '-U', 'n8n', 'n8n');
	const stop = async () => {
		await server.stop();
		rmSync(folder, { recursive: true, force: true });
	};
	return { port, stop };
}
