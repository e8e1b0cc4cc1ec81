import { assert, check } from '../../checks';
import { chain, errorOf, manual, node, outputOf } from '../../../../tools/n8n/workflows';
import type { World } from './index';
import type { Json } from '../../../../tools/n8n/rest';

/** n8n's own HTTP Request node with one of our credentials: where n8n sends users for what a node does not offer ("Custom API Call"). */
export async function checkHttpRequestNode(world: World) {
	const { rest, sandbox } = world;
	const { url, secrets } = sandbox;
	const upsun = { apiUrl: url, authUrl: url, requestsPerSecond: 0 };
	const cases: Array<[string, string, Json, string, (json: Json) => boolean]> = [
		[
			'a Ubidots token',
			'ubidotsApi',
			{ authentication: 'token', token: secrets.ubidotsToken, baseUrl: url },
			'/api/v2.0/users/',
			({ results }) => results.length > 0,
		],
		[
			'a Ubidots token in the query',
			'ubidotsApi',
			{
				authentication: 'token',
				token: secrets.ubidotsToken,
				baseUrl: url,
				sendTokenIn: 'query',
			},
			'/api/v2.0/users/',
			({ results }) => results.length > 0,
		],
		[
			'a Ubidots API key',
			'ubidotsApi',
			{ authentication: 'apiKey', apiKey: secrets.ubidotsApiKey, baseUrl: url },
			'/api/v2.0/users/',
			({ results }) => results.length > 0,
		],
		[
			'an Upsun API token',
			'upsunApi',
			{ ...upsun, authentication: 'apiToken', apiToken: secrets.upsunApiToken },
			'/users/me',
			({ username }) => typeof username === 'string',
		],
		[
			'an Upsun access token',
			'upsunApi',
			{ ...upsun, authentication: 'accessToken', accessToken: secrets.upsunAccessToken },
			'/users/me',
			({ username }) => typeof username === 'string',
		],
	];
	for (const [title, type, data, path, isRight] of cases) {
		await check(`the HTTP Request node works with ${title}`, async () => {
			const { id, name } = await rest.post('/credentials', { name: `${title} (HTTP)`, type, data });
			const request = node('Node', 'n8n-nodes-base.httpRequest', {
				typeVersion: 4.2,
				parameters: {
					url: url + path,
					authentication: 'predefinedCredentialType',
					nodeCredentialType: type,
					options: {},
				},
				credentials: { [type]: { id, name } },
			});
			const execution = await world.execute(
				chain(`HTTP Request with ${title}`, [manual(), request]),
			);
			assert.equal(execution.status, 'success', errorOf(execution)?.message);
			const [json] = outputOf(execution, 'Node');
			assert.ok(isRight(json), JSON.stringify(json).slice(0, 200));
		});
	}
}
