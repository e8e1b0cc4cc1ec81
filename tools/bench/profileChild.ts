/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console -- the benchmark runs as a program of its own and is never shipped */
import { type Profiler, Session } from 'node:inspector/promises';

import { benchEngine, people, throwIfFailed, update } from './workflows';

export interface Profile {
	/** Milliseconds of computing, by room: what runs itself, without what it calls. */
	selfMs: Record<string, number>;
	idleMs: number;
	/** Functions of the package, those that take most first. */
	top: Array<{ name: string; ms: number }>;
}

const WARM_UP_ROUNDS = 3;
const SAMPLE_EVERY_MICROS = 100;
const LONGEST_TOP = 10;
const OURS = /^(?!.*\/node_modules\/).*\/dist\/((?:nodes|credentials)\/.*)\.js$/;

/** It is profiled as well while it stops. */
const PROFILER = 'node:inspector';
const OTHERS = 'other';

/** The first that fits: where the code lives. */
const ROOMS: Array<[RegExp, string]> = [
	[/\/dist\/nodes\/shared\/(\w+)\//, 'package: shared/$1'],
	[/\/dist\/nodes\/shared\//, 'package: shared'],
	[/\/dist\/nodes\/(\w+)\//, 'package: $1'],
	[/\/dist\/credentials\//, 'package: credentials'],
	[/^lib:@n8n\/backend-network\//, "n8n's HTTP helper"],
	[/^lib:n8n-core\//, 'n8n-core'],
	[/^lib:(?:n8n-workflow|luxon|@n8n\/(?:tournament|expression))/, "n8n-workflow's expressions"],
	[/^lib:(?:axios|follow-redirects|proxy-from-env|form-data)\//, 'axios'],
	[/^lib:/, 'other libraries'],
	[/^node:internal\/(?:timers|process|async)/, 'node: timers and promises'],
	[
		/^node:(?:events|internal\/(?:event_target|abort_controller|per_context\/domexception))/,
		'node: events and abort signals',
	],
	[
		/^node:(?:internal\/)?(?:_?http|_?stream|streams|net|dgram|dns)/,
		'node: HTTP, streams, sockets',
	],
	[/^node:/, 'node: other'],
	[/\/tools\//, 'the benchmark itself'],
];

type Frame = Profiler.ProfileNode['callFrame'];

function roomOf({ functionName, url }: Frame): string {
	if (functionName === '(garbage collector)') return 'garbage collector';
	if (functionName === '(program)') return "node's native code (sockets, event loop)";
	// A library may lie within another.
	const place = url.replace(/^.*\/node_modules\//, 'lib:');
	for (const [pattern, name] of ROOMS) {
		const found = pattern.exec(place);
		if (found) return name.replace('$1', found[1]);
	}
	return OTHERS;
}

/** V8's own functions, such as JSON.parse, have no address: their time is that of who calls them. */
function framesByNode(nodes: Profiler.ProfileNode[]): Map<number, Frame> {
	const byId = new Map(nodes.map((node) => [node.id, node]));
	const parents = new Map(
		nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])),
	);
	const frameOf = (node: Profiler.ProfileNode): Frame => {
		const parent = byId.get(parents.get(node.id) ?? 0);
		const { functionName, url } = node.callFrame;
		const isOwnCode = url !== '' || /^\((?!root)/.test(functionName);
		return isOwnCode || !parent ? node.callFrame : frameOf(parent);
	};
	return new Map(nodes.map((node) => [node.id, frameOf(node)]));
}

function summary({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Profile {
	const frames = framesByNode(nodes);
	const selfMs: Profile['selfMs'] = {};
	const functions = new Map<string, number>();
	let idleMs = 0;
	samples.forEach((id, index) => {
		const frame = frames.get(id);
		const ms = (timeDeltas[index] ?? 0) / 1000;
		if (!frame) return;
		if (frame.url === PROFILER) return;
		if (frame.functionName === '(idle)') {
			idleMs += ms;
			return;
		}
		const room = roomOf(frame);
		selfMs[room] = (selfMs[room] ?? 0) + ms;
		const [, file] = OURS.exec(frame.url) ?? [];
		if (file === undefined) return;
		const name = `${frame.functionName || '(anonymous)'}, ${file}:${frame.lineNumber + 1}`;
		functions.set(name, (functions.get(name) ?? 0) + ms);
	});
	const top = [...functions]
		.map(([name, ms]) => ({ name, ms }))
		.sort((a, b) => b.ms - a.ms)
		.slice(0, LONGEST_TOP);
	return { selfMs, idleMs, top };
}

async function main([rows, url, token]: string[]): Promise<void> {
	const engine = await benchEngine({ url, token });
	const run = async (name: string) => {
		throwIfFailed(await engine.run(update(people(Number(rows), name))));
	};
	for (let round = 0; round < WARM_UP_ROUNDS; round++) await run(`Warm ${round}`);
	const session = new Session();
	session.connect();
	await session.post('Profiler.enable');
	await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_EVERY_MICROS });
	await session.post('Profiler.start');
	await run('Profiled');
	const { profile } = await session.post('Profiler.stop');
	session.disconnect();
	console.log(JSON.stringify(summary(profile)));
}

void main(process.argv.slice(2));
