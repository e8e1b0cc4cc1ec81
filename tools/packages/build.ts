/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a program of its own, never shipped */
import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { PACKAGES, type SinglePackage } from './services';
import { writePackage } from './write';

export const ROOT = join(__dirname, '..', '..');
export const RELEASE = join(ROOT, 'release');
/** What the packages are developed with is installed there, and its lock is theirs. */
export const TOOLS = join(ROOT, 'tools', 'lint');

/** Runs a command in a folder below the project, whose tools it finds; its output is shown when it fails. */
export async function run(folder: string, command: string, ...args: string[]): Promise<string> {
	const { execa } = await import('execa');
	const { stdout } = await execa(command, args, {
		cwd: folder,
		preferLocal: true,
		localDir: TOOLS,
		stdin: 'ignore',
	});
	return stdout;
}

/**
 * Writes, builds and packs one package.
 * @returns the path of its tarball
 */
export async function buildPackage(folder: string, single: SinglePackage): Promise<string> {
	writePackage(ROOT, folder, single);
	await run(
		folder,
		'npm',
		'install',
		'--package-lock-only',
		'--ignore-scripts',
		'--no-audit',
		'--no-fund',
		'--prefer-offline',
	);
	await run(folder, 'gulp', 'build', '--silent');
	const printed = await run(
		folder,
		'npm',
		'pack',
		'--json',
		'--ignore-scripts',
		'--pack-destination',
		join(folder, '..'),
	);
	const [{ filename }] = JSON.parse(printed) as Array<{ filename: string }>;
	return join(folder, '..', filename);
}

/** Makes all packages anew. */
export async function buildAll(folder = RELEASE): Promise<Map<SinglePackage, string>> {
	rmSync(folder, { recursive: true, force: true });
	const tarballs = new Map<SinglePackage, string>();
	for (const single of PACKAGES)
		tarballs.set(single, await buildPackage(join(folder, single.name), single));
	return tarballs;
}
