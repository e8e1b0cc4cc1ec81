// What n8n's scan of a community package finds, offline: over the sources, and over the unpacked tarball.
// `npx @n8n/scan-community-package <name>` does the same for a published package; both ignore inline suppressions.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

import { scanner } from './tools.mjs';

const { analyzePackage, SOURCE_FILE_PATTERNS } = await scanner();

const folder = mkdtempSync(join(tmpdir(), 'scan-'));
let failed = 0;

/**
 * @param {string} what
 * @param {string} path
 * @param {string[]} [patterns]
 */
async function scan(what, path, patterns) {
	const { passed, message, details } = await analyzePackage(path, patterns);
	console.log(
		`${passed ? 'ok' : 'FAILED'}  package scan, ${what}${passed ? '' : `: ${message ?? ''}\n${details ?? ''}`}`,
	);
	if (!passed) failed++;
}

try {
	const { stdout } = await execa('npm', ['pack', '--json', '--pack-destination', folder]);
	const [{ filename }] = JSON.parse(stdout);
	await execa('tar', ['-xzf', join(folder, filename), '-C', folder]);
	await scan('sources', process.cwd(), SOURCE_FILE_PATTERNS);
	await scan('packed', join(folder, 'package'));
} finally {
	rmSync(folder, { recursive: true, force: true });
}
console.log(`${2 - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
