/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a program of its own, never shipped */
// `npm run packages -- --verify`: each package of release/ is built, linted and scanned as a repository of its own would be.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { buildAll, buildPackage, RELEASE, run } from './build';
import { Checks } from './check';

const checks = new Checks();

const scanner = async () => await (await import('../lint/tools.mjs')).scanner();

async function scan(folder: string, patterns?: string[]): Promise<void> {
	const { analyzePackage } = await scanner();
	const { passed: isClean, message, details } = await analyzePackage(folder, patterns);
	if (!isClean) throw new Error(`${message ?? ''}\n${details ?? ''}`);
}

void (async () => {
	const { SOURCE_FILE_PATTERNS } = await scanner();
	const again = join(RELEASE, 'again');
	for (const [single, tarball] of await buildAll()) {
		const { name, other } = single;
		const folder = join(RELEASE, name);
		const unpacked = join(RELEASE, 'unpacked', name);
		mkdirSync(unpacked, { recursive: true });
		await run(unpacked, 'tar', '-xzf', tarball);
		await checks.that(`${name} passes n8n's lint for verified packages`, async () => {
			await run(folder, 'npm', 'run', 'lint');
		});
		await checks.that(
			`${name} passes n8n's package scan, as sources`,
			async () => await scan(folder, SOURCE_FILE_PATTERNS),
		);
		await checks.that(
			`${name} passes n8n's package scan, as packed`,
			async () => await scan(join(unpacked, 'package')),
		);
		await checks.that(`${name} never names ${other}`, async () => {
			// grep ends with 1 where it finds nothing.
			const found = await run(
				RELEASE,
				'sh',
				'-c',
				`grep -rli ${other} ${name} unpacked/${name} || true`,
			);
			if (found) throw new Error(found);
		});
		await checks.that(`${name} is packed to the same bytes a second time, elsewhere`, async () => {
			const second = await buildPackage(join(again, name), single);
			if (!readFileSync(second).equals(readFileSync(tarball))) throw new Error('The bytes differ');
		});
		await checks.that(`${name} can be installed from its lock alone`, async () => {
			const alone = join(tmpdir(), `${name}-alone`);
			rmSync(alone, { recursive: true, force: true });
			await run(RELEASE, 'cp', '-r', folder, alone);
			try {
				await run(alone, 'npm', 'ci', '--no-audit', '--no-fund', '--prefer-offline', '--dry-run');
			} finally {
				rmSync(alone, { recursive: true, force: true });
			}
		});
	}
	for (const extra of ['again', 'unpacked'])
		rmSync(join(RELEASE, extra), { recursive: true, force: true });
	process.exitCode = checks.sum();
})();
