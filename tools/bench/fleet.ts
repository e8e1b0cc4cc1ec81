import { getBorderCharacters, table as draw } from 'table';

import {
	FIVE_A_MINUTE,
	FOUR_A_SECOND,
	mean,
	ONE_A_SECOND,
	type Run,
	seedsFrom,
	SERVERS,
	steady,
	twoRuns,
} from '../fleet/scenarios';
import type { Conditions } from '../fleet/simulate';
import type { JournalEntry } from '../sandbox';
import { inChild } from './child';
import { startSandboxProcess } from './sandboxProcess';
import { type Line, table } from './table';

/** Not those of the tests. */
const SEEDS = seedsFrom(1001, 200);
const STEADY_SEEDS = seedsFrom(1001, 10);
const COUNTS = [1, 2, 3, 4, 8];
const WAYS: Conditions[] = [{ jitterMs: 2 }, { jitterMs: 200 }, { jitterMs: 20, retryAfter: true }];

/** Time for the processes to load, and for both runs of each. */
const LOAD_MS = 20_000;
const BETWEEN_RUNS_MS = 60_000;

const percent = (share: number) => `${Math.round(share * 100)} %`;
const times = (value: number) => `${value.toFixed(2)} x`;

/** Processes that do not know each other, in virtual time: responses 429 and use of the limit; Jain's fairness and rows lost. */
function steadyTable(): string {
	const limits = [
		{ title: '4 a second', limit: FOUR_A_SECOND, perSecond: 4 },
		{ title: '1 a second, 4 configured', limit: ONE_A_SECOND, perSecond: 4 },
		{ title: '5 a minute', limit: FIVE_A_MINUTE, perSecond: 5 / 60 },
	];
	const rows = limits.flatMap(({ title, limit, perSecond }) =>
		Object.entries(SERVERS).map(([kind, make]) => [
			`${title}, ${kind}`,
			...COUNTS.map((count) => {
				const seen = WAYS.flatMap((way) =>
					STEADY_SEEDS.map((seed) => steady(make, limit, count, perSecond, way, seed)),
				);
				const of = (key: keyof (typeof seen)[0]) => mean(seen.map((one) => one[key]));
				return [
					`${percent(of('refused'))}, ${percent(of('use'))}`,
					`${of('fairness').toFixed(2)}, ${((1000 * of('lost')) / of('rows')).toFixed(1)}`,
				].join('\n');
			}),
		]),
	);
	const head = [
		'Processes: responses 429, use;\nfairness, rows lost in 1,000',
		...COUNTS.map(String),
	];
	return draw([head, ...rows], {
		border: { ...getBorderCharacters('void'), bodyJoin: '  ' },
		columnDefault: { paddingLeft: 0, paddingRight: 0 },
		drawHorizontalLine: () => false,
	})
		.replace(/ +$/gm, '')
		.trimEnd();
}

interface Wanted {
	/** The most responses 429, as a share of all. */
	refused: number;
	toIdeal: number;
}

function lineOf(what: string, runs: Run[], { refused, toIdeal }: Wanted): Line {
	const share = mean(runs.map((run) => run.refused / (run.refused + run.rows)));
	const time = mean(runs.map((run) => run.toIdeal));
	const most = Math.max(...runs.map((run) => run.toIdeal));
	return {
		what,
		measured: `${percent(share)} are 429, ${times(time)} (at most ${times(most)})`,
		target: {
			wanted: `${percent(refused)}, ${times(toIdeal)}`,
			isMet: share <= refused && time <= toIdeal && runs.every(({ lost }) => lost === 0),
		},
	};
}

type Scenario = Parameters<typeof twoRuns> extends [...infer Rest, number] ? Rest : never;

const SHARED: Wanted = { refused: 0.25, toIdeal: 1.3 };

/** What is wanted of single runs, in virtual time. */
function runLines(): Line[] {
	const both = (what: string, wanted: Wanted, ...scenario: Scenario) => {
		const runs = SEEDS.map((seed) => twoRuns(...scenario, seed));
		return ['first', 'next'].map((which, index) =>
			lineOf(
				`${what}: ${which} run`,
				runs.map((one) => one[index]),
				wanted,
			),
		);
	};
	const alone = '1 process, 60 rows at 4 a second, way there';
	const there = (jitterMs: number) => ({ jitterMs, backMs: 0 });
	const four = FOUR_A_SECOND;
	return [
		...both(`${alone} 0-1 ms`, { refused: 0, toIdeal: 1.05 }, four, 1, 60, 4, there(1)),
		...both(`${alone} 0-50 ms`, { refused: 0.05, toIdeal: 1.1 }, four, 1, 60, 4, there(50)),
		...both(`${alone} 0-150 ms`, { refused: 0.05, toIdeal: 1.15 }, four, 1, 60, 4, there(150)),
		...both(
			'1 process, 40 rows at 4 a second, answers take 1.5 s',
			{ refused: 0, toIdeal: 1.1 },
			four,
			1,
			40,
			4,
			{ jitterMs: 1, answerMs: [1500, 1500] },
		),
		...both('3 processes, 30 rows each at 4 a second', SHARED, four, 3, 30, 4, { jitterMs: 2 }),
	];
}

function measuredOf(what: string, entries: JournalEntry[], rows: number): Line {
	const served = entries.filter(({ status }) => status === 200);
	const tookMs = served[served.length - 1].at - served[0].at;
	const run: Run = {
		refused: entries.length - served.length,
		rows,
		toIdeal: tookMs / ((served.length - 1) * 250),
		lost: rows - served.length,
		paces: [],
	};
	return { ...lineOf(what, [run], SHARED), dependsOnMachine: true };
}

/** The same in three real processes on the sandbox, over HTTP: two runs of each. */
async function measuredLines(): Promise<Line[]> {
	const sandbox = await startSandboxProcess(100);
	try {
		await sandbox.reset(4);
		const first = Date.now() + LOAD_MS;
		const second = first + BETWEEN_RUNS_MS;
		const args = ['30', sandbox.url, sandbox.token, '4', `${first}`, `${second}`];
		await Promise.all([1, 2, 3].map(async () => await inChild('fleet.ts', args)));
		const journal = (await sandbox.journal()).filter(({ method }) => method === 'PATCH');
		const what = '3 real processes, 30 rows each at 4 a second';
		return [
			measuredOf(
				`${what}: first run`,
				journal.filter(({ at }) => at < second),
				90,
			),
			measuredOf(
				`${what}: next run`,
				journal.filter(({ at }) => at >= second),
				90,
			),
		];
	} finally {
		await sandbox.close();
	}
}

/** The whole report. */
export async function fleetReport(progress: (text: string) => void): Promise<string> {
	progress('1 of 2: virtual time');
	const simulated = [steadyTable(), table(runLines())];
	progress('2 of 2: three real processes (2 minutes)');
	return [...simulated, table(await measuredLines())].join('\n\n');
}
