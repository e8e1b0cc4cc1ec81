/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in a real n8n, never shipped */
import { setTimeout as sleep } from 'node:timers/promises';

import { assert, check } from '../../../../tools/n8n/checks';
import { chain, errorOf, manual, ourNode } from '../../../../tools/n8n/workflows';
import type { World } from './index';

/** Long enough for the requests of one run, over when the next one begins. */
const SHORT_SESSION_SECONDS = 1;
const UNTIL_EXPIRED_MS = 1200;

/** Session tokens, which n8n stores in the credential and our credential renews. */
export async function checkSessions(world: World) {
	const { rest, sandbox } = world;
	await check(
		'an API key costs one session token for 20 users, and one more when it has expired',
		async () => {
			await sandbox.reset();
			await sandbox.options({ sessionTokenSeconds: SHORT_SESSION_SECONDS });
			const credential = await rest.post('/credentials', {
				name: 'Ubidots by API key',
				type: 'ubidotsApi',
				data: {
					authentication: 'apiKey',
					apiKey: sandbox.secrets.ubidotsApiKey,
					baseUrl: sandbox.url,
					requestsPerSecond: 0,
				},
			});
			const ours = ourNode(
				'ubidots',
				{
					operation: 'update',
					userKey: { __rl: true, mode: 'username', value: 'testt' },
					updateFields: { firstName: '={{ $json.name }}' },
				},
				credential,
			);
			const items = Array.from({ length: 20 }, (_, n) => ({ name: `Tess ${n}` }));
			const run = async () => {
				const execution = await world.execute(
					chain('sessions', [manual(), ours], { Start: items }),
				);
				assert.equal(execution.status, 'success', errorOf(execution)?.message);
				return (await sandbox.state()).ubidots.mintedTokens;
			};
			assert.equal(await run(), 1);
			await sleep(UNTIL_EXPIRED_MS);
			assert.equal(await run(), 2);
			await sandbox.options({ sessionTokenSeconds: 3600 });
		},
	);
}
