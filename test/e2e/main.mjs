// `npm run test:e2e`: the package inside a real n8n.
import { Argument, Command } from 'commander';

import { conclude } from '../../tools/n8n/checks.mjs';
import { ensureDebianPackages } from '../../tools/n8n/debian.mjs';
import { ensureInstalled } from '../../tools/n8n/install.mjs';
import { DOCS_IMAGES, RUN_IMAGES } from '../../tools/n8n/paths.mjs';
import { explained } from '../../tools/n8n/problem.mjs';
import { withCleanUp } from '../../tools/n8n/processes.mjs';

/** @typedef {{ quick: boolean, images: string }} RunOptions images: the folder for pictures */
/** @type {Record<string, { needs: string[], load: () => Promise<{ run(options: RunOptions): Promise<void> }> }>} */
const PARTS = {
	server: { needs: [], load: () => import('./parts/server/index.mjs') },
	browser: { needs: ['chromium'], load: () => import('./parts/browser/index.mjs') },
	queue: { needs: ['redis-server', 'postgresql'], load: () => import('./parts/queue/index.mjs') },
	scale: {
		needs: ['redis-server', 'postgresql'],
		load: () => import('./parts/scale/index.mjs'),
	},
	compare: { needs: [], load: () => import('./parts/compare/index.mjs') },
};

const command = new Command('npm run test:e2e --')
	.description('The package inside a real n8n.')
	.addArgument(new Argument('[parts...]', 'all of them unless told').choices(Object.keys(PARTS)))
	.option('--quick', 'leave out what takes minutes')
	.option('--pictures', 'renew the pictures in docs/images')
	.showHelpAfterError()
	.parse();
const { quick = false, pictures } = command.opts();
/** @type {string[]} */
const names = command.args.length > 0 ? command.args : Object.keys(PARTS);
const images = pictures ? DOCS_IMAGES : RUN_IMAGES;

try {
	await withCleanUp(async () => {
		ensureDebianPackages(
			console.log,
			names.flatMap((name) => PARTS[name].needs),
		);
		await ensureInstalled(console.log);
		for (const name of names) await (await PARTS[name].load()).run({ quick, images });
	});
	conclude();
} catch (error) {
	console.error(explained(error));
	process.exitCode = 1;
}
