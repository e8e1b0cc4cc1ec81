/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console -- a program of its own, never shipped */
// `npm run packages`: a package of its own for each service, in release/; with a flag, what is done with them then.
import { relative } from 'node:path';

import { buildAll, ROOT } from './build';

const FLAGS: Record<string, () => Promise<unknown>> = {
	'--verify': async () => await import('./verify'),
	'--rehearse': async () => await import('./rehearse'),
	'--test': async () => await import('./test'),
};

void (async () => {
	const flag = process.argv.slice(2).find((argument) => argument in FLAGS);
	if (flag) return void (await FLAGS[flag]());
	for (const [{ name }, tarball] of await buildAll())
		console.log(`release/${name}/ and ${relative(ROOT, tarball)}`);
})();
