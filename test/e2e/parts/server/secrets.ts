/* eslint-disable @n8n/community-nodes/no-hardcoded-secrets, @n8n/community-nodes/no-restricted-imports -- runs in a real n8n, never shipped */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { assert, check } from '../../checks';
import type { World } from './index';

/** Set as somebody's password by several checks; n8n must not show it anywhere. */
export const CANARY_PASSWORD = 'Canary-77-password';

/** How the tokens begin that the sandbox gives for an API key or API token. */
const SESSION_TOKENS = ['BBFF-sandboxSession', 'sandboxUpsunSession'];

/** Nothing of what n8n keeps or prints may hold a secret. */
export async function checkSecrets({ sandbox, server, stored }: World) {
	const secrets = [...Object.values(sandbox.secrets), ...SESSION_TOKENS, CANARY_PASSWORD];
	const found = (text: string, wanted: string[]) =>
		wanted.filter(
			(secret) => text.includes(secret) || text.includes(Buffer.from(secret).toString('base64')),
		);

	await check(`${stored.length} executions hold no token, API key or password`, () => {
		assert.ok(secrets.every(Boolean) && stored.length > 0);
		assert.deepEqual(
			stored.flatMap((text) => found(text, secrets)),
			[],
		);
	});
	await check('the log of n8n, at its most talkative, holds no token, API key or password', () => {
		const log = readFileSync(server.log, 'utf8');
		assert.ok(log.length > 0);
		assert.deepEqual(found(log, secrets), []);
	});
	await check(
		'the database of n8n holds no token and no API key: credentials are encrypted',
		() => {
			const folder = join(server.userFolder, '.n8n');
			const files = readdirSync(folder).filter((name) => name.startsWith('database.sqlite'));
			assert.ok(files.length > 0);
			const tokens = [...Object.values(sandbox.secrets), ...SESSION_TOKENS];
			for (const file of files) {
				assert.deepEqual(found(readFileSync(join(folder, file), 'latin1'), tokens), []);
			}
		},
	);
}
