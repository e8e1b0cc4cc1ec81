/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a program of its own, never shipped */
// `npm run packages -- --test`: the specification tests against the built code of both packages in release/, which are made first.
import { buildAll, ROOT } from './build';

/** What drives the nodes; the rest of the tests is about files and tools of the combined package. */
const TESTS = ['test/contract', 'test/nodes', 'test/credentials'];

void (async () => {
	const { execa } = await import('execa');
	await buildAll();
	const { exitCode } = await execa('jest', [...TESTS, '--reporters=summary'], {
		cwd: ROOT,
		preferLocal: true,
		env: { SINGLE_PACKAGES: '1' },
		stdin: 'ignore',
		stdout: 'inherit',
		stderr: 'inherit',
		reject: false,
	});
	process.exitCode = exitCode ?? 1;
})();
