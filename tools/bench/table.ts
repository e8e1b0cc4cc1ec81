import { getBorderCharacters, table as draw } from 'table';

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

/** Columns two spaces apart, and rules of dashes. */
const BORDER = {
	...getBorderCharacters('void'),
	bodyJoin: '  ',
	joinBody: '-',
	joinJoin: '  ',
};

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
	return draw([HEADS, ...cells], {
		border: BORDER,
		columnDefault: { paddingLeft: 0, paddingRight: 0 },
		drawHorizontalLine: (index) => index === 1 || index === 1 + ratios.length,
	})
		.replace(/ +$/gm, '')
		.trimEnd();
}
