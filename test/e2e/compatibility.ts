/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console -- runs in a real n8n, never shipped */
// What the last runs of `npm run test:e2e` have shown of each n8n, as the table in docs/figures.md.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { N8N_VERSION, NODE_VERSION, ROOT, RUN } from '../../tools/n8n/paths';

type Outcome = {
	n8n: string;
	node: string;
	parts: Record<string, { failed: number; note?: string }>;
};

const PAGE = join(ROOT, 'docs', 'figures.md');
const FILE = 'outcome.json';
const TABLE = /(?<=<!-- compatibility -->\n)[^]*(?=\n<!-- \/compatibility -->)/;

/** The parts of a run, as the table calls them, in its order. */
const TITLES = {
	engine: 'the specification tests with its engine',
	server: 'server (SQLite)',
	browser: 'browser',
	queue: 'queue mode (PostgreSQL, Redis, three workers)',
	scale: 'a huge list on two workers',
	packages: 'the packages of one service',
};

const read = (file: string): Outcome => JSON.parse(readFileSync(file, 'utf8'));

/**
 * Keeps how a part ended in this n8n.
 * @param failed how many of its checks
 * @param note what was not asked of this n8n
 */
export function keepOutcome(name: string, failed: number, note?: string) {
	const file = join(RUN, FILE);
	const before = existsSync(file) ? read(file) : undefined;
	const known = before?.n8n === N8N_VERSION ? before.parts : {};
	const outcome = {
		n8n: N8N_VERSION,
		node: NODE_VERSION,
		parts: { ...known, [name]: { failed, note } },
	};
	mkdirSync(RUN, { recursive: true });
	writeFileSync(file, JSON.stringify(outcome, null, '\t'));
}

/** @returns a line for each n8n that was run, the newest first */
function table(): string {
	const folder = dirname(RUN);
	const runs = existsSync(folder) ? readdirSync(folder) : [];
	const outcomes = runs
		.map((line) => join(folder, line, FILE))
		.filter((file) => existsSync(file))
		.map(read)
		.sort((a, b) => b.n8n.localeCompare(a.n8n, 'en', { numeric: true }));
	const lines = outcomes.map(({ n8n, node, parts }) => {
		const passed = Object.entries(TITLES)
			.filter(([name]) => parts[name]?.failed === 0)
			.map(([name, title]) => (parts[name].note ? `${title}, ${parts[name].note}` : title));
		return `| ${n8n} | ${node} | ${passed.join('; ')} |`;
	});
	return ['| n8n | Node.js | passes |', '| --- | --- | --- |', ...lines].join('\n');
}

/** Writes the table into docs/figures.md. */
export function writeTable(): void {
	const page = readFileSync(PAGE, 'utf8');
	writeFileSync(
		PAGE,
		page.replace(TABLE, () => table()),
	);
}

/** Tells whether the table in docs/figures.md is that of the runs. */
export function checkTable(): void {
	const made = table();
	if (readFileSync(PAGE, 'utf8').match(TABLE)?.[0] === made)
		return console.log('The table in docs/figures.md is that of the runs.');
	console.error(
		`docs/figures.md says something else than the runs ("npm run test:e2e -- --table write" renews it):\n${made}`,
	);
	process.exitCode = 1;
}
