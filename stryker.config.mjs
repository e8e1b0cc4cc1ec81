import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Which tests judge: all of the shipped code, or the files of TESTS (globs), to be done in minutes. */
const { TESTS = 'test/{contract,credentials,nodes}/**/*.test.ts test/package/forms.test.ts' } =
	process.env;

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
	mutate: ['nodes/**/*.ts', 'credentials/**/*.ts'],
	// Texts and names are checked where they are shown, and a changed one tells nothing about a decision.
	mutator: { excludedMutations: ['StringLiteral'] },
	testRunner: 'jest',
	coverageAnalysis: 'perTest',
	jest: {
		configFile: 'jest.config.js',
		enableFindRelatedTests: false,
		config: {
			// Stryker resolves it by itself, and does not know <rootDir>.
			testEnvironment: './test/support/jest/workerRealm.js',
			testMatch: TESTS.split(' ').map((glob) => `<rootDir>/${glob}`),
			// They need an environment of Jest's own, which counts no coverage for Stryker.
			testPathIgnorePatterns: [
				'<rootDir>/test/e2e/',
				'<rootDir>/test/contract/secrets/(canary|echo).test.ts',
			],
			cacheDirectory: `${import.meta.dirname}/.cache/jest`,
		},
	},
	disableTypeChecks: false,
	concurrency: 1,
	timeoutMS: 10_000,
	dryRunTimeoutMinutes: 30,
	ignorePatterns: ['.cache', 'dist', 'docs', 'examples'],
	// Not in here, where a copy of all sources would be linted with them.
	tempDirName: join(tmpdir(), 'n8n-nodes-ubidots-upsun-stryker'),
	reporters: ['clear-text', 'json'],
	clearTextReporter: { allowColor: false, reportTests: false, skipFull: false },
	jsonReporter: { fileName: '.cache/mutation.json' },
};
