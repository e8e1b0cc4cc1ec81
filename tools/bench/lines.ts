import { type Blocked, blockedLines } from './blocked';
import type { GrowthBySize } from './growth';
import type { Load } from './children/load';
import type { Pace } from './pace';
import type { PerRow } from './perRow';
import type { Line } from './table';

export interface Figures {
	perRow: PerRow;
	pace: Pace;
	growth: GrowthBySize;
	growthWithReading: GrowthBySize;
	growthOfSync: GrowthBySize;
	load: Load;
	blocked: Blocked;
}

const MOST_OWN_COST = 1.1;
const MOST_PACE_COST = 1.05;
const MOST_GROWTH = 11;
const MOST_BYTES_PER_ROW = 2000;

/** Thousands apart, whatever the language of the machine. */
const grouped = (value: number) => value.toLocaleString('en-US');
const times = (value: number) => `${value.toFixed(2)} x`;
const atMost = (value: number, most: number, wanted: string) => ({ wanted, isMet: value <= most });

function perRowLines({ rows, rounds, inFlight, oursTo, oursToByCpu, ...perRow }: PerRow): Line[] {
	const title = `update (${rows} rows, ${inFlight} in flight)`;
	const wanted = 'at most 1.10 x';
	const { ours, bareWithParameters, axios } = perRow.msPerRow;
	return [
		{
			what: `${title}: time a row, to a bare node that reads the same parameters`,
			measured: times(oursTo.bareWithParameters),
			target: atMost(oursTo.bareWithParameters, MOST_OWN_COST, wanted),
		},
		{
			what: `${title}: CPU a row, to a bare node that reads the same parameters`,
			measured: times(oursToByCpu.bareWithParameters),
			target: atMost(oursToByCpu.bareWithParameters, MOST_OWN_COST, wanted),
		},
		{
			what: `${title}: time a row, to a bare node that reads no parameter`,
			measured: times(oursTo.bare),
		},
		{
			what: `${title}: time a row, to plain axios without n8n`,
			measured: times(oursTo.axios),
		},
		{
			what: `update: a row, median of ${rounds} (bare node ${bareWithParameters.toFixed(2)} ms, axios ${axios.toFixed(2)} ms)`,
			measured: `${ours.toFixed(2)} ms`,
			dependsOnMachine: true,
		},
	];
}

function paceLines({ rows, perSecond, ...pace }: Pace): Line[] {
	return [
		{
			what: `${rows} rows at ${perSecond} a second: bulkUpdate, to update one by one`,
			measured: `${Math.round(pace.bulkIsFaster)} x faster`,
			target: { wanted: 'faster', isMet: pace.bulkIsFaster > 1 },
		},
		{
			what: `${rows} rows at ${perSecond} a second: requests of bulkUpdate, to update one by one`,
			measured: `${pace.bulkRequests} : ${pace.oneByOneRequests}`,
		},
		{
			what: `${rows} updates at ${perSecond} a second: time, to the shortest that the limit allows`,
			measured: times(pace.oneByOneToIdeal),
			target: atMost(pace.oneByOneToIdeal, MOST_PACE_COST, 'at most 1.05 x'),
		},
		{
			what: `${rows} updates at ${perSecond} a second: 429 answers`,
			measured: `${pace.tooManyRequests}`,
			target: atMost(pace.tooManyRequests, 1, 'next to none'),
		},
		{
			what: `${rows} rows at ${perSecond} a second: one by one, in bulk`,
			measured: `${(pace.oneByOneMs / 1000).toFixed(1)} s, ${(pace.bulkMs / 1000).toFixed(2)} s`,
			dependsOnMachine: true,
		},
	];
}

function growthLines({ operation, sizes, options }: GrowthBySize): Line[] {
	const names = Object.keys(options).map((name) => `, ${name}`);
	const title = `${operation}${names.join('')}`;
	const [largest, before] = [...sizes].reverse();
	const lines: Line[] = [
		{
			what: `${title}: resident memory a row beyond the input, ${grouped(largest.rows)} rows`,
			measured: `${grouped(Math.round(largest.rssPerRow))} bytes`,
			// A sync keeps what it has read of each user.
			...(operation === 'bulkUpdate' && {
				target: atMost(largest.rssPerRow, MOST_BYTES_PER_ROW, 'under 2,000 bytes'),
			}),
		},
		...sizes.map(
			({ rows, ms, rssPerRow, heapPerRow }): Line => ({
				what: `${title}: ${grouped(rows)} rows (resident ${Math.round(rssPerRow)}, heap left ${Math.round(heapPerRow)} bytes a row)`,
				measured: `${(ms / 1000).toFixed(2)} s`,
				dependsOnMachine: true,
			}),
		),
	];
	if (before) {
		const ratio = largest.ms / before.ms;
		// Ten times the rows may take eleven times as long; other sizes in proportion.
		const most = (MOST_GROWTH * largest.rows) / before.rows / 10;
		lines.unshift({
			what: `${title}: time of ${grouped(largest.rows)} rows, to that of ${grouped(before.rows)}`,
			measured: `${ratio.toFixed(1)} x`,
			target: atMost(ratio, most, `at most ${most} x`),
		});
	}
	return lines;
}

function loadLines({ coreMs, packageMs }: Load): Line[] {
	return [
		{
			what: "loading the built package with n8n-core's loader, to loading n8n-core itself",
			measured: times(packageMs / coreMs),
		},
		{
			what: `loading the built package (n8n-core itself ${Math.round(coreMs)} ms)`,
			measured: `${Math.round(packageMs)} ms`,
			dependsOnMachine: true,
		},
	];
}

/** What the figures mean, line by line. */
export const linesOf = (figures: Figures): Line[] => [
	...perRowLines(figures.perRow),
	...paceLines(figures.pace),
	...growthLines(figures.growth),
	...growthLines(figures.growthWithReading),
	...growthLines(figures.growthOfSync),
	...loadLines(figures.load),
	...blockedLines(figures.blocked),
];
