/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- the engine runs as a program of its own and is never shipped */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import 'reflect-metadata';

/** A folder of this process, gone with it. */
function temporaryFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'n8n-engine-'));
	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
	return folder;
}

/** Test runners end their workers without a word, so they make one folder for all, and clear it away themselves. */
function folderOfWorker(shared: string): string {
	const folder = join(shared, process.env.JEST_WORKER_ID ?? '0');
	mkdirSync(folder, { recursive: true });
	return folder;
}

// n8n-core writes a settings file into its user folder as soon as it is loaded, and reads these names while it loads:
// hence a module of its own, imported before n8n-core. The decorators in n8n-core need reflect-metadata.
const { N8N_ENGINE_FOLDER: shared } = process.env;
process.env.N8N_USER_FOLDER = shared ? folderOfWorker(shared) : temporaryFolder();
process.env.N8N_LOG_LEVEL ??= 'silent';
process.env.N8N_RUNNERS_ENABLED ??= 'false';
