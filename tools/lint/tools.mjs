import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { ensureInstalled } from '../installed.mjs';

/** Where n8n's lint and scan are. */
export const LINT = import.meta.dirname;

/** The project's ESLint configuration names it, and has to: n8n's strict mode wants those two lines and no others. */
const NAMED = join(LINT, '..', '..', 'node_modules', '@n8n', 'node-cli');

/** Makes n8n's lint and scan ready for use. */
export async function lintTools() {
	await ensureInstalled(LINT, "n8n's lint and scan");
	rmSync(NAMED, { recursive: true, force: true });
	mkdirSync(dirname(NAMED), { recursive: true });
	symlinkSync(join(LINT, 'node_modules', '@n8n', 'node-cli'), NAMED);
}

/** n8n's scan of community packages. */
export async function scanner() {
	await lintTools();
	return await import('@n8n/scan-community-package/scanner/scanner.mjs');
}
