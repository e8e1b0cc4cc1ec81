/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- the engine runs as a program of its own and is never shipped */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import 'reflect-metadata';

// n8n-core writes a settings file into its user folder as soon as it is loaded, and reads these names while it loads:
// hence a module of its own, imported before n8n-core. The decorators in n8n-core need reflect-metadata.
const folder = mkdtempSync(join(tmpdir(), 'n8n-engine-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
process.env.N8N_USER_FOLDER = folder;
process.env.N8N_LOG_LEVEL ??= 'silent';
process.env.N8N_RUNNERS_ENABLED ??= 'false';
