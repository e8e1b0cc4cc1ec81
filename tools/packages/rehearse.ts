/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a program of its own, never shipped */
// `npm run packages -- --rehearse`: each package is packed and published by the jobs of its own workflow, to a registry on loopback.
// What one job hands to the other is a folder here. A signature cannot be made, because npm asks GitHub for it: what is checked is
// that npm is told to sign, and refuses to publish without. With `--install` the packages of one service are installed by
// `npm ci` as well, in a folder of their own.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, join } from 'node:path';

import { buildAll, RELEASE, ROOT, run, TOOLS } from './build';
import { Checks } from './check';
import { loopbackVariables, runStep, writeHistory } from './rehearsal/publish';
import { startPublishRegistry } from './rehearsal/registry';
import { jobsOf } from './rehearsal/steps';
import { COMBINED } from './services';

interface Rehearsal {
	name: string;
	/** Where the repository is. */
	folder: string;
	/** What was packed elsewhere. */
	tarball: string;
	/** Steps that are run elsewhere. */
	skipped: string[];
}

const checks = new Checks();
const isInstalled = process.argv.includes('--install');

function expectTo(isRight: boolean, output: string): void {
	if (!isRight) throw new Error(output);
}

async function rehearse({ name, folder, tarball, skipped }: Rehearsal, scratch: string) {
	const read = (...path: string[]) => readFileSync(join(folder, ...path), 'utf8');
	const workflow = read('.github', 'workflows', 'publish.yml');
	const { pack, publish } = jobsOf(workflow);
	const { version } = JSON.parse(read('package.json')) as { version: string };
	const [guard, ...others] = pack.commands;
	const temporary = join(scratch, 'temporary');
	mkdirSync(temporary, { recursive: true });
	const variables = {
		GITHUB_REF_NAME: version,
		RUNNER_TEMP: temporary,
		GITHUB_STEP_SUMMARY: join(scratch, 'summary.md'),
		// What it would install is there already.
		...(skipped.includes('npm ci') && {
			PATH: [join(TOOLS, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
		}),
	};
	const expectSteps = async (commands: string[], where: string) => {
		for (const command of commands.filter((one) => !skipped.includes(one))) {
			await checks.that(`${name}: ${command.split('\n')[0]}`, async () => {
				const ran = await runStep(command, where, variables);
				expectTo(ran.isDone, ran.output);
			});
		}
	};

	await checks.that(`${name}: only the job that publishes may, and no token is stored`, () => {
		const isApart = pack.permissions['id-token'] === undefined && publish.needs.includes('pack');
		const isAllowed = publish.permissions['id-token'] === 'write';
		expectTo(isApart && isAllowed && !/secrets\.|_TOKEN/i.test(workflow), workflow);
	});
	const onMain = await writeHistory(join(scratch, 'on-main'), true);
	const beside = await writeHistory(join(scratch, 'beside'), false);
	const runGuard = async (GIT_DIR: string, GITHUB_REF_NAME = version) =>
		await runStep(guard, folder, { ...variables, GIT_DIR, GITHUB_REF_NAME });
	await checks.that(`${name}: a tag that is its version, on main, is let through`, async () => {
		const ran = await runGuard(onMain);
		expectTo(ran.isDone, ran.output);
	});
	await checks.that(`${name}: a tag that is not its version ends the workflow`, async () => {
		const ran = await runGuard(onMain, '99.0.0');
		expectTo(!ran.isDone, ran.output);
	});
	await checks.that(`${name}: a commit that is not on main ends the workflow`, async () => {
		const ran = await runGuard(beside);
		expectTo(!ran.isDone, ran.output);
	});
	await expectSteps(others, folder);

	const artifact = join(temporary, 'packed');
	const command = publish.commands.at(-1) ?? '';
	await expectSteps(publish.commands.slice(0, -1), artifact);
	const registry = await startPublishRegistry();
	const { published } = registry;
	try {
		const { signed, unsigned } = await loopbackVariables(scratch, registry.url);
		await checks.that(`${name}: npm wants to sign, and publishes nothing unsigned`, async () => {
			const ran = await runStep(command, artifact, { ...variables, ...signed });
			const isRefused = ran.output.includes('"write" access to the "id-token" permission');
			expectTo(!ran.isDone && isRefused && published.length === 0, ran.output);
		});
		await checks.that(`${name}: ${command}, unsigned, on loopback`, async () => {
			const ran = await runStep(command, artifact, { ...variables, ...unsigned });
			expectTo(ran.isDone && published.length === 1 && published[0].name === name, ran.output);
		});
		await checks.that(`${name}: what arrives is the tarball of "npm run packages"`, () =>
			expectTo(published[0]?.tarball.equals(readFileSync(tarball)), 'The bytes differ'),
		);
	} finally {
		registry.close();
	}
}

/** The release in a folder from which no other tools are seen than those that it installs. */
function copyAlone(folder: string, scratch: string): string {
	const alone = join(scratch, 'repository');
	const isSource = (path: string) => !['dist', 'node_modules'].includes(basename(path));
	cpSync(folder, alone, { recursive: true, filter: isSource });
	return alone;
}

async function combined(scratch: string): Promise<Rehearsal> {
	await run(ROOT, 'npm', 'run', 'build');
	const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', scratch];
	const [{ filename }] = JSON.parse(await run(ROOT, 'npm', ...args)) as Array<{ filename: string }>;
	// .ci/run has installed and tested it already.
	const skipped = ['npm ci', 'npm test'];
	const tarball = join(scratch, filename);
	return { name: COMBINED, folder: ROOT, tarball, skipped };
}

async function inScratch(work: (scratch: string) => Promise<void>): Promise<void> {
	const scratch = mkdtempSync(join(tmpdir(), 'rehearsal-'));
	await work(scratch).finally(() => rmSync(scratch, { recursive: true, force: true }));
}

void (async () => {
	for (const [{ name }, tarball] of await buildAll()) {
		await inScratch(async (scratch) => {
			const release = join(RELEASE, name);
			const folder = isInstalled ? copyAlone(release, scratch) : release;
			const skipped = isInstalled ? [] : ['npm ci'];
			await rehearse({ name, folder, tarball, skipped }, join(scratch, 'home'));
		});
	}
	await inScratch(
		async (scratch) => await rehearse(await combined(scratch), join(scratch, 'home')),
	);
	process.exitCode = checks.sum();
})();
