/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- packs and unpacks as a publisher and a user do */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = resolve(__dirname, '../..');

export interface Unpacked {
	/** Where package.json of the unpacked tarball is. */
	directory: string;
	/** Every file in it, with `/` between the parts of its path. */
	files: string[];
	read(file: string): Promise<string>;
	remove(): Promise<void>;
}

/** Packs what `npm publish` would send, and unpacks it where it sees n8n-workflow and none of the sources. */
export async function packAndUnpack(): Promise<Unpacked> {
	const folder = await mkdtemp(join(tmpdir(), 'packed-'));
	const { stdout } = await run(
		'npm',
		['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
		{ cwd: ROOT },
	);
	const [{ filename }] = JSON.parse(stdout) as Array<{ filename: string }>;
	await run('tar', ['-xzf', join(folder, filename), '-C', folder]);
	// n8n hands out n8n-workflow to the packages it loads; here it is found beside the package.
	await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
	const directory = join(folder, 'package');
	const entries = await readdir(directory, { recursive: true, withFileTypes: true });
	const files = entries
		.filter((entry) => entry.isFile())
		.map((entry) => relative(directory, join(entry.parentPath, entry.name)))
		.map((path) => path.replaceAll('\\', '/'))
		.sort();
	return {
		directory,
		files,
		read: async (file) => await readFile(join(directory, file), 'utf8'),
		remove: async () => await rm(folder, { recursive: true, force: true }),
	};
}

/** The source files that are to be shipped in compiled form, as paths in the tarball. */
export async function compiledSources(): Promise<string[]> {
	const found: string[] = [];
	for (const folder of ['nodes', 'credentials']) {
		const entries = await readdir(join(ROOT, folder), { recursive: true, withFileTypes: true });
		for (const entry of entries.filter((one) => one.isFile())) {
			const path = relative(ROOT, join(entry.parentPath, entry.name)).replaceAll('\\', '/');
			found.push(`dist/${path.replace(/\.ts$/, '.js')}`);
		}
	}
	return found.sort();
}
