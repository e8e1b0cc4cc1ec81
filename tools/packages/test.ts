/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console -- a program of its own, never shipped */
// `npm run test:packages`: the specification tests against the built code of each package in release/, which is made first.
import { ROOT, buildAll } from './build';

/** What drives the nodes; the rest of the tests is about files and tools of the combined package. */
const testsOf = (service: string) => [
	'test/contract',
	`test/nodes/${service}`,
	// These use the field table of Ubidots, and the shared code of both packages has one source.
	...(service === 'Ubidots' ? ['test/nodes/shared'] : []),
	`test/credentials/${service}Api`,
];

void (async () => {
	const { execa } = await import('execa');
	let passed = 0;
	let failed = 0;
	for (const { name, service } of (await buildAll()).keys()) {
		const { stdout, stderr } = await execa(
			'jest',
			[...testsOf(service), '--reporters=summary', '--json'],
			{
				cwd: ROOT,
				preferLocal: true,
				env: { PACKAGE_UNDER_TEST: name },
				stdin: 'ignore',
				reject: false,
			},
		);
		const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(stdout) as Record<
			string,
			number
		>;
		console.log(`${name}: ${numPassedTests} passed, ${numFailedTests} failed`);
		if (numFailedTestSuites > 0) console.log(stderr);
		passed += numPassedTests;
		// A file that cannot be loaded has no tests.
		failed += Math.max(numFailedTests, numFailedTestSuites);
	}
	console.log(`${passed} passed, ${failed} failed`);
	process.exitCode = failed === 0 ? 0 : 1;
})();
