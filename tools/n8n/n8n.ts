/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- part of the driver of a real n8n, never shipped */
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';

import { freePort } from './loopback';
import { findNode } from './install';
import { N8N_BIN, RUN } from './paths';
import { type Running, start } from './processes';
import { Rest } from './rest';
import { until } from './wait';

export type Environment = Record<string, string>;

/** Nothing that phones home, and nothing that waits for a network that is not there. */
const QUIET = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
};

/** The environment of one n8n process: only what is named here, so that a developer's own n8n settings stay out. */
export function environment({ pathFirst = '', ...extra }: Environment = {}): Environment {
	const { PATH = '', HOME = '', LANG = 'C.UTF-8' } = process.env;
	return {
		...QUIET,
		NODE_ENV: 'production',
		PATH: [dirname(findNode()), pathFirst, PATH].filter(Boolean).join(':'),
		HOME,
		LANG,
		TZ: 'UTC',
		GENERIC_TIMEZONE: 'UTC',
		// The default will be false in n8n 3.
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		N8N_SECURE_COOKIE: 'false',
		N8N_LOG_LEVEL: 'info',
		N8N_LOG_OUTPUT: 'console',
		...extra,
	};
}

/** A user folder of a run, empty. */
export function emptyUserFolder(name: string) {
	const folder = join(RUN, `user-${name}`);
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	return folder;
}

export type Server = Running & { url: string; userFolder: string; env: Environment; rest: Rest };

/** `n8n start` on loopback, ready to be asked. SQLite in the user folder, unless `extra` says otherwise. */
export async function startServer(
	name: string,
	{ userFolder, port, extra = {} }: { userFolder: string; port?: number; extra?: Environment },
): Promise<Server> {
	const listen = String(port ?? (await freePort()));
	const url = `http://127.0.0.1:${listen}`;
	const env = environment({
		N8N_USER_FOLDER: userFolder,
		N8N_HOST: '127.0.0.1',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: listen,
		N8N_RUNNERS_BROKER_PORT: String(await freePort()),
		N8N_EDITOR_BASE_URL: url,
		N8N_WEBHOOK_URL: `${url}/`,
		...extra,
	});
	const server = start(name, findNode(), [N8N_BIN, 'start'], { env });
	await until(
		`${name} is ready`,
		async () => {
			const health = await fetch(`${url}/healthz/readiness`);
			const settings = health.ok && (await fetch(`${url}/rest/settings`));
			return settings && settings.ok && settings.headers.get('content-type')?.includes('json');
		},
		{ process: server },
	);
	return Object.assign(server, { url, userFolder, env, rest: new Rest(url) });
}

/** A worker of queue mode, ready to take executions. */
export async function startWorker(
	name: string,
	{ userFolder, extra }: { userFolder: string; extra: Environment },
) {
	const health = String(await freePort());
	const env = environment({
		N8N_USER_FOLDER: userFolder,
		N8N_RUNNERS_BROKER_PORT: String(await freePort()),
		N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: health,
		...extra,
	});
	const worker = start(name, findNode(), [N8N_BIN, 'worker', '--concurrency=5'], { env });
	await until(
		`${name} is ready`,
		async () => (await fetch(`http://127.0.0.1:${health}/healthz/readiness`)).ok,
		{ process: worker },
	);
	return worker;
}

/** `n8n <command>`, to its end. */
export async function runCommand(args: string[], extra: Environment) {
	const env = environment({ N8N_RUNNERS_BROKER_PORT: String(await freePort()), ...extra });
	return await execa(findNode(), [N8N_BIN, ...args], { env, extendEnv: false });
}
