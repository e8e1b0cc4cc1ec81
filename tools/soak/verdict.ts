import { getBorderCharacters, table } from 'table';

import type { Measurement } from './measure';

/** One line of the table at the end. */
export interface Line {
	what: string;
	begin: number;
	end: number;
	/** The most that the end may show. */
	allowed: number;
}

const MEGABYTE = 1024 * 1024;
/** V8 goes on compiling and optimizing: this much of a heap comes and goes. */
const HEAP_ROOM = 0.05;
const HEAP_ROOM_MB = 4;
/** What is known without looking at the beginning. */
const MOST: Measurement = {
	timers: 0,
	sockets: 0,
	// That of the account that was used last.
	'rate limiters': 1,
	// `MOST_SESSIONS` of the nodes: so many are kept for good, however many accounts there were.
	'sessions kept': 200,
	'exchanges under way': 0,
	'clients of the nodes alive': 0,
};

const inMegabytes = (bytes: number) => Math.round((bytes / MEGABYTE) * 10) / 10;

/** Everything is to be where it began; only the heap gets some room, and what is counted in `MOST` has a limit of its own. */
export function linesOf(begin: Measurement, end: Measurement): Line[] {
	return Object.keys(begin).map((what) => {
		const values = { what, begin: begin[what], end: end[what] };
		if (what !== 'heap') return { ...values, allowed: MOST[what] ?? begin[what] };
		const room = Math.max(HEAP_ROOM_MB, inMegabytes(begin[what] * HEAP_ROOM));
		const megabytes = { begin: inMegabytes(begin[what]), end: inMegabytes(end[what]) };
		return { what: 'heap (MB)', ...megabytes, allowed: inMegabytes(begin[what]) + room };
	});
}

export const isFlat = ({ end, allowed }: Line) => end <= allowed;

const HEADS = ['What', 'At the beginning', 'At the end', 'Allowed', 'Result'];

/** The lines as a table for a terminal. */
export function drawTable(lines: readonly Line[]): string {
	const cells = lines.map((line) => [
		line.what,
		line.begin,
		line.end,
		Math.round(line.allowed * 10) / 10,
		isFlat(line) ? 'ok' : 'NOT OK',
	]);
	return table([HEADS, ...cells], {
		border: { ...getBorderCharacters('void'), bodyJoin: '  ', joinBody: '-', joinJoin: '  ' },
		columnDefault: { paddingLeft: 0, paddingRight: 0 },
		drawHorizontalLine: (index) => index === 1,
	})
		.replace(/ +$/gm, '')
		.trimEnd();
}
