// The package inside a real n8n: npm run test:e2e -- [parts] [--quick] [--pictures]
// --quick leaves out what takes minutes; --pictures renews the pictures in docs/images.
import { conclude } from '../../tools/n8n/checks.mjs';
import { ensureDebianPackages } from '../../tools/n8n/debian.mjs';
import { ensureInstalled } from '../../tools/n8n/install.mjs';
import { explained, Problem } from '../../tools/n8n/problem.mjs';
import { withCleanUp } from '../../tools/n8n/processes.mjs';

/** @typedef {{ quick: boolean }} RunOptions */
/** @type {Record<string, { needs: string[], load: () => Promise<{ run(options: RunOptions): Promise<void> }> }>} */
const PARTS = {
	server: { needs: [], load: () => import('./parts/server/index.mjs') },
	browser: { needs: ['chromium'], load: () => import('./parts/browser/index.mjs') },
	queue: { needs: ['redis-server', 'postgresql'], load: () => import('./parts/queue/index.mjs') },
	compare: { needs: [], load: () => import('./parts/compare/index.mjs') },
};

const FLAGS = ['--quick', '--pictures'];

function readArguments() {
	const words = process.argv.slice(2);
	const quick = words.includes('--quick');
	const names = words.filter((word) => !FLAGS.includes(word));
	const unknown = names.find((name) => !(name in PARTS));
	if (unknown !== undefined) {
		throw new Problem(
			`There is no part "${unknown}".`,
			`Choose of: ${Object.keys(PARTS).join(', ')}, ${FLAGS.join(', ')}.`,
		);
	}
	return { quick, names: names.length > 0 ? names : Object.keys(PARTS) };
}

try {
	const { quick, names } = readArguments();
	await withCleanUp(async () => {
		ensureDebianPackages(
			console.log,
			names.flatMap((name) => PARTS[name].needs),
		);
		await ensureInstalled(console.log);
		for (const name of names) await (await PARTS[name].load()).run({ quick });
	});
	conclude();
} catch (error) {
	console.error(explained(error));
	process.exitCode = 1;
}
