/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads the workflows of the repository, never shipped */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

import { jobsOf } from '../../tools/packages/rehearsal/steps';

const FOLDER = join(__dirname, '..', '..', '.github', 'workflows');
const workflows = readdirSync(FOLDER).map((file) => {
	const text = readFileSync(join(FOLDER, file), 'utf8');
	return { file, text, jobs: Object.values(jobsOf(text)) };
});

/** `npm publish` reads a packed file: it runs no script of it. Anything else of npm or a program may run what was installed. */
const HARMLESS = [
	/^sha256sum --check --strict \S+$/,
	/^npm publish \.\/\*\.tgz( --[\w-]+( \w+)?)*$/,
];
/** They prepare Node, or move files between the jobs of a run. */
const HARMLESS_ACTIONS = ['actions/setup-node', 'actions/download-artifact'];

describe.each(workflows)('the workflow $file', ({ text, jobs }) => {
	it('gives every job no more than reading, unless the job says so itself', () => {
		const { permissions } = parse(text) as { permissions?: unknown };
		expect(permissions).toEqual({ contents: 'read' });
	});

	it('pins every action by its commit, with the version beside it', () => {
		const used = [...text.matchAll(/^.*\buses:.*$/gm)].map(([line]) => line.trim());
		expect(used.length).toBeGreaterThan(0);
		const pinned = /^- uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
		expect(used.filter((line) => !pinned.test(line))).toEqual([]);
	});

	it('uses an exact version of Node', () => {
		const { jobs: files } = parse(text) as {
			jobs: Record<string, { strategy?: { matrix: { node: string[] } } }>;
		};
		const named = jobs
			.flatMap(({ steps }) => steps.map((step) => step.with?.['node-version']))
			.filter((version) => version !== undefined && version !== '${{ matrix.node }}');
		const all = [
			...named,
			...Object.values(files).flatMap((job) => job.strategy?.matrix.node ?? []),
		];
		expect(all.length).toBeGreaterThan(0);
		expect(all.filter((version) => !/^\d+\.\d+\.\d+$/.test(String(version)))).toEqual([]);
	});

	it('leaves no token of git for what it installs', () => {
		const checkouts = jobs
			.flatMap(({ steps }) => steps)
			.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
		expect(checkouts.filter((step) => step.with?.['persist-credentials'] !== false)).toEqual([]);
	});

	it('installs and runs nothing where it may publish', () => {
		for (const { steps, commands } of jobs.filter(
			({ permissions }) => permissions['id-token'] === 'write',
		)) {
			expect(commands.filter((one) => !HARMLESS.some((form) => form.test(one)))).toEqual([]);
			const actions = steps.flatMap(({ uses }) => (uses ? [uses.split('@')[0]] : []));
			expect(actions.filter((one) => !HARMLESS_ACTIONS.includes(one))).toEqual([]);
		}
	});

	it('writes to nothing but by the right to publish', () => {
		const written = jobs.flatMap(({ permissions }) =>
			Object.entries(permissions).filter(([, access]) => access === 'write'),
		);
		expect(written.filter(([what]) => what !== 'id-token')).toEqual([]);
	});
});

it('one job publishes, after the one that packs, and only once somebody has approved', () => {
	const publishing = workflows
		.flatMap(({ jobs }) => jobs)
		.filter(({ permissions }) => permissions['id-token'] === 'write');
	expect(publishing).toMatchObject([
		{ needs: ['pack'], environment: 'npm', permissions: { 'id-token': 'write' } },
	]);
	expect(publishing[0].commands.at(-1)).toMatch(/^npm publish .* --provenance/);
});
