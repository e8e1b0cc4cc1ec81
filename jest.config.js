/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: '<rootDir>/test/support/jest/workerRealm.js',
	// The built packages of release/ in the place of the sources.
	...(process.env.SINGLE_PACKAGES && { resolver: '<rootDir>/test/support/jest/builtPackages.js' }),
	moduleNameMapper: {
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
	globalSetup: '<rootDir>/test/support/jest/engineFolder.ts',
	// Only for what hangs: nothing depends on how fast the machine is.
	testTimeout: 300_000,
	// Most tests wait for the loopback: two cores are worth two workers.
	maxWorkers: '100%',
};
