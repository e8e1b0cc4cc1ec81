import { getBorderCharacters, table as draw } from 'table';

import { inChild } from './child';
import type { Profile } from './profileChild';
import { startSandboxProcess } from './sandboxProcess';

const ROWS = 2000;

const micros = (value: number) => value.toFixed(0);
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** Where the processor's time of an updated row goes, by V8's profiler: what runs, by where its code lives. */
export async function profileReport(): Promise<string> {
	const sandbox = await startSandboxProcess(ROWS);
	try {
		await sandbox.reset();
		const args = [`${ROWS}`, sandbox.url, sandbox.token];
		const { selfMs, idleMs, top } = await inChild<Profile>('profileChild.ts', args);
		const rooms = Object.entries(selfMs).sort(([, a], [, b]) => b - a);
		const total = rooms.reduce((sum, [, ms]) => sum + ms, 0);
		const perRow = (ms: number) => micros((1000 * ms) / ROWS);
		const layout = {
			border: { ...getBorderCharacters('void'), bodyJoin: '  ' },
			columnDefault: { paddingLeft: 0, paddingRight: 0 },
			columns: [{}, { alignment: 'right' as const }, { alignment: 'right' as const }],
			drawHorizontalLine: () => false,
		};
		const lines = rooms.map(([room, ms]) => [room, perRow(ms), percent(ms / total)]);
		const ours = top.map(({ name, ms }) => [name, perRow(ms), percent(ms / total)]);
		return [
			`Update, ${ROWS} rows, no latency: computing of a row in n8n's process (and ${perRow(idleMs)} µs of waiting)`,
			draw([['What runs', 'µs a row', 'share'], ...lines, ['', perRow(total), '']], layout),
			"The package's own functions that take most",
			draw(ours, layout),
		]
			.join('\n')
			.replace(/ +$/gm, '')
			.trimEnd();
	} finally {
		await sandbox.close();
	}
}
