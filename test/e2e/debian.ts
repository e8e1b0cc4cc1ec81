/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- part of the driver of a real n8n, never shipped */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { execaSync } from 'execa';
import which from 'which';

import { Problem } from '../../tools/n8n/problem';

const POSTGRES_ROOT = '/usr/lib/postgresql';
const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const onPath = (program: string) =>
	which.sync(program, {
		path: `${process.env.PATH}:/usr/bin:/usr/local/bin:/usr/sbin`,
		nothrow: true,
	});

/** The browser: the one named by CHROMIUM, else the first that is installed. */
export const findBrowser = () =>
	process.env.CHROMIUM ?? BROWSERS.map(onPath).find((path) => path !== null);

/** A program of PostgreSQL's server, which Debian keeps off PATH. */
export function findPostgres(name: string) {
	const versions = existsSync(POSTGRES_ROOT) ? readdirSync(POSTGRES_ROOT) : [];
	const newestFirst = versions.sort((a, b) => Number(b) - Number(a));
	const paths = newestFirst.map((version) => join(POSTGRES_ROOT, version, 'bin', name));
	return paths.find((path) => existsSync(path)) ?? onPath(name);
}

export const findRedis = () => onPath('redis-server');

const NEEDS = [
	{ aptName: 'chromium', find: findBrowser },
	{ aptName: 'redis-server', find: findRedis },
	{ aptName: 'postgresql', find: () => findPostgres('initdb') },
];

/** Installs what is missing of Debian's packages: as root by apt, else it says which command does it. */
export function ensureDebianPackages(say: (line: string) => void, names: string[]) {
	const missing = NEEDS.filter(({ aptName, find }) => names.includes(aptName) && !find());
	if (missing.length === 0) return;
	const packages = missing.map(({ aptName }) => aptName);
	const byHand = new Problem(
		`Missing on this machine: ${packages.join(', ')}.`,
		`Install it ("apt-get install ${packages.join(' ')}" on Debian; the variable CHROMIUM may name another browser), or leave those parts out: npm run test:e2e -- server compare`,
	);
	if (process.getuid?.() !== 0 || !onPath('apt-get')) throw byHand;
	say(`Installing ${packages.join(', ')} ...`);
	const env = { DEBIAN_FRONTEND: 'noninteractive' };
	const apt = (...args: string[]) => execaSync('apt-get', args, { env, stdin: 'ignore' });
	try {
		apt('update', '-qq');
		apt('install', '-y', '-qq', '--no-install-recommends', ...packages);
	} catch {
		throw byHand;
	}
	if (missing.some(({ find }) => !find())) throw byHand;
}
