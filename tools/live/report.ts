/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a command line of its own, never shipped */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { isRecord } from '../../nodes/shared/objects';
import type { Entry } from './probe';
import { type Answer, assignments, type Step } from './step';
import { ALL_FIELDS } from './ubidots/lists';
import { UPSUN_KEYS } from './upsun/people';

export interface Answered {
	id: string;
	step: Step;
	answer: Answer;
}

interface Outcome {
	service: string;
	answered: Answered[];
	log: Entry[];
	/** False where the check ended early. */
	isWhole: boolean;
	isPutBack: boolean;
	hasWritten: boolean;
}

/** Writes both files; gives a sentence that says so. */
export function writeReport(folder: string, outcome: Outcome): string {
	const report = reportOf(outcome);
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, 'live-report.json'), `${JSON.stringify(report, null, '\t')}\n`);
	writeFileSync(join(folder, 'live-report.md'), inMarkdown(report));
	return `The report is in ${folder}: live-report.md, for an issue, and live-report.json.`;
}

type Report = ReturnType<typeof reportOf>;

function reportOf({ service, answered, log, isWhole, isPutBack, hasWritten }: Outcome) {
	return {
		service,
		date: new Date().toISOString().slice(0, 10),
		node: process.version,
		wrote: hasWritten,
		ended: isWhole ? 'whole' : 'early',
		putBack: isPutBack ? 'everything' : 'not everything',
		answers: answered.map(({ id, step, answer }) => ({
			step: id,
			assumed: step.what,
			holds: answer.holds ?? 'not told',
			says: answer.says,
			switches: answer.switches.flatMap(assignments),
			todo: todoOf(step, answer),
		})),
		requests: requestsOf(log),
	};
}

function todoOf({ proven, ifFalse }: Step, { holds, switches }: Answer): string {
	if (holds === undefined) return 'Still open: run the check again where it can tell.';
	if (holds) return proven === undefined ? 'Nothing.' : `This could go: ${proven}.`;
	const sets = switches.flatMap(assignments).map((one) => `--set '${one}'`);
	const play =
		sets.length > 0
			? `Play it: npm run sandbox -- ${sets.join(' ')}.`
			: 'The sandbox has no switch for it yet: add one to tools/sandbox/options.ts.';
	return `${play} What the node does then: ${ifFalse}. If that is not enough, change it.`;
}

/** Requests of one kind with one outcome, together. */
function requestsOf(log: Entry[]) {
	const kinds = new Map<string, Entry[]>();
	for (const entry of log) {
		const name = [entry.method, entry.path, entry.query, entry.status].join(' ');
		kinds.set(name, [...(kinds.get(name) ?? []), entry]);
	}
	return [...kinds.values()].map((entries) => {
		const [{ method, path, query, status, body, headers }] = entries;
		const times = entries.map(({ ms }) => ms).sort((a, b) => a - b);
		return {
			method,
			path,
			query,
			status,
			code: codeOf(body, status),
			times: entries.length,
			msHalf: times[times.length >> 1],
			msMost: times[times.length - 1],
			headers: LIMIT_HEADERS.filter((name) => name in headers),
			shape: shapeOf(body),
		};
	});
}

const LIMIT_HEADERS = [
	'retry-after',
	'x-ratelimit-limit',
	'x-ratelimit-remaining',
	'x-ratelimit-reset',
	'link',
	'www-authenticate',
];

/** An error code that is made of the status, as the pages have them; any other number may be a secret. */
function codeOf(body: unknown, status: number): number | undefined {
	const code = isRecord(body) ? body.code : undefined;
	return typeof code === 'number' && Math.floor(code / 1000) === status ? code : undefined;
}

/** Every other key may be anybody's name. */
const KNOWN_KEYS = new Set([
	...ALL_FIELDS,
	...UPSUN_KEYS,
	...[
		'results',
		'count',
		'next',
		'previous',
		'code',
		'message',
		'detail',
		'task',
		'error',
		'status',
	],
	...['title', 'errors', 'non_field_errors', 'url', 'label', 'name', 'role', 'organizationsCount'],
	...[
		'firstTime',
		'lastLogin',
		'mugshotUrl',
		'description',
		'isActive',
		'permissions',
		'items',
		'_links',
	],
]);
const DEEPEST = 4;

/** Of what types a body is, with the names of known fields only. */
export function shapeOf(value: unknown, depth = 0): string {
	if (Array.isArray(value)) {
		return value.length === 0 ? '[]' : `[${shapeOf(value[0], depth + 1)}, … ${value.length}]`;
	}
	if (!isRecord(value))
		return value === null ? 'null' : value === undefined ? 'none' : typeof value;
	if (depth === DEEPEST) return '{…}';
	const keys = Object.keys(value);
	const known = keys.filter((key) => KNOWN_KEYS.has(key));
	const parts = known.map((key) => `${key}: ${shapeOf(value[key], depth + 1)}`);
	if (known.length < keys.length) parts.push(`${keys.length - known.length} other keys`);
	return `{${parts.join(', ')}}`;
}

function inMarkdown(report: Report): string {
	const { answers, requests } = report;
	const mark = (holds: boolean | string) =>
		holds === true ? 'yes' : holds === false ? '**no**' : '?';
	return `# Check of a ${report.service} account

${report.date}, Node.js ${report.node}; ${report.wrote ? 'read and wrote' : 'read only'}, ended ${report.ended}${report.wrote ? `, put back: ${report.putBack}` : ''}.
It holds no name, address, ID or token: only answers of the check, shapes, statuses and times.

## What is assumed, and whether it holds

${table([
	['step', 'assumed', 'holds', 'what was seen', 'what to do'],
	...answers.map(({ step, assumed, holds, says, todo }) => [
		step,
		assumed,
		mark(holds),
		says,
		todo,
	]),
])}

## Requests

${table([
	['request', 'parameters', 'status', 'times', 'ms (half, most)', 'headers', 'shape of the body'],
	...requests.map(
		({ method, path, query, status, code, times, msHalf, msMost, headers, shape }) => [
			`${method} ${path}`,
			query.join(' '),
			code === undefined ? String(status) : `${status} (${code})`,
			String(times),
			`${msHalf}, ${msMost}`,
			headers.join(' '),
			`\`${shape}\``,
		],
	),
])}
`;
}

/** A table in Markdown. */
export function table([head, ...rows]: string[][]): string {
	return [head, head.map(() => '---'), ...rows]
		.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
		.join('\n');
}
