/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in a real n8n, never shipped */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';

import { assert, check, part } from '../../checks';
import { INSTALLED_MODULES, N8N_LINE, N8N_VERSION, ROOT, RUN } from '../../../../tools/n8n/paths';
import { DIFFERENCES } from './differences';

/** What drives the nodes through the engine; tests of tools and files have nothing to do with n8n's version. */
const SPECIFICATION = ['test/contract', 'test/nodes'];

type Results = {
	numTotalTests: number;
	testResults: Array<{
		message: string;
		assertionResults: Array<{ fullName: string; status: string }>;
	}>;
};

async function runTests(): Promise<Results> {
	const outputFile = join(RUN, 'tests.json');
	rmSync(outputFile, { force: true });
	mkdirSync(RUN, { recursive: true });
	const options = ['--json', `--outputFile=${outputFile}`, '--silent', '--reporters=summary'];
	await execa('jest', [...SPECIFICATION, ...options], {
		cwd: ROOT,
		preferLocal: true,
		env: { N8N_MODULES: INSTALLED_MODULES },
		stdin: 'ignore',
		stdout: 'ignore',
		stderr: 'ignore',
		reject: false,
	});
	return JSON.parse(readFileSync(outputFile, 'utf8'));
}

/**
 * The specification tests, with n8n-core and n8n-workflow of this n8n in the place of the project's.
 * @returns what cannot hold in this n8n
 */
export async function run() {
	part(`the engine of n8n ${N8N_VERSION}`);
	const { numTotalTests, testResults } = await runTests();
	const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
	const failed = tests.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName);
	const passed = tests.filter(({ status }) => status === 'passed').length;
	const differences = DIFFERENCES.filter(({ lines }) => lines.includes(N8N_LINE));
	const expected = differences.flatMap((one) => one.tests);

	await check(`${passed} of ${numTotalTests} specification tests pass`, () => {
		assert.ok(passed > 0);
		assert.deepEqual(
			failed.filter((name) => !expected.includes(name)),
			[],
		);
		// A test that is not there any more cannot differ.
		const names = tests.map(({ fullName }) => fullName);
		assert.deepEqual(
			expected.filter((name) => !names.includes(name)),
			[],
		);
		// A file that cannot be loaded has no tests.
		assert.deepEqual(
			testResults.filter((one) => one.assertionResults.length === 0).map((one) => one.message),
			[],
		);
	});
	for (const { why, tests: names } of differences) {
		await check(`what differs is what is known: ${why}`, () => {
			assert.ok(
				names.some((name) => failed.includes(name)),
				'nothing differs any more',
			);
		});
	}
	return `but for ${expected.length}`;
}
