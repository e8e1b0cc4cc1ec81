/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console -- runs in a real n8n, never shipped */
// `npm run test:e2e`: the package inside a real n8n.
import { readdirSync } from 'node:fs';
import { Argument, Command, Option } from 'commander';

export interface RunOptions {
	quick: boolean;
	/** The folder for pictures. */
	images: string;
}

interface Part {
	/** Debian packages. */
	needs: string[];
	/** Its run gives what it did not ask of this n8n. */
	load: () => Promise<{ run(options: RunOptions): Promise<string | void> }>;
}
const PARTS: Record<string, Part> = {
	server: { needs: [], load: () => import('./parts/server/index') },
	browser: { needs: ['chromium'], load: () => import('./parts/browser/index') },
	queue: { needs: ['redis-server', 'postgresql'], load: () => import('./parts/queue/index') },
	scale: { needs: ['redis-server', 'postgresql'], load: () => import('./parts/scale/index') },
	packages: { needs: [], load: () => import('./parts/packages/index') },
	compare: { needs: [], load: () => import('./parts/compare/index') },
};
/** What an older n8n is asked for: its engine runs the specification tests, its server the workflows. */
const PARTS_OF_OLDER = {
	engine: { needs: [], load: () => import('./parts/engine/index') },
	server: PARTS.server,
	packages: PARTS.packages,
};
const OLDER_LINES = readdirSync(new URL('older', import.meta.url));

const command = new Command('npm run test:e2e --')
	.description('The package inside a real n8n.')
	.addArgument(
		new Argument('[parts...]', 'all of them unless told').choices([
			...Object.keys(PARTS),
			'engine',
		]),
	)
	.addOption(new Option('--n8n <line>', 'an older n8n').choices(OLDER_LINES))
	.option('--quick', 'leave out what takes minutes')
	.addOption(
		new Option('--table <what>', 'no run: of the last ones, the table in docs/figures.md').choices([
			'write',
			'check',
		]),
	)
	.option('--pictures', 'renew the pictures in docs/images')
	.showHelpAfterError()
	.parse();
const { quick = false, pictures, n8n, table } = command.opts();
const parts: typeof PARTS = n8n ? PARTS_OF_OLDER : PARTS;
const names: string[] = command.args.length > 0 ? command.args : Object.keys(parts);
const unknown = names.find((name) => !(name in parts));
if (unknown) command.error(`error: the part '${unknown}' is not there for this n8n`);

// Read when the modules below are loaded.
process.env.N8N_LINE = n8n ?? '';
const { checkTable, keepOutcome, writeTable } = await import('./compatibility');
const { conclude, failures } = await import('./checks');
const { ensureDebianPackages } = await import('./debian');
const { ensureInstalled } = await import('../../tools/n8n/install');
const { DOCS_IMAGES, RUN_IMAGES } = await import('../../tools/n8n/paths');
const { explained } = await import('../../tools/n8n/problem');
const { withCleanUp } = await import('../../tools/n8n/processes');

async function run() {
	const images = pictures ? DOCS_IMAGES : RUN_IMAGES;
	await withCleanUp(async () => {
		ensureDebianPackages(
			console.log,
			names.flatMap((name) => parts[name].needs),
		);
		await ensureInstalled(console.log);
		for (const name of names) {
			const before = failures();
			const part = await parts[name].load();
			const note = await part.run({ quick, images });
			keepOutcome(name, failures() - before, note ?? undefined);
		}
	});
	conclude();
}

try {
	if (table === 'write') writeTable();
	else if (table === 'check') checkTable();
	else await run();
} catch (error) {
	console.error(explained(error));
	// What the part had open, such as its registry, would keep the process alive.
	process.exit(1);
}
