import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { ensureInstalled } from '../installed.mjs';

/** Where n8n's lint and scan are. */
export const LINT = import.meta.dirname;

const MODULES = join(LINT, '..', '..', 'node_modules');

/**
 * What has to be found from the project, and from packages below it: the ESLint configuration names one, because n8n's strict mode
 * wants those two lines and no others, and n8n's lint runs the other by `npm exec`, which looks nowhere else.
 */
const NAMED = ['@n8n/node-cli', '.bin/eslint'];

/** Makes n8n's lint and scan ready for use. */
export async function lintTools() {
	await ensureInstalled(LINT, "n8n's lint and scan");
	for (const name of NAMED) {
		const link = join(MODULES, name);
		rmSync(link, { recursive: true, force: true });
		mkdirSync(dirname(link), { recursive: true });
		symlinkSync(join(LINT, 'node_modules', name), link);
	}
}

/** n8n's scan of community packages. */
export async function scanner() {
	await lintTools();
	// @ts-expect-error -- it comes without types, see tools.d.mts
	return await import('@n8n/scan-community-package/scanner/scanner.mjs');
}
