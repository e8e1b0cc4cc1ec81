// Installs what the end-to-end run and `npm run editor` need; what is there already is left alone.
import { ensureDebianPackages } from '../../tools/n8n/debian.mjs';
import { ensureInstalled } from '../../tools/n8n/install.mjs';
import { explained } from '../../tools/n8n/problem.mjs';
import { withCleanUp } from '../../tools/n8n/processes.mjs';

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
