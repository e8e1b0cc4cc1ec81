/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in a real n8n, never shipped */
import { setTimeout as sleep } from 'node:timers/promises';

import { assert, check } from '../../checks';
import { freePort } from '../../../../tools/n8n/loopback';
import { IS_OLDER } from '../../../../tools/n8n/paths';
import type { World } from './index';
import type { Json } from '../../../../tools/n8n/rest';
import { chain, errorOf, manual, ourNode } from '../../../../tools/n8n/workflows';

/** Asks n8n to test a credential, as the editor's "Retry" does. */
async function testOf(
	{ rest }: World,
	type: string,
	data: Json,
): Promise<{ status: string; message: string }> {
	const { id, name } = await rest.post('/credentials', { name: `${type} under test`, type, data });
	return await rest.post('/credentials/test', { credentials: { id, name, type, data } });
}

export async function checkCredentials(world: World) {
	const { url: baseUrl, secrets } = world.sandbox;
	const nobody = `http://127.0.0.1:${await freePort()}`;
	const ubidots = { authentication: 'token', token: secrets.ubidotsToken, baseUrl };
	const apiKey = { authentication: 'apiKey', apiKey: secrets.ubidotsApiKey, baseUrl };
	const upsun = {
		authentication: 'apiToken',
		apiToken: secrets.upsunApiToken,
		apiUrl: baseUrl,
		authUrl: baseUrl,
	};
	const accessToken = {
		authentication: 'accessToken',
		accessToken: secrets.upsunAccessToken,
		apiUrl: baseUrl,
	};

	const good: Array<[string, string, Json]> = [
		['a Ubidots token', 'ubidotsApi', ubidots],
		['a Ubidots token in the query', 'ubidotsApi', { ...ubidots, sendTokenIn: 'query' }],
		['a Ubidots API key', 'ubidotsApi', apiKey],
		[
			'a Base URL with a pasted API path',
			'ubidotsApi',
			{ ...ubidots, baseUrl: `${baseUrl}/api/v2.0/` },
		],
		['an Upsun API token', 'upsunApi', upsun],
		['an Upsun access token', 'upsunApi', accessToken],
	];
	for (const [title, type, data] of good) {
		await check(`the credential test accepts ${title}`, async () => {
			const { status, message } = await testOf(world, type, data);
			assert.equal(status, 'OK', message);
		});
	}

	const bad: Array<[string, string, Json, RegExp]> = [
		[
			'a wrong Ubidots token',
			'ubidotsApi',
			{ ...ubidots, token: 'wrong-token' },
			/refused the token/,
		],
		['a wrong Ubidots API key', 'ubidotsApi', { ...apiKey, apiKey: 'wrong-key' }, /API key/],
		[
			'a Base URL without this API',
			'ubidotsApi',
			{ ...ubidots, baseUrl: `${baseUrl}/elsewhere` },
			/Base URL/,
		],
		['a Base URL where nobody answers', 'ubidotsApi', { ...ubidots, baseUrl: nobody }, /./],
		['a wrong Upsun API token', 'upsunApi', { ...upsun, apiToken: 'wrong-token' }, /API token/],
		[
			'a wrong Upsun access token',
			'upsunApi',
			{ ...accessToken, accessToken: 'wrong' },
			/access token/,
		],
		[
			'an API URL without this API',
			'upsunApi',
			{ ...accessToken, apiUrl: `${baseUrl}/elsewhere` },
			/API URL/,
		],
	];
	for (const [title, type, data, expected] of bad) {
		await check(`the credential test refuses ${title}, and says why`, async () => {
			const { status, message } = await testOf(world, type, data);
			assert.equal(status, 'Error', message);
			// An older n8n has one sentence of its own for every 401 and 404.
			assert.match(message, IS_OLDER ? /./ : expected);
		});
	}
}

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
