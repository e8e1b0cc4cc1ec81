/** One line of the printed table. */
export interface Line {
	what: string;
	measured: string;
	/** What is wanted, in words, and whether it was met; left out for a figure without a target. */
	target?: { wanted: string; isMet: boolean };
	/** Depends on the machine, unlike a ratio within one run. */
	dependsOnMachine?: boolean;
}

const HEADS = ['What', 'Measured', 'Wanted', 'Result'];

/** The lines as a table for a terminal: ratios first, then what depends on the machine. */
export function table(lines: readonly Line[]): string {
	const ratios = lines.filter(({ dependsOnMachine }) => !dependsOnMachine);
	const others = lines.filter(({ dependsOnMachine }) => dependsOnMachine);
	const cells = [...ratios, ...others].map(({ what, measured, target }) => [
		what,
		measured,
		target?.wanted ?? '',
		target === undefined ? '' : target.isMet ? 'met' : 'NOT MET',
	]);
	const rows = [HEADS, ...cells];
	const widths = HEADS.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
	const line = (row: string[]) =>
		row
			.map((cell, column) => cell.padEnd(widths[column]))
			.join('  ')
			.trimEnd();
	const rule = widths.map((width) => '-'.repeat(width)).join('  ');
	return [
		line(HEADS),
		rule,
		...cells.slice(0, ratios.length).map(line),
		rule,
		...cells.slice(ratios.length).map(line),
	].join('\n');
}
