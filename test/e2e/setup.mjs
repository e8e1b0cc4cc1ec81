// Installs what the end-to-end run and `npm run editor` need; what is there already is left alone.
import { ensureDebianPackages } from './lib/debian.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { explained } from './lib/problem.mjs';
import { withCleanUp } from './lib/processes.mjs';

try {
	await withCleanUp(async () => {
		ensureDebianPackages(console.log, ['chromium', 'redis-server', 'postgresql']);
		await ensureInstalled(console.log);
	});
	console.log('Everything that the end-to-end run needs is installed.');
} catch (error) {
	console.error(explained(error));
	process.exitCode = 1;
}
