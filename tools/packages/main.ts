/* eslint-disable @n8n/community-nodes/no-restricted-imports, no-console -- a program of its own, never shipped */
// `npm run packages`: a package of its own for each service, in release/.
import { relative } from 'node:path';

import { buildAll, ROOT } from './build';

void (async () => {
	for (const [{ name }, tarball] of await buildAll())
		console.log(`release/${name}/ and ${relative(ROOT, tarball)}`);
})();
