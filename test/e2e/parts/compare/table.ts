/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in a real n8n, never shipped */
import { getBorderCharacters, table as draw } from 'table';
import type { Line } from './index';

/** What the ratios compare with. */
const PEER = 'http';

/** The figures as a table, with the time of each line as a multiple of the HTTP Request node's at the same number of rows. */
export function table(title: string, lines: Line[]) {
	const peerOf = (rows: number) => lines.find((line) => line.key === PEER && line.rows === rows);
	const header = ['', 'rows', 'applied', 'failed', 'seconds', 'rows/s', 'peak MB', 'speed'];
	const cells = lines.map((line) => {
		const peer = peerOf(line.rows);
		// A run that lost rows was fast at losing them: only whole runs are compared.
		const isWhole = line.applied === line.rows && peer?.applied === peer?.rows;
		return [
			line.title,
			String(line.rows),
			String(line.applied),
			String(line.failed),
			line.seconds.toFixed(2),
			(line.applied / line.seconds).toFixed(line.applied / line.seconds < 10 ? 1 : 0),
			line.peakMB === undefined ? '-' : String(line.peakMB),
			peer && isWhole ? `${(peer.seconds / line.seconds).toFixed(2)} x` : '-',
		];
	});
	const text = draw([header, ...cells], {
		border: { ...getBorderCharacters('void'), bodyLeft: '    ', bodyJoin: '  ' },
		columnDefault: { paddingLeft: 0, paddingRight: 0, alignment: 'right' },
		columns: [{ alignment: 'left' }],
		drawHorizontalLine: () => false,
	});
	return `\n  ${title} (speed: of the HTTP Request node = 1)\n${text}`;
}
