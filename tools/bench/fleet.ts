import { getBorderCharacters, table as draw } from 'table';

import {
	FIVE_A_MINUTE,
	FOUR_A_SECOND,
	mean,
	ONE_A_SECOND,
	type Run,
	SERVERS,
	type Steady,
	steady,
	twoRuns,
} from '../fleet/scenarios';
import type { JournalEntry } from '../sandbox';
import { inChild } from './child';
import { startSandboxProcess } from './sandboxProcess';
import { type Line, table } from './table';

const SEEDS = Array.from({ length: 200 }, (_, index) => index + 1);
const STEADY_SEEDS = [1, 2, 3];
const COUNTS = [1, 2, 4, 8, 16];
const percent = (share: number) => `${Math.round(share * 100)} %`;
const times = (value: number) => `${value.toFixed(2)} x`;

/** Time for the processes to load, and for both runs of each. */
const LOAD_MS = 20_000;
const BETWEEN_RUNS_MS = 60_000;

const steadyCell = (seen: Steady[]) => {
	const of = (value: (one: Steady) => number) => mean(seen.map(value));
	const lost = seen.reduce((sum, one) => sum + one.lost, 0);
	const rows = seen.reduce((sum, one) => sum + one.rows, 0);
	return [
		`${percent(of(({ refused }) => refused))}, ${percent(of(({ use }) => use))}`,
		`${of(({ fairness }) => fairness).toFixed(2)}, ${lost} of ${rows}`,
	].join('\n');
};

/** Processes that do not know each other, in virtual time: answers 429 and use of the limit; Jain's fairness and rows lost. */
export function steadyTable(): string {
	const limits = [
		{ title: '4 a second', limit: FOUR_A_SECOND, perSecond: 4 },
		{ title: '5 a minute', limit: FIVE_A_MINUTE, perSecond: 5 / 60 },
		{ title: '5 a minute, 4 a second configured', limit: FIVE_A_MINUTE, perSecond: 4 },
	];
	const conditions = [
		{ title: '0-2 ms', jitterMs: 2 },
		{ title: '0-200 ms', jitterMs: 200 },
		{ title: '0-20 ms, Retry-After', jitterMs: 20, retryAfter: true },
	];
	const rows = limits.flatMap(({ title, limit, perSecond }) =>
		Object.entries(SERVERS).flatMap(([kind, make]) =>
			conditions.map(({ title: way, ...given }) => [
				`${title}, ${kind}\nway there and back ${way}`,
				...COUNTS.map((count) =>
					steadyCell(
						STEADY_SEEDS.map((seed) => steady(make, limit, count, perSecond, given, seed)),
					),
				),
			]),
		),
	);
	const head = ['Processes: answers 429, use;\nfairness, rows lost', ...COUNTS.map(String)];
	return draw([head, ...rows], {
		border: { ...getBorderCharacters('void'), bodyJoin: '  ' },
		columnDefault: { paddingLeft: 0, paddingRight: 0 },
		drawHorizontalLine: () => false,
	})
		.replace(/ +$/gm, '')
		.trimEnd();
}

interface Wanted {
	/** The most answers 429 for each row. */
	refused: number;
	toIdeal: number;
}

function lineOf(what: string, runs: Run[], { refused, toIdeal }: Wanted): Line {
	const perRow = mean(runs.map((run) => run.refused / run.rows));
	const time = mean(runs.map((run) => run.toIdeal));
	const most = Math.max(...runs.map((run) => run.toIdeal));
	return {
		what,
		measured: `${perRow.toFixed(2)} answers 429 a row, ${times(time)} (at most ${times(most)})`,
		target: {
			wanted: `${refused.toFixed(2)}, ${times(toIdeal)}`,
			isMet: perRow <= refused && time <= toIdeal,
		},
	};
}

/** What is wanted of single runs, in virtual time. */
export function runLines(): Line[] {
	const both = (
		what: string,
		args: Parameters<typeof twoRuns>,
		first: Wanted,
		second: Wanted = first,
	) => {
		const [limit, count, rows, perSecond, conditions] = args;
		const runs = SEEDS.map((seed) => twoRuns(limit, count, rows, perSecond, conditions, seed));
		return [
			lineOf(
				`${what}: first run`,
				runs.map(([one]) => one),
				first,
			),
			lineOf(
				`${what}: next run`,
				runs.map(([, one]) => one),
				second,
			),
		];
	};
	const alone = '1 process, 60 rows at 4 a second, way there';
	const there = (jitterMs: number) => ({ jitterMs, backMs: 0 });
	const four = FOUR_A_SECOND;
	const three = { first: { refused: 0.25, toIdeal: 1.15 }, next: { refused: 0.11, toIdeal: 1.15 } };
	return [
		...both(`${alone} 0-1 ms`, [four, 1, 60, 4, there(1)], { refused: 0, toIdeal: 1.03 }),
		...both(`${alone} 0-50 ms`, [four, 1, 60, 4, there(50)], { refused: 0.05, toIdeal: 1.1 }),
		...both(`${alone} 0-150 ms`, [four, 1, 60, 4, there(150)], { refused: 0.05, toIdeal: 1.15 }),
		...both(
			'1 process, 40 rows at 4 a second, answers take 1.5 s',
			[four, 1, 40, 4, { jitterMs: 1, answerMs: 1500 }],
			{ refused: 0, toIdeal: 1.1 },
		),
		...both(
			'3 processes, 30 rows each at 4 a second',
			[four, 3, 30, 4, { jitterMs: 2 }],
			three.first,
			three.next,
		),
		...both(
			'1 process, 30 rows, 1 a second although 4 are configured',
			[ONE_A_SECOND, 1, 30, 4, { jitterMs: 2 }],
			{ refused: 1, toIdeal: 1.5 },
			{ refused: 0.1, toIdeal: 1.5 },
		),
		...both(
			'3 processes, 10 rows each, 1 a second although 4 are configured',
			[ONE_A_SECOND, 3, 10, 4, { jitterMs: 2 }],
			{ refused: 1, toIdeal: 1.5 },
			{ refused: 0.1, toIdeal: 1.5 },
		),
	];
}

function measuredOf(what: string, entries: JournalEntry[], rows: number, wanted: Wanted): Line {
	const served = entries.filter(({ status }) => status === 200);
	const tookMs = served[served.length - 1].at - served[0].at;
	const run: Run = {
		refused: entries.length - served.length,
		rows,
		toIdeal: tookMs / ((served.length - 1) * 250),
		lost: rows - served.length,
		paces: [],
	};
	return { ...lineOf(what, [run], wanted), dependsOnMachine: true };
}

/** The same in three real processes on the sandbox, over HTTP: two runs of each. */
export async function measuredLines(): Promise<Line[]> {
	const sandbox = await startSandboxProcess(100);
	try {
		await sandbox.reset(4);
		const first = Date.now() + LOAD_MS;
		const second = first + BETWEEN_RUNS_MS;
		const args = ['30', sandbox.url, sandbox.token, '4', `${first}`, `${second}`];
		await Promise.all([1, 2, 3].map(async () => await inChild('fleetChild.ts', args)));
		const journal = (await sandbox.journal()).filter(({ method }) => method === 'PATCH');
		const what = '3 real processes, 30 rows each at 4 a second';
		const before = ({ at }: JournalEntry) => at < second;
		return [
			measuredOf(`${what}: first run`, journal.filter(before), 90, {
				refused: 0.25,
				toIdeal: 1.15,
			}),
			measuredOf(
				`${what}: next run`,
				journal.filter((entry) => !before(entry)),
				90,
				{ refused: 0.11, toIdeal: 1.15 },
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
