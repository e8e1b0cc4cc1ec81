const { relative } = require('node:path');

const SLOWEST = 5;

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/** Where the time of one test file went: what passes before its first test starts is spent on loading modules. */
function timesOf({ testFilePath, perfStats: { start, end }, testResults }, rootDir) {
	const starts = testResults.map(({ startAt }) => startAt).filter(Number);
	const firstTest = starts.length ? Math.min(...starts) : end;
	return {
		path: relative(rootDir, testFilePath),
		loading: firstTest - start,
		running: end - firstTest,
	};
}

const sum = (numbers) => numbers.reduce((total, one) => total + one, 0);

/** Prints how long all test files took, for loading and for running, and which took longest. */
class TimesReporter {
	constructor({ rootDir }) {
		this.rootDir = rootDir;
	}

	onRunComplete(_contexts, { testResults }) {
		const times = testResults
			.filter(({ perfStats }) => perfStats.end)
			.map((result) => timesOf(result, this.rootDir));
		const loading = sum(times.map((one) => one.loading));
		const running = sum(times.map((one) => one.running));
		const slowest = times
			.sort((a, b) => b.loading + b.running - (a.loading + a.running))
			.slice(0, SLOWEST);
		const lines = [
			`${times.length} test files took ${seconds(loading + running)} in all workers together: ` +
				`${seconds(loading)} to load, ${seconds(running)} to run. The slowest:`,
			...slowest.map((one) =>
				[
					seconds(one.loading + one.running).padStart(8),
					`(load ${seconds(one.loading)})`,
					one.path,
				].join(' '),
			),
		];
		// After the table of coverage, which Jest prints later.
		process.once('exit', () => process.stderr.write(`\n${lines.join('\n')}\n`));
	}
}

module.exports = TimesReporter;
