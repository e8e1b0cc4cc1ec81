/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a program of its own, never shipped */
// `npm run packages -- --rehearse`: each package is published by the steps of its own workflow, to a registry on loopback.
// A signature cannot be made here, because npm asks GitHub for it: what is checked is that npm is told to sign, and refuses to
// publish without. With `-- --install` the packages of one service are installed by `npm ci` as well, in a folder of their own.
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { buildAll, RELEASE, ROOT, run } from './build';
import { Checks } from './check';
import { ASKED, loopbackVariables, type Ran, runStep } from './rehearsal/publish';
import { startPublishRegistry } from './rehearsal/registry';
import { stepsOf } from './rehearsal/steps';
import { COMBINED } from './services';

interface Rehearsal {
	name: string;
	/** Where the repository is. */
	folder: string;
	/** What was packed elsewhere. */
	tarball: string;
	/** Steps that are run elsewhere. */
	skipped: string[];
	/** Also signed, where npm has to refuse; lints and builds once more. */
	isTriedSigned: boolean;
}

const checks = new Checks();
const isInstalled = process.argv.includes('--install');

function expectTo(isRight: boolean, output: string): void {
	if (!isRight) throw new Error(output);
}

async function rehearse(rehearsal: Rehearsal, scratch: string) {
	const { name, folder, tarball, skipped, isTriedSigned } = rehearsal;
	const read = (...path: string[]) => readFileSync(join(folder, ...path), 'utf8');
	const workflow = read('.github', 'workflows', 'publish.yml');
	const { permissions, commands } = stepsOf(workflow);
	const { version } = JSON.parse(read('package.json')) as { version: string };
	const [guard] = commands;
	const publish = commands.at(-1) ?? '';

	await checks.that(`${name}: its workflow may sign, and stores no token`, () =>
		expectTo(permissions['id-token'] === 'write' && !/secrets\.|_TOKEN/i.test(workflow), workflow),
	);
	const registry = await startPublishRegistry();
	const { published } = registry;
	try {
		const { signed, unsigned } = await loopbackVariables(scratch, registry.url, version);
		await checks.that(`${name}: a tag that is not its version ends the workflow`, async () => {
			const ran = await runStep(guard, folder, { ...signed, GITHUB_REF_NAME: '99.0.0' });
			expectTo(!ran.isDone, ran.output);
		});
		for (const command of commands.slice(0, -1).filter((one) => !skipped.includes(one))) {
			await checks.that(`${name}: ${command.split('\n')[0]}`, async () => {
				const ran = await runStep(command, folder, signed);
				expectTo(ran.isDone, ran.output);
			});
		}
		if (isTriedSigned) {
			await checks.that(`${name}: npm wants to sign, and publishes nothing unsigned`, async () => {
				const ran = await runStep(publish, folder, signed);
				const isRefused = ran.output.includes('"write" access to the "id-token" permission');
				expectTo(!ran.isDone && isRefused && published.length === 0, ran.output);
			});
		}
		let ran: Ran = { isDone: false, output: 'not run' };
		await checks.that(`${name}: ${publish}, unsigned, on loopback`, async () => {
			ran = await runStep(publish, folder, unsigned);
			expectTo(ran.isDone && published.length === 1 && published[0].name === name, ran.output);
		});
		await checks.that(`${name}: provenance is switched on`, () =>
			expectTo(ran.output.includes(`${ASKED} true`), ran.output),
		);
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
	return { name: COMBINED, folder: ROOT, tarball, skipped, isTriedSigned: false };
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
			await rehearse(
				{ name, folder, tarball, skipped, isTriedSigned: true },
				join(scratch, 'home'),
			);
		});
	}
	await inScratch(
		async (scratch) => await rehearse(await combined(scratch), join(scratch, 'home')),
	);
	process.exitCode = checks.sum();
})();
