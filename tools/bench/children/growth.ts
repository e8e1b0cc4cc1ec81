/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console -- the benchmark runs as a program of its own and is never shipped */
import { benchEngine, list, type Many, many, people, throwIfFailed } from '../workflows';

/** What one run of this many rows took, in a process that does nothing else. */
export interface Growth {
	rows: number;
	/** Milliseconds that the node ran. */
	ms: number;
	cpuMs: number;
	/** Resident bytes before, with all input items alive, and the most that was seen from then on. */
	rssBefore: number;
	rssPeak: number;
	/** Bytes of the JavaScript heap that the run leaves, its output included, after a collection. */
	heapGrowth: number;
}

const WARM_UP_ROWS = 300;
const SAMPLE_EVERY_MS = 10;

const collect = () => {
	if (!globalThis.gc) throw new Error('Run it with --expose-gc');
	globalThis.gc();
	globalThis.gc();
};

async function main([name, rows, url, token, options]: string[]): Promise<void> {
	const count = Number(rows);
	const given = JSON.parse(options) as Record<string, boolean>;
	const operation = name as Many;
	const rowsOf = operation === 'sync' ? list : people;
	const engine = await benchEngine({ url, token });
	await engine.run(many(operation, rowsOf(WARM_UP_ROWS, 'Warm'), given));
	const file = many(operation, rowsOf(count), given);
	collect();
	const before = process.memoryUsage();
	let rssPeak = before.rss;
	const sample = () => (rssPeak = Math.max(rssPeak, process.memoryUsage.rss()));
	const timer = setInterval(sample, SAMPLE_EVERY_MS);
	const cpuBefore = process.cpuUsage();
	const execution = await engine.run(file);
	const { user, system } = process.cpuUsage(cpuBefore);
	sample();
	clearInterval(timer);
	throwIfFailed(execution);
	collect();
	const heapGrowth = process.memoryUsage().heapUsed - before.heapUsed;
	const output = execution.output('Node');
	if (output.length !== count || file.pinData?.Items.length !== count) {
		throw new Error(`${output.length} of ${count} rows came out`);
	}
	const growth: Growth = {
		rows: count,
		ms: execution.timeOf('Node'),
		cpuMs: (user + system) / 1000,
		rssBefore: before.rss,
		rssPeak,
		heapGrowth,
	};
	console.log(JSON.stringify(growth));
}

void main(process.argv.slice(2));
