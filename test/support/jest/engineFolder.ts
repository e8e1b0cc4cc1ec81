/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- part of the test runner, never shipped */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The user folder of n8n-core for all test files, gone when the last one is done. */
export default function makeEngineFolder(): void {
	const folder = mkdtempSync(join(tmpdir(), 'n8n-engine-'));
	process.env.N8N_ENGINE_FOLDER = folder;
	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
}
