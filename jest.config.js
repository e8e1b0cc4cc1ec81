/** A package of release/ whose built code is tested in the place of the sources: n8n-nodes-ubidots, n8n-nodes-upsun. */
const { PACKAGE_UNDER_TEST: single } = process.env;
const service = { 'n8n-nodes-ubidots': 'Ubidots', 'n8n-nodes-upsun': 'Upsun' }[single];
if (single && !service) throw new Error(`There is no package ${single}`);
const built = `<rootDir>/release/${single}/dist`;
/** What tests and tools import; between themselves, the sources of the other service stay as they are. */
const toBuilt = service && {
	[`^(?:\\.\\./){2,}nodes/((?:${service}|shared)/.*)$`]: `${built}/nodes/$1`,
	[`^(?:\\.\\./){2,}credentials/(${service}Api.*)$`]: `${built}/credentials/$1`,
};

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: '<rootDir>/test/support/jest/workerRealm.js',
	moduleNameMapper: {
		...toBuilt,
		'^(n8n-core|n8n-workflow|reflect-metadata)$': '<rootDir>/test/support/jest/shared/$1.js',
	},
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
	testPathIgnorePatterns: ['<rootDir>/test/e2e/'],
	// dist/package.json carries the same package name as the one at the door.
	modulePathIgnorePatterns: ['<rootDir>/dist/'],
	transform: {
		'^.+\\.ts$': ['ts-jest', { tsconfig: '<rootDir>/tsconfig.tools.json', diagnostics: false }],
	},
	cacheDirectory: '<rootDir>/.cache/jest',
	collectCoverageFrom: ['nodes/**/*.ts', 'credentials/**/*.ts'],
	coverageDirectory: '.cache/coverage',
	coverageReporters: ['text', 'json-summary'],
	reporters: ['default', '<rootDir>/test/support/jest/timesReporter.js'],
	globalSetup: '<rootDir>/test/support/engineFolder.ts',
	testTimeout: 30_000,
	// Most tests wait for the loopback: two cores are worth two workers.
	maxWorkers: '100%',
};
