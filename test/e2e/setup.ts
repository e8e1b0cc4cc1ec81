/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console -- runs in a real n8n, never shipped */
// Installs what the end-to-end run and `npm run editor` need; what is there already is left alone.
import { ensureDebianPackages } from '../../tools/n8n/debian';
import { ensureInstalled } from '../../tools/n8n/install';
import { explained } from '../../tools/n8n/problem';
import { withCleanUp } from '../../tools/n8n/processes';

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
